// TLS through the Asio driver.
#include <asio/use_future.hpp>

#include "asio_peer.hpp"
#include "lines.hpp"
#include "tls_server.hpp"

namespace {

using secure_lines = over<tls::client, lines::client>;
using secure_peer = gamewire::asio::peer<strict::machine_of<secure_lines>>;

auto says(std::string text) {
  return [text](strict::machine_of<secure_lines>& machine) { return (*machine.operator->())->say(text); };
}

secure_peer connect(::asio::io_context& io, const endpoint& to,
                    const tls::client_options& options = loopback::trusting()) {
  return {io.get_executor(), loopback::to_address(to),
          strict::machine_of<secure_lines>(secure_lines({.lower = options, .upper = {}}))};
}

answer ask(::asio::io_context& io, secure_peer& of, std::string text) {
  answer got = std::unexpected(failure{});
  of.async_await<lines::heard>(says(std::move(text)), [&](answer one) { got = std::move(one); });
  finish(io);
  CHECK(of.machine().faults().empty());
  return got;
}

}  // namespace

TEST_CASE("asio: lines over TLS, to a server of ours") {
  loopback::stream_server there([](loopback::connection& with) {
    using secure_server = over<tls::server, lines::server>;
    loopback::drive(with, secure_server(tls::server(loopback::serving()), lines::server()),
                    [](secure_server& on, const auto& event) {
                      if (const auto* words = std::get_if<lines::server::said>(&event))
                        on->answer(words->text);
                    });
  });
  ::asio::io_context io;
  {
    secure_peer here = connect(io, there.at());
    CHECK(ask(io, here, "hello") == "hello");
    const std::string much(300'000, 'x');
    CHECK(ask(io, here, much) == much);
  }
  auto options = loopback::trusting();
  options.host = "elsewhere.example";
  secure_peer there_not = connect(io, there.at(), options);
  const answer refused = ask(io, there_not, "hello");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == tls::errc::wrong_host);
}

TEST_CASE("asio: lines over TLS, to OpenSSL's own server") {
  loopback::openssl_server there;
  if (!there.is_there()) return loopback::openssl_server::say_that_it_is_not();
  ::asio::io_context io;
  secure_peer here = connect(io, there.at());
  CHECK(ask(io, here, "hello") == "olleh");
}
