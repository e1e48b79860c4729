#include <doctest/doctest.h>
#include <sys/socket.h>

#include <gamewire/blocking/peer.hpp>

#include "lines.hpp"
#include "stream_loopback.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::connection;
using loopback::stream_server;

namespace {

using peer = blocking::peer<lines::client>;

peer connect(const std::vector<endpoint>& addresses, lines::client_options options = {},
             driver_options chosen = {}) {
  chosen.resolve = loopback::finds(addresses);
  auto made = peer::connect({"anywhere", 1}, lines::client(options), std::move(chosen));
  REQUIRE(made);
  return std::move(*made);
}

std::error_code end_of(peer& of) {
  std::error_code why;
  CHECK_FALSE(of.run([&](const auto& event) {
    if (const auto* end = std::get_if<closed>(&event)) why = end->error;
  }));
  CHECK(of->done());
  return why;
}

/// A listener whose queue is full: who connects is left hanging.
class hanging_server {
 public:
  hanging_server() : socket_(loopback::bound_stream()) {
    REQUIRE(::listen(socket_.value(), 0) == 0);
    for (int i = 0; i < 4; ++i) {
      auto made = system::socket::tcp(ip_family::v4);
      REQUIRE(made);
      (void)made->begin_connect(at());
      waiting_.push_back(std::move(*made));
    }
  }
  [[nodiscard]] endpoint at() const { return *socket_.local_endpoint(); }

 private:
  system::socket socket_;
  std::vector<system::socket> waiting_;
};

}  // namespace

TEST_CASE("a stream peer says lines and hears them, in order") {
  stream_server there(stream_server::echo);
  peer here = connect({there.at()});
  const auto first = here->say("first");
  const auto second = here->say("second");
  CHECK(here.await<lines::heard>(second) == "second");
  CHECK(here.await<lines::heard>(first) == "first");
  CHECK(here.remote() == there.at());
  CHECK(here.await<lines::heard>(here->say("third")) == "third");
}

TEST_CASE("ten megabytes go through a server that reads slowly, and come back whole") {
  stream_server there([](connection& with) {
    std::string all;
    while (all.empty() || all.back() != '\n') all += with.read(20'000);
    with.write(all);
  });
  peer here = connect({there.at()});
  std::string large(10'000'000, 'x');
  for (std::size_t i = 0; i < large.size(); i += 1000) large[i] = static_cast<char>('a' + i / 1000 % 26);
  CHECK(here.await<lines::heard>(here->say(large)) == large);
}

TEST_CASE("a reply byte by byte is heard whole") {
  stream_server there([](connection& with) {
    for (const char c : with.read()) {
      with.write({&c, 1});
      std::this_thread::sleep_for(1ms);
    }
  });
  peer here = connect({there.at()});
  CHECK(here.await<lines::heard>(here->say("bit by bit")) == "bit by bit");
}

TEST_CASE("the orderly end and a reset of the connection are told apart") {
  stream_server orderly([](connection& with) { with.read(); });
  peer here = connect({orderly.at()});
  REQUIRE(here->say("hello"));
  CHECK_FALSE(end_of(here));

  stream_server rude([](connection& with) {
    with.read();
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(with.socket().value(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  });
  peer there = connect({rude.at()});
  REQUIRE(there->say("hello"));
  CHECK(end_of(there) == std::errc::connection_reset);
}

TEST_CASE("what a server said before it ended counts") {
  stream_server there([](connection& with) { with.write(with.read()); });
  peer here = connect({there.at()});
  CHECK(here.await<lines::heard>(here->say("last words")) == "last words");
  CHECK_FALSE(end_of(here));
}

TEST_CASE("refused by all addresses, the conversation ends with that") {
  peer here = connect({loopback::closed_port(), loopback::closed_port()});
  const auto asked = here->say("hello");
  CHECK(here.await<lines::heard>(asked).error().error == std::errc::connection_refused);
}

TEST_CASE("of several addresses the first that answers is taken, at once when the one before refuses") {
  stream_server there(stream_server::echo);
  peer here = connect({loopback::closed_port(), there.at()});
  CHECK(here.await<lines::heard>(here->say("hello")) == "hello");
  CHECK(here.remote() == there.at());
}

TEST_CASE("an address that leaves one hanging does not keep the next from its turn") {
  const hanging_server nowhere;
  stream_server there(stream_server::echo);
  peer here = connect({nowhere.at(), there.at()});
  CHECK(here.await<lines::heard>(here->say("hello")) == "hello");
  CHECK(here.remote() == there.at());
}

TEST_CASE("the machine's deadline holds while it connects") {
  const hanging_server nowhere;
  peer here = connect({nowhere.at()}, {.timeout = 30ms});
  CHECK(here.await<lines::heard>(here->say("hello")).error().error == std::errc::timed_out);
}

TEST_CASE("a name that is not known ends the conversation") {
  driver_options chosen;
  chosen.resolve = [](const address&,
                      ip_preference) -> std::expected<std::vector<endpoint>, std::error_code> {
    return std::unexpected(make_error_code(resolve_errc::not_found));
  };
  auto here = peer::connect({"nowhere.invalid", 1}, lines::client(), std::move(chosen));
  REQUIRE(here);
  CHECK(end_of(*here) == resolve_errc::not_found);
}

TEST_CASE("an open connection can be brought along") {
  stream_server there(stream_server::echo);
  auto open = system::socket::tcp(ip_family::v4);
  REQUIRE(open);
  REQUIRE_FALSE(open->begin_connect(there.at()));
  while (!open->connected().value_or(true)) std::this_thread::yield();
  auto here = peer::adopt(std::move(*open), lines::client());
  REQUIRE(here);
  CHECK(here->await<lines::heard>(here->machine().say("hello")) == "hello");
  CHECK_FALSE(peer::adopt(*system::socket::tcp(ip_family::v4), lines::client()).has_value());
}

TEST_CASE("a stream peer is stopped while it connects, and while it waits") {
  const hanging_server nowhere;
  peer here = connect({nowhere.at()});
  here.stop();
  CHECK(here.run([](const auto&) {}) == std::errc::operation_canceled);
  stream_server silent([](connection& with) { with.read(), with.read(); });
  peer there = connect({silent.at()});
  REQUIRE(there->say("hello"));
  std::thread other([&] {
    std::this_thread::sleep_for(40ms);
    there.stop();
  });
  CHECK(there.run([](const auto&) {}) == std::errc::operation_canceled);
  other.join();
}

TEST_CASE("a machine that outlives its connection gets another one") {
  stream_server there([](connection& with) { with.write(with.read()); });
  driver_options chosen{.resolve = loopback::finds({there.at()})};
  auto here = blocking::peer<lines::persistent_client>::connect({"anywhere", 1}, lines::persistent_client(3),
                                                                std::move(chosen));
  REQUIRE(here);
  std::string log;
  CHECK_FALSE(here->run([&](const auto& event) {
    if (std::holds_alternative<lines::persistent_client::up>(event)) log += "up ";
    if (const auto* said = std::get_if<lines::persistent_client::greeted>(&event)) log += said->text;
    if (std::holds_alternative<lines::persistent_client::down>(event)) log += "down ";
  }));
  CHECK(log == "up hello\ndown up hello\ndown up hello\ndown ");
  CHECK(there.accepted() == 3);
}

TEST_CASE("the trace of a stream shows what went through, in pieces") {
  stream_server there(stream_server::echo);
  std::string seen;
  peer here =
      connect({there.at()}, {}, {.trace = [&](direction way, const endpoint& with, bytes some, time_point) {
                CHECK(with == there.at());
                seen += (way == direction::sent ? "> " : "< ") + std::string(as_text(some));
              }});
  CHECK(here.await<lines::heard>(here->say("hello")) == "hello");
  CHECK(seen == "> hello\n< hello\n");
}
