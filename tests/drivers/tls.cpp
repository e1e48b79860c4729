// TLS through the drivers, which know nothing of it.
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/responder.hpp>

#include "every_driver.hpp"
#include "lines.hpp"
#include "strict.hpp"
#include "tls_server.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::connection;
using loopback::stream_server;

namespace {

using secure_lines = over<tls::client, lines::client>;
using secure_server = over<tls::server, lines::server>;
using secure_persistent = over<tls::client, lines::persistent_client>;
using secure_rcon = over<tls::client, rcon::client>;
using secure_responder = over<tls::server, rcon::responder>;
using machine_under_test = strict::machine_of<secure_lines>;
static_assert(reconnecting<secure_persistent>);

/// What a server of lines says, over TLS.
void answer(connection& with) {
  loopback::drive(with, secure_server(tls::server(loopback::serving()), lines::server()),
                  [](secure_server& on, const lines::server::event& event) {
                    const auto* words = std::get_if<lines::server::said>(&event);
                    if (words != nullptr) on->answer("you said " + std::string(words->text));
                  });
}

template <class Peer>
Peer connect(const endpoint& to, const tls::client_options& options = loopback::trusting()) {
  auto made = Peer::connect(loopback::to_address(to),
                            machine_under_test(secure_lines({.lower = options, .upper = {}})));
  REQUIRE(made);
  return std::move(*made);
}

/// Says something and gives what is heard next, or how it ended.
template <class Peer>
std::string ask(Peer& of, std::string_view text) {
  REQUIRE((*of.machine().operator->())->say(text));
  std::string seen = "nothing";
  CHECK_FALSE(of.run([&](const auto& event) {
    if (const auto* reply = std::get_if<lines::heard>(&event)) seen = reply->text;
    if (const auto* end = std::get_if<failed>(&event)) seen = "failed: " + end->error.message();
    return false;
  }));
  CHECK(of.machine().faults().empty());
  return seen;
}

/// Closes, and runs until it is over.
template <class Peer>
std::error_code leave(Peer& of) {
  of.machine().close(system::now());
  std::error_code why = make_error_code(errc::busy);
  CHECK_FALSE(of.run([&](const auto& event) {
    if (const auto* end = std::get_if<closed>(&event)) why = end->error;
  }));
  CHECK(of.machine().done());
  return why;
}

}  // namespace

TEST_CASE_TEMPLATE("tls: lines go to a server and come back", Peer, PEERS(machine_under_test)) {
  stream_server there(answer);
  Peer here = connect<Peer>(there.at());
  CHECK(ask(here, "hello") == "you said hello");
  CHECK(ask(here, "again") == "you said again");
  const std::string much(300'000, 'x');
  CHECK(ask(here, much) == "you said " + much);
  CHECK(leave(here) == std::error_code());
}

TEST_CASE_TEMPLATE("tls: whom it does not trust it does not talk to", Peer, PEERS(machine_under_test)) {
  std::string heard;
  std::error_code why;
  stream_server there([&](connection& with) {
    loopback::drive(with, secure_server(tls::server(loopback::serving()), lines::server()),
                    [&](auto&, const auto& event) {
                      if (const auto* end = std::get_if<closed>(&event)) why = end->error;
                      if (const auto* words = std::get_if<lines::server::said>(&event)) heard = words->text;
                    });
  });
  {
    auto options = loopback::trusting();
    options.host = "elsewhere.example";
    Peer here = connect<Peer>(there.at(), options);
    CHECK(ask(here, "secret") == "failed: " + make_error_code(tls::errc::wrong_host).message());
    CHECK(leave(here) == tls::errc::wrong_host);
  }
  while (!why) std::this_thread::yield();
  CHECK(why.value() == static_cast<int>(tls::errc::alert) + 42);  // bad_certificate
  CHECK(heard.empty());
}

TEST_CASE_TEMPLATE("tls: to one that speaks plainly it says so, and of one that cuts it off too", Peer,
                   PEERS(machine_under_test)) {
  stream_server plain([](connection& with) {
    (void)with.read();
    with.write("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  Peer first = connect<Peer>(plain.at());
  CHECK(ask(first, "hello") == "failed: " + make_error_code(tls::errc::not_tls).message());
  stream_server rude([](connection& with) { (void)with.read(); });
  Peer second = connect<Peer>(rude.at());
  CHECK(ask(second, "hello") == "failed: " + make_error_code(tls::errc::closed_in_handshake).message());
  Peer third = connect<Peer>(loopback::closed_port());
  CHECK(ask(third, "hello") == "failed: " + std::make_error_code(std::errc::connection_refused).message());
}

TEST_CASE_TEMPLATE("tls: a machine that reconnects does it with a new session each time", Peer,
                   PEERS(secure_persistent)) {
  stream_server there([](connection& with) {
    loopback::drive(with, secure_server(tls::server(loopback::serving()), lines::server()),
                    [](secure_server& on, const auto& event) {
                      if (const auto* words = std::get_if<lines::server::said>(&event))
                        on->answer(words->text), on->close({});
                    });
  });
  auto made = Peer::connect(loopback::to_address(there.at()),
                            secure_persistent({.lower = loopback::trusting(), .upper = 3}));
  REQUIRE(made);
  std::string seen;
  CHECK_FALSE(made->run([&](const auto& event) {
    if (std::holds_alternative<lines::persistent_client::up>(event)) seen += "up ";
    if (const auto* reply = std::get_if<lines::persistent_client::greeted>(&event)) seen += reply->text;
    if (const auto* end = std::get_if<lines::persistent_client::down>(&event))
      seen += "down " + end->why.message() + "\n";
  }));
  const std::string once = "up hello\ndown Success\n";
  CHECK(seen == once + once + once);
  CHECK(there.accepted() == 3);
}

TEST_CASE_TEMPLATE("tls: RCON on it", Peer, PEERS(secure_rcon)) {
  stream_server there([](connection& with) {
    loopback::drive(with,
                    secure_responder(
                        {.lower = loopback::serving(), .upper = {.password = "secret", .verdict_delay = {}}}),
                    [](secure_responder& on, const auto& event) {
                      if (const auto* command = std::get_if<rcon::responder::command>(&event)) {
                        const std::string text = "done: " + std::string(command->text);
                        CHECK_FALSE(on->answer(command->request, as_bytes(text)));
                      }
                    });
  });
  auto made = Peer::connect(loopback::to_address(there.at()),
                            secure_rcon({.lower = loopback::trusting(), .upper = {.password = "secret"}}));
  REQUIRE(made);
  REQUIRE(made->machine()->execute("status"));
  std::string seen;
  CHECK_FALSE(made->run([&](const auto& event) {
    const auto* reply = std::get_if<rcon::reply>(&event);
    if (reply != nullptr) seen = as_text(reply->body);
    return reply == nullptr && !std::holds_alternative<closed>(event);
  }));
  CHECK(seen == "done: status");
}

TEST_CASE_TEMPLATE("tls: OpenSSL's own server, by 1.2 and 1.3", Peer, PEERS(machine_under_test)) {
  for (const char* version : {"-tls1_2", "-tls1_3"}) {
    loopback::openssl_server there(version);
    if (!there.is_there()) return loopback::openssl_server::say_that_it_is_not();
    Peer here = connect<Peer>(there.at());
    CHECK(ask(here, "hello") == "olleh");
    CHECK(ask(here, "level") == "level");
    CHECK(leave(here) == std::error_code());
  }
}
