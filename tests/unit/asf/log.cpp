#include <doctest/doctest.h>

#include <gamewire/asf/log.hpp>
#include <gamewire/websocket/error.hpp>

#include "support/asf_events.hpp"
#include "support/asf_samples.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using played = script<asf::log>;

std::error_code reset() { return std::make_error_code(std::errc::connection_reset); }

std::string text(const std::string& message) { return to_hex(as_bytes(message), message.size()); }
/// The message of the WebSocket in which such an entry comes.
std::string entry(const std::string& message, const std::string& time = "22:01:03") {
  return text(R"({"Result":"2026-08-21 )" + time + "|ArchiSteamFarm-1|INFO|ASF|" + message +
              R"(","Message":"OK","Success":true})");
}
/// In a layout without the time.
std::string bare(const std::string& message) { return text(R"({"Result":")" + message + R"("})"); }
/// A log that has told these, as history, and has lost its connection, and got another one.
played reconnected(const std::vector<std::string>& told) {
  played on;
  for (const std::string& one : told) std::move(on).receives(entry(one)).event("history info ASF: " + one);
  std::move(on).ends(reset()).event("disconnected: " + reset().message()).timeout_at(1s, 100ms).opens();
  return on;
}
/// Of an envelope around it: what the log tells of a message.
std::vector<std::string> told_of(std::string_view message) {
  std::vector<std::string> told;
  asf::log subject;
  subject.opened({});
  subject.receive(as_bytes(message), {});
  while (const auto event = subject.poll_event()) told.push_back(describe(*event));
  return told;
}

}  // namespace

TEST_SUITE_BEGIN("asf log");

TEST_CASE("history, then what is written") {
  played()
      .receives(entry("a"))
      .event("history info ASF: a")
      .receives(entry("b"))
      .event("history info ASF: b")
      .passes(1s)
      .receives(entry("c"))
      .event("info ASF: c")
      .receives(entry("c"))
      .event("info ASF: c")
      .wants_transport(true)
      .closes()
      .event("closed")
      .check();
}

TEST_CASE("an entry that is written while history is shown, and comes ahead of it, comes once") {
  played()
      .receives(entry("new", "22:01:04"))
      .event("history info ASF: new")
      .receives(entry("old"))
      .event("history info ASF: old")
      .receives(entry("new", "22:01:04"))
      .receives(entry("newer", "22:01:04"))
      .event("history info ASF: newer")
      .receives(entry("new", "22:01:04"))
      .event("history info ASF: new")
      .check();
}

TEST_CASE("entries that are alike come as often as they were written") {
  played on;
  for (const char* one : {"a", "same", "same", "b", "same"})
    std::move(on).receives(entry(one)).event(std::string("history info ASF: ") + one);
  std::move(on).check();
  played quick;
  for (const char* one : {"ping", "pong", "ping", "pong", "ping", "pong", "ping", "pong", "ping", "pong"})
    std::move(quick).receives(bare(one)).event(std::string("history raw: ") + one).passes(800ms);
  std::move(quick).check();
}

TEST_CASE("and on the next connection the row of them counts, not each by itself") {
  reconnected({"a", "same"})
      .receives(entry("a"))
      .receives(entry("same"))
      .receives(entry("same"))
      .event("history info ASF: same")
      .check();
  reconnected({"a", "b", "a", "b"})
      .receives(entry("a"))
      .receives(entry("b"))
      .receives(entry("c"))
      .event("history info ASF: c")
      .receives(entry("a"))
      .event("history info ASF: a")
      .check();
  reconnected({"a", "b", "a", "c"})
      .receives(entry("a"))
      .receives(entry("c"))
      .receives(entry("b"))
      .event("history info ASF: b")
      .check();
  reconnected({"a", "b", "a", "b"})  // it may be the first or the second b: that is clear when no more comes
      .receives(entry("a"))
      .receives(entry("b"))
      .passes(999ms)
      .receives(entry("a"))
      .timeout_at(1ms)
      .event("history info ASF: a")
      .check();
}

TEST_CASE("one that comes ahead of a history that is known, or into it, is told where it belongs") {
  reconnected({"a", "b", "c"})
      .receives(entry("live"))
      .receives(entry("b"))
      .receives(entry("c"))
      .receives(entry("missed"))
      .event("history info ASF: missed")
      .receives(entry("live"))
      .event("history info ASF: live")
      .passes(2s)
      .receives(entry("live"))
      .event("info ASF: live")
      .check();
  reconnected({"a", "b", "c"})
      .receives(entry("a"))
      .receives(entry("b"))
      .receives(entry("live"))
      .receives(entry("c"))
      .timeout_at(10s)
      .event("info ASF: live")
      .check();
  reconnected({"a", "b"})
      .receives(entry("live"))
      .receives(entry("b"))
      .ends(reset())
      .event("disconnected: " + reset().message())
      .timeout_at(1s, 100ms)
      .opens()
      .receives(entry("b"))
      .receives(entry("live"))
      .event("history info ASF: live")
      .check();
}

TEST_CASE("one that is older than what is known is not early") {
  reconnected({"b", "c"})
      .receives(entry("a", "22:01:02"))
      .receives(entry("b"))
      .receives(entry("c"))
      .event("history info ASF: a")
      .check();
}

TEST_CASE("nor does it come twice where nothing is known") {
  reconnected({"a"})
      .receives(entry("live", "22:01:09"))
      .receives(entry("b", "22:01:08"))
      .receives(entry("live", "22:01:09"))
      .receives(entry("live", "22:01:09"))
      .timeout_at(1s)
      .event("history gap info ASF: b")
      .event("history info ASF: live")
      .event("history info ASF: live")
      .check();
}

TEST_CASE("nor where the history is slow") {
  reconnected({"a", "b", "raw", "c"})
      .receives(entry("live"))
      .passes(5s)
      .receives(entry("a"))
      .receives(entry("b"))
      .passes(5s)
      .receives(entry("c"))
      .receives(entry("live"))
      .event("history info ASF: live")
      .check();
  reconnected({"a"}).receives(entry("b")).timeout_at(10s).event("history gap info ASF: b").check();
}

TEST_CASE("what the file had and the history has not does no harm") {
  reconnected({"a", "trace", "b", "trace", "c"})
      .receives(entry("a"))
      .receives(entry("b"))
      .receives(entry("c"))
      .receives(entry("d"))
      .timeout_at(1s)
      .event("history info ASF: d")
      .receives(entry("c"))
      .event("info ASF: c")
      .check();
}

TEST_CASE("a connection that ends, or is given up, has told what it showed") {
  for (const bool closes : {false, true}) {
    auto on = reconnected({"a"});
    std::move(on).receives(entry("b")).receives(entry("c"));
    closes ? std::move(on).closes() : std::move(on).ends(reset());
    std::move(on).event("history gap info ASF: b").event("history info ASF: c");
    std::move(on).event(closes ? "closed" : "disconnected: " + reset().message()).check();
  }
}

TEST_CASE("but one alone, which may have come ahead of others, is left to the next") {
  reconnected({"a"})
      .receives(entry("c"))
      .ends(reset())
      .event("disconnected: " + reset().message())
      .timeout_at(1s, 100ms)
      .opens()
      .receives(entry("a"))
      .receives(entry("b"))
      .event("history info ASF: b")
      .receives(entry("c"))
      .event("history info ASF: c")
      .check();
}

TEST_CASE("no more is held than a history can be") {
  asf::log subject;
  subject.remember("a");
  subject.opened({});
  const buffer message = from_hex(bare("b"));
  for (int i = 0; i != 255; ++i) {
    subject.receive(message, {});
    CHECK(!subject.poll_event());
  }
  subject.receive(message, {});
  int told = 0;
  while (subject.poll_event()) ++told;
  CHECK(told == 256);

  const std::string large = R"({"Result":")" + std::string(600'000, 'x') + R"("})";
  asf::log other;
  other.remember("a");
  other.opened({});
  other.receive(as_bytes(large), {});
  CHECK(!other.poll_event());
  other.receive(as_bytes(large), {});
  CHECK(other.poll_event());
}

TEST_CASE("history that stalls is not told again") {
  played()
      .receives(entry("a"))
      .event("history info ASF: a")
      .receives(entry("b"))
      .event("history info ASF: b")
      .receives(text("no entry"))
      .event("history raw: no entry")
      .receives(entry("c"))
      .event("history info ASF: c")
      .ends(reset())
      .event("disconnected: " + reset().message())
      .timeout_at(1s, 100ms)
      .opens()
      .receives(entry("a"))
      .passes(3s)
      .receives(entry("b"))
      .passes(3s)
      .receives(entry("c"))
      .receives(entry("d"))
      .event("history info ASF: d")
      .passes(3s)
      .receives(entry("d"))  // but what comes again by itself was written again
      .event("info ASF: d")
      .check();
}

TEST_CASE("history is no longer than a server's can be") {
  asf::log subject;
  subject.opened({});
  const auto tells = [&](int number) {
    const buffer message = from_hex(entry(std::to_string(number)));
    subject.receive(message, {});
    const auto event = subject.poll_event();
    return event ? describe(*event) : "";
  };
  for (int i = 0; i != 255; ++i) CHECK(tells(i) == "history info ASF: " + std::to_string(i));
  CHECK(tells(0) == "info ASF: 0");
}

TEST_CASE("no entry twice, over however many connections") {
  played()
      .receives(entry("a"))
      .event("history info ASF: a")
      .receives(entry("b"))
      .event("history info ASF: b")
      .ends(reset())
      .event("disconnected: " + reset().message())
      .wants_transport(false)
      .timeout_at(1s, 100ms)
      .opens()
      .receives(entry("a"))
      .receives(entry("b"))
      .receives(entry("c"))
      .event("history info ASF: c")
      .ends()
      .event("disconnected: Success")
      .timeout_at(1s, 100ms)
      .opens()
      .receives(entry("d"))
      .receives(entry("e"))
      .timeout_at(1s)
      .event("history gap info ASF: d")
      .event("history info ASF: e")
      .receives(entry("f"))
      .event("info ASF: f")
      .check();
}

TEST_CASE("each connection that does not come about, or is of no use, is waited for twice as long") {
  const asf::log_options options{.reconnect = {.attempts = 4, .delay = 1s, .max_delay = 3s}};
  played(options)
      .ends(reset())
      .event("disconnected: " + reset().message())
      .timeout_at(1s, 100ms)
      .ends(reset())
      .event("disconnected: " + reset().message())
      .timeout_at(2s, 200ms)
      .opens()
      .ends(reset())
      .event("disconnected: " + reset().message())
      .timeout_at(3s, 300ms)
      .opens()
      .receives(entry("a"))
      .event("history info ASF: a")
      .ends(reset())
      .event("disconnected: " + reset().message())
      .timeout_at(1s, 100ms)
      .check();
}

TEST_CASE("when there have been enough attempts, that is the end") {
  played({.reconnect = {.attempts = 1}})
      .ends(reset())
      .event("disconnected: " + reset().message())
      .timeout_at(1s, 100ms)
      .ends(reset())
      .event("closed: " + reset().message())
      .wants_transport(false)
      .check();
}

TEST_CASE("whom the server refuses does not ask again") {
  for (const std::error_code refused :
       {make_error_code(asf::errc::unauthorized), make_error_code(asf::errc::forbidden),
        websocket::status_error(301), websocket::status_error(308), websocket::status_error(400),
        websocket::status_error(404), websocket::status_error(499)})
    played().ends(refused).event("closed: " + refused.message()).wants_transport(false).check();
}

TEST_CASE("a refusal of the moment is not the last word") {
  for (const std::error_code refused :
       {websocket::status_error(408), websocket::status_error(429), websocket::status_error(503),
        websocket::status_error(302), websocket::close_error(1011)})
    played()
        .ends(refused)
        .event("disconnected: " + refused.message())
        .timeout_at(1s, 100ms)
        .wants_transport(true)
        .check();
}

TEST_CASE("what the file has told is not told again, whole entries or their first lines") {
  asf::log subject;
  subject.remember("2026-08-21 22:01:03|ArchiSteamFarm-1|INFO|ASF|a");
  subject.opened({});
  const std::string_view known = R"({"Result":"2026-08-21 22:01:03|ArchiSteamFarm-1|INFO|ASF|a\n   at b"})";
  subject.receive(as_bytes(known), {});
  CHECK(!subject.poll_event());
  const std::string_view other = R"({"Result":"2026-08-21 22:01:04|ArchiSteamFarm-1|INFO|ASF|a\n   at b"})";
  CHECK(subject.deadline() == never);
  subject.receive(as_bytes(other), {});
  const auto event = subject.poll_event();
  REQUIRE(event);
  CHECK(describe(*event) == "history info ASF: a\n   at b");  // no gap: the first was known
}

TEST_CASE("envelopes of all years, escapes, and what is no envelope") {
  CHECK(told_of(sample("asf_2018/nlog_ws_message.json")) ==
        std::vector<std::string>{"history info ASF: Start() IPC server ready!"});
  CHECK(told_of(R"({"Result":"\u00e4|\"\\\nb"})") ==
        std::vector<std::string>{"history raw: \xc3\xa4|\"\\\nb"});
  CHECK(told_of(R"({"Result":"\x","Success":true})") == std::vector<std::string>{R"(history raw: \x)"});
  CHECK(told_of(R"({"Result":null,"Message":"OK","Success":true})").empty());
  for (const std::string text : {"", "{}", "[]", "\"a\"", "{\"Result\":5}", "{\"Result\":\"a", "\xff"}) {
    CAPTURE(text);
    CHECK(told_of(text) == std::vector<std::string>{"history raw: " + text});
  }
}

TEST_CASE("options that are none") {
  CHECK(asf::log_options{.ban_pause = -1s}.validate() == gamewire::errc::invalid_options);
  asf::log subject({.reconnect = {.delay = 0s}});
  CHECK(!subject.wants_transport());
  const auto event = subject.poll_event();
  REQUIRE(event);
  CHECK(std::get<closed>(*event).error == gamewire::errc::invalid_options);
  CHECK(subject.done());
}
