/// How rcon::responder ends, or does not: where the peer takes nothing, where a verdict is still to be given, and where
/// much has come and gone.
#include <doctest/doctest.h>

#include <gamewire/rcon/responder.hpp>

#include "support/rcon_wire.hpp"
#include "support/responder_events.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::rcon_wire;
using rcon::responder;

TEST_SUITE_BEGIN("rcon responder ends");

TEST_CASE("a peer that is refused and does not take it is told to have been refused, not to have been slow") {
  script<responder>(
      {.password = "secret", .style = rcon::style::minecraft, .max_failures = 1, .closing_timeout = 2s})
      .deaf()
      .receives(login("wrong"))
      .event("login refused 1")
      .timeout_at(2s)
      .event("closed: wrong password (too many wrong passwords)")
      .check();
}

TEST_CASE("a verdict that is due when it closes is given, for and against who is logged in") {
  const auto logs_in_again = [](std::string_view password) {
    return script<responder>({.password = "secret", .verdict_delay = 50ms})
        .receives(login("secret"))
        .sends(value(1))
        .timeout_at(50ms)
        .sends(verdict(1))
        .event("login")
        .receives(login(password, 2))
        .sends(value(2))
        .closes()
        .timeout_at(50ms);
  };
  logs_in_again("secret").sends(verdict(2)).event("closed").check();
  logs_in_again("wrong").sends(verdict(-1)).event("login refused 1").event("closed").check();
}

TEST_CASE("what is printed meanwhile does not put off a verdict") {
  script<responder>({.password = "secret", .verdict_delay = 50ms})
      .receives(login("secret"))
      .sends(value(1))
      .timeout_at(50ms)
      .sends(verdict(1))
      .event("login")
      .receives(login("secret", 2))
      .sends(value(2))
      .passes(40ms)
      .asks_in_vain([](responder& r) -> accepted { return std::unexpected(r.print(as_bytes("news"))); }, {})
      .sends(packet(0, 1, "\"news\""))
      .timeout_at(10ms)
      .sends(verdict(2))
      .check();
}

TEST_CASE("who has not logged in is not idle, but late") {
  script<responder>({.password = "secret", .login_timeout = 30s, .idle_timeout = 1s})
      .receives(exec(2, "a"))
      .sends(value(2))
      .timeout_at(30s)
      .event("closed: no answer in time (no login)")
      .check();
}

TEST_CASE("who always has a command ahead is served for ever") {
  responder server({.password = "secret", .style = rcon::style::minecraft, .max_backlog = 200});
  server.receive(from_hex(login("secret")), {});
  const buffer command = from_hex(exec(2, "command"));
  server.receive(command, {});
  std::uint32_t answered = 0;
  while (answered < 1000 && !server.done()) {
    server.receive(command, {});
    server.transmitted(server.poll_transmit({}).size(), {});
    const auto event = server.poll_event();
    if (!event || !std::holds_alternative<responder::command>(*event)) continue;
    if (!server.answer(std::get<responder::command>(*event).request, {})) ++answered;
  }
  CHECK(answered == 1000);
}

TEST_SUITE_END();
