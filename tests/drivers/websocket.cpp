// WebSocket through the drivers, which know nothing of it, to a server of another's making.
#include "every_driver.hpp"
#include "strict.hpp"
#include "websocket_server.hpp"

using namespace gamewire;
using namespace std::chrono_literals;

namespace {

using plain_machine = strict::machine_of<loopback::web_lines>;
using secure_machine = loopback::secure_web_lines;

template <class Peer, class M>
Peer connect(const loopback::websocket_server& to, M machine) {
  auto made = Peer::connect(loopback::to_address(to.at()), std::move(machine));
  REQUIRE(made);
  return std::move(*made);
}

/// What is heard next, or how it ended.
template <class Peer>
std::string next(Peer& of) {
  std::string seen = "nothing";
  CHECK_FALSE(of.run([&](const auto& event) {
    if (const auto* reply = std::get_if<lines::heard>(&event)) seen = reply->text;
    if (const auto* end = std::get_if<failed>(&event)) seen = "failed: " + end->error.message();
    return false;
  }));
  return seen;
}

template <class Peer>
std::string ask(Peer& of, std::string_view text) {
  REQUIRE((*of.machine().operator->())->say(text));
  const std::string seen = next(of);
  CHECK(of.machine().faults().empty());
  return seen;
}

}  // namespace

TEST_CASE_TEMPLATE("websocket: lines go to another's server and come back", Peer, PEERS(plain_machine)) {
  const loopback::websocket_server there;
  if (!there.is_there()) return loopback::websocket_server::say_that_it_is_not();
  auto here = connect<Peer>(there, plain_machine(loopback::plainly()));
  CHECK(ask(here, "hello") == "hello");
  CHECK(ask(here, "fragments") == "fragments");
  CHECK(ask(here, "ping") == "pong");
  const std::string much(300'000, 'x');
  CHECK(ask(here, much) == much);
  here.machine().close(system::now());
  std::error_code why = make_error_code(errc::busy);
  CHECK_FALSE(here.run([&](const auto& event) {
    if (const auto* end = std::get_if<closed>(&event)) why = end->error;
  }));
  CHECK(here.machine().done());
  CHECK(why == std::error_code());
}

TEST_CASE_TEMPLATE("websocket: no trace shows what is secret in the handshake", Peer,
                   PEERS(loopback::web_lines)) {
  const loopback::websocket_server there;
  if (!there.is_there()) return loopback::websocket_server::say_that_it_is_not();
  auto options = loopback::web_options();
  options.secret_segment = "word";
  std::string sent;
  driver_options chosen{.trace = [&](direction way, const endpoint&, bytes some, time_point) {
    if (way == direction::sent) sent += as_text(some);
  }};
  auto here = Peer::connect(loopback::to_address(there.at()),
                            loopback::web_lines({.lower = options, .upper = {}}), std::move(chosen));
  REQUIRE(here);
  REQUIRE(here->machine()->say("hello"));
  CHECK_FALSE(here->run([](const auto&) { return false; }));
  CHECK(sent.starts_with("GET /lines/**** HTTP/1.1\r\n"));
  CHECK(sent.find("\r\nAuthorization: ***********\r\n") != sent.npos);
}

TEST_CASE_TEMPLATE("websocket: how another's server says no", Peer, PEERS(plain_machine)) {
  const loopback::websocket_server there;
  if (!there.is_there()) return loopback::websocket_server::say_that_it_is_not();
  auto here = connect<Peer>(there, plain_machine(loopback::plainly()));
  CHECK(ask(here, "leave") == "failed: the peer closed: 1008 policy violation");
  auto elsewhere = connect<Peer>(there, plain_machine(loopback::plainly("/elsewhere")));
  CHECK(ask(elsewhere, "hello") == "failed: no WebSocket: the server answered 403 Forbidden");
}

TEST_CASE_TEMPLATE("websocket: on TLS", Peer, PEERS(secure_machine)) {
  const loopback::websocket_server there(true);
  if (!there.is_there()) return loopback::websocket_server::say_that_it_is_not();
  auto here = connect<Peer>(there, loopback::securely());
  const std::string much(300'000, 'x');
  for (const std::string& text : {std::string("hello"), much}) {
    REQUIRE((**here.machine()).say(text));
    CHECK(next(here) == text);
  }
}
