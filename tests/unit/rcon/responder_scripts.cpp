/// What rcon::responder sends when, and what it reports, whatever the client does.
#include <doctest/doctest.h>

#include <gamewire/rcon/responder.hpp>

#include "support/rcon_wire.hpp"
#include "support/responder_events.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::rcon_wire;

namespace {

using rcon::responder;
using rcon::style;

const std::error_code reset = std::make_error_code(std::errc::connection_reset);

/// Verdicts come at once, but where they are what a test is about.
responder::options with(style kind) { return {.password = "secret", .style = kind, .verdict_delay = {}}; }

/// An answer is no request; but the harness wants to know what came of it.
auto answers(std::string text, unsigned id, bool whole = true) {
  return [text, id, whole](responder& r) -> accepted {
    const auto error =
        whole ? r.answer(request_id{id}, as_bytes(text)) : r.answer_part(request_id{id}, as_bytes(text));
    return std::unexpected(error);
  };
}
const std::error_code fine;

script<responder> logged_in(const responder::options& options = with(style::source)) {
  const bool prelude = options.style == style::source;
  return script<responder>(options)
      .receives(login("secret"))
      .sends(prelude ? value(1) + verdict(1) : verdict(1))
      .event("login");
}

}  // namespace

TEST_SUITE_BEGIN("rcon responder scripts");

TEST_CASE("a login and a command, in the manner of Source") {
  logged_in()
      .receives(exec(2, "echo hi") + value(3))
      .event("command 1 \"echo hi\"")
      .asks_in_vain(answers("hi\n", 1), fine)
      .sends(value(2, "\"hi\" 0A") + value(3) + trailer(3))
      .closes()
      .event("closed")
      .check();
}

TEST_CASE("the manners of CS2 and of Minecraft") {
  logged_in(with(style::source2))
      .receives(exec(2, "a") + value(3) + packet(4, 7))
      .event("command 1 \"a\"")
      .asks_in_vain(answers(std::string(5000, 'x'), 1), fine)
      .sends(value(2, '"' + std::string(5000, 'x') + '"'))
      .check();
  logged_in(with(style::minecraft))
      .receives(exec(2, "a") + packet(3, 100))
      .event("command 1 \"a\"")
      .asks_in_vain(answers(std::string(4097, 'x'), 1), fine)
      .sends(value(2, '"' + std::string(4096, 'x') + '"') + value(2, "\"x\"") +
             value(3, "\"Unknown request 64\""))
      .check();
}

TEST_CASE("one command is told at a time, and answers keep the order") {
  logged_in()
      .receives(exec(2, "a") + exec(3, "b") + value(4))
      .event("command 1 \"a\"")
      .asks_in_vain(answers("B", 2), errc::unknown_request)
      .receives(exec(5, "c"))
      .asks_in_vain(answers("A", 1), fine)
      .sends(value(2, "\"A\""))
      .event("command 2 \"b\"")
      .asks_in_vain(answers("A", 1), errc::unknown_request)
      .asks_in_vain(answers("", 2), fine)
      .sends(value(3) + value(4) + trailer(4))
      .event("command 3 \"c\"")
      .check();
}

TEST_CASE("a long answer fills packets of 4096 bytes, in whatever parts it is given") {
  const std::string text(4086, 'x');
  logged_in()
      .receives(exec(2, "a"))
      .event("command 1 \"a\"")
      .asks_in_vain(answers(text, 1, false), fine)
      .asks_in_vain(answers("y", 1, false), fine)
      .sends(value(2, '"' + text + '"'))
      .asks_in_vain(answers("z", 1), fine)
      .sends(value(2, "\"yz\""))
      .check();
  logged_in()
      .receives(exec(2, "a"))
      .event("command 1 \"a\"")
      .asks_in_vain(answers(text, 1), fine)
      .sends(value(2, '"' + text + '"'))
      .check();
}

TEST_CASE("commands before the login are answered as each game does, and not told") {
  script<responder>(with(style::source)).receives(exec(2, "a") + value(3)).sends(value(2) + value(3)).check();
  script<responder>(with(style::source2)).receives(exec(2, "a") + value(3)).sends(value(2)).check();
  script<responder>(with(style::minecraft)).receives(exec(2, "a")).sends(verdict(-1)).check();
}

TEST_CASE(
    "a wrong password is counted, takes the login away, and ends the connection when there are too many") {
  auto options = with(style::source);
  options.max_failures = 3;
  const std::string refusal = value(1) + verdict(-1);
  logged_in(options)
      .receives(login("secre") + login("secrets"))
      .sends(refusal + refusal)
      .event("login refused 1")
      .event("login refused 2")
      .receives(exec(2, "a"))
      .sends(value(2))
      .receives(login("") + login("secret"))
      .sends(refusal)
      .event("login refused 3")
      .event("closed: wrong password (too many wrong passwords)")
      .check();
}

TEST_CASE("the verdict follows the empty packet in a segment of its own, and all else waits for it") {
  auto options = with(style::source);
  options.verdict_delay = 50ms;
  script<responder>(options)
      .receives(login("wrong") + login("secret") + exec(2, "a"))
      .sends(value(1))
      .timeout_at(50ms)
      .sends(verdict(-1) + value(1))
      .event("login refused 1")
      .receives(value(3))
      .timeout_at(50ms)
      .sends(verdict(1))
      .event("login")
      .event("command 1 \"a\"")
      .asks_in_vain(answers("A", 1), fine)
      .sends(value(2, "\"A\"") + value(3) + trailer(3))
      .check();
  script<responder>(options)
      .receives(login("secret"))
      .sends(value(1))
      .closes()
      .timeout_at(50ms)
      .sends(verdict(1))
      .event("login")
      .event("closed")
      .check();
  options.style = style::minecraft;  // which has no empty packet
  script<responder>(options).receives(login("secret")).sends(verdict(1)).event("login").check();
}

TEST_CASE("a peer that takes no empty packet gets no verdict") {
  auto options = with(style::source);
  options.verdict_delay = 50ms;
  script<responder>(options)
      .deaf()
      .receives(login("secret"))
      .timeout_at(30s)
      .event("closed: no answer in time (no login)")
      .check();
}

TEST_CASE("nobody logs in where there is no password") {
  script<responder>({.verdict_delay = {}})
      .receives(login(""))
      .sends(value(1) + verdict(-1))
      .event("login refused 1")
      .check();
}

TEST_CASE("who does not log in, or takes nothing, is dropped in time") {
  script<responder>(with(style::source))
      .receives(exec(2, "a"))
      .sends(value(2))
      .timeout_at(30s)
      .event("closed: no answer in time (no login)")
      .check();
  logged_in()
      .deaf()
      .passes(1h)
      .receives(value(3))
      .timeout_at(30s)
      .event("closed: no answer in time (the peer takes nothing)")
      .check();
}

TEST_CASE("what a peer can make wait is bounded") {
  auto options = with(style::source);
  options.max_backlog = 28;
  logged_in(options)
      .receives(exec(2, "") + value(3) + value(3))
      .event("command 1 \"\"")
      .receives(value(3))
      .event("closed: " + make_error_code(rcon::errc::too_large).message() +
             " (too many commands ahead of their answers)")
      .check();

  options.max_unsent = 4200;
  logged_in(options)
      .receives(exec(2, "a"))
      .event("command 1 \"a\"")
      .asks_in_vain(answers(std::string(4201, 'x'), 1), rcon::errc::too_large)
      .event("closed: " + make_error_code(rcon::errc::too_large).message() + " (the answer)")
      .check();

  std::string flood;
  for (int i = 0; i < 4096 / 14 + 1; ++i) flood += exec(2, "");
  script<responder>(with(style::source))
      .deaf()
      .receives(flood)
      .event("closed: " + make_error_code(rcon::errc::too_large).message() +
             " (the peer takes too little of what it asks for)")
      .check();
}

TEST_CASE("what is no RCON is told so") {
  script<responder>(with(style::source))
      .receives("\"GET / HTTP/1.1\"")
      .event("closed: not an RCON server")
      .check();
  script<responder>(with(style::source))
      .receives("09 00 00 00")
      .event("closed: a packet with an impossible size")
      .check();
}

TEST_CASE("who sends commands and shuts down its side is answered") {
  logged_in()
      .receives(exec(2, "a") + exec(3, "b"))
      .event("command 1 \"a\"")
      .ends()
      .asks_in_vain(answers("A", 1), fine)
      .sends(value(2, "\"A\""))
      .event("command 2 \"b\"")
      .asks_in_vain(answers("B", 2), fine)
      .sends(value(3, "\"B\""))
      .event("closed")
      .asks_in_vain(answers("B", 2), errc::closed)
      .check();
  logged_in()
      .receives(exec(2, "a"))
      .event("command 1 \"a\"")
      .ends(reset)
      .event("closed: " + reset.message())
      .check();
}

TEST_CASE("a closing waits for the answer to what was told, but not for ever") {
  logged_in()
      .receives(exec(2, "a") + exec(3, "b"))
      .event("command 1 \"a\"")
      .closes()
      .passes(4s)
      .asks_in_vain(answers("A", 1), fine)
      .sends(value(2, "\"A\""))
      .event("closed")
      .check();
  logged_in()
      .receives(exec(2, "a"))
      .event("command 1 \"a\"")
      .closes()
      .timeout_at(5s)
      .event("closed: no answer in time (at the end)")
      .check();
}

TEST_CASE("a closing before the login has its own time, and the login taken back its own again") {
  script<responder>(with(style::source))
      .receives(value(3))
      .sends(value(3))
      .passes(28s)
      .deaf()
      .receives(exec(2, "a"))
      .closes()
      .timeout_at(5s)
      .event("closed: no answer in time (at the end)")
      .check();
  logged_in()
      .passes(1h)
      .receives(login("x"))
      .sends(value(1) + verdict(-1))
      .event("login refused 1")
      .timeout_at(30s)
      .event("closed: no answer in time (no login)")
      .check();
}

TEST_CASE("a command that was not told when the end came is dropped") {
  responder server(with(style::source));
  server.receive(from_hex(login("secret") + exec(2, "a") + exec(3, "b")), {});
  server.close({});
  while (!server.poll_transmit({}).empty()) server.transmitted(1, {});
  CHECK(rcon::describe(server.poll_event().value()) == "login");
  CHECK(rcon::describe(server.poll_event().value()) == "closed");
  CHECK(server.done());
}

TEST_CASE("a peer that takes a little now and then is not given up") {
  responder server(with(style::source));
  server.receive(from_hex(login("secret")), {});
  time_point now{};
  for (int i = 0; i < 28; ++i) {
    REQUIRE(server.poll_transmit(now).size() == 28U - static_cast<unsigned>(i));
    CHECK(server.deadline() == now + 30s);
    server.transmitted(1, now += 20s);
    while (server.poll_event()) {
    }
  }
  CHECK(server.deadline() == never);
}

TEST_CASE("options out of range close it from the start") {
  auto options = with(style::source);
  options.max_unsent = 100;
  script<responder>(options)
      .passes(0s)
      .event("closed: " + make_error_code(errc::invalid_options).message())
      .check();
  for (const responder::options& bad :
       {responder::options{.password = std::string_view("a\0", 2)}, responder::options{.max_failures = 0},
        responder::options{.login_timeout = 0s}, responder::options{.verdict_delay = -1ns},
        responder::options{.max_frame = 63}})
    CHECK(bad.validate() == errc::invalid_options);
}

TEST_CASE("what nobody asked for goes out at once, between the packets of an answer too") {
  const auto prints = [](std::string text) {
    return [text](responder& r) -> accepted { return std::unexpected(r.print(as_bytes(text))); };
  };
  const std::string part(4000, 'x');
  script<responder>(with(style::source)).asks_in_vain(prints("early"), errc::closed).check();
  logged_in()
      .asks_in_vain(prints("hello"), fine)
      .sends(packet(0, 1, "\"hello\""))
      .asks_in_vain(prints(""), fine)
      .sends(packet(0, 1))
      .receives(exec(2, "a"))
      .event("command 1 \"a\"")
      .asks_in_vain(answers(part + part, 1, false), fine)
      .sends(value(2, "\"x\"*4086"))
      .asks_in_vain(prints("in between"), fine)
      .sends(packet(0, 1, "\"in between\""))
      .asks_in_vain(answers("end", 1), fine)
      .sends(value(2, "\"x\"*3914 \"end\""))
      .asks_in_vain(prints(part + "y" + part), fine)
      .sends(packet(0, 1, "\"x\"*4000 \"y\" \"x\"*85") + packet(0, 1, "\"x\"*3915"))
      .closes()
      .event("closed")
      .asks_in_vain(prints("late"), errc::closed)
      .check();
  auto options = with(style::minecraft);
  options.max_unsent = 4096;
  logged_in(options)
      .deaf()
      .asks_in_vain(prints(std::string(4083, 'x')), rcon::errc::too_large)
      .asks_in_vain(prints(part), fine)
      .asks_in_vain(prints(part), rcon::errc::too_large)
      .deaf(false)
      .sends(packet(0, 1, "\"x\"*4000"))
      .check();
}

TEST_CASE("a peer that is logged in and says nothing is let go, unless something is owed to it") {
  auto options = with(style::source);
  options.idle_timeout = 60s;
  logged_in(options)
      .passes(50s)
      .receives(exec(2, "a"))
      .event("command 1 \"a\"")
      .passes(600s)
      .asks_in_vain(answers("A", 1), fine)
      .sends(value(2, "\"A\""))
      .timeout_at(60s)
      .event("closed: no answer in time (the peer says nothing)")
      .check();
  options.idle_timeout = -1s;
  CHECK(options.validate() == errc::invalid_options);
}

TEST_SUITE_END();
