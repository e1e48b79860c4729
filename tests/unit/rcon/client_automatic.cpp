/// Whole conversations of rcon::client, wherever they break: what goes out when, and what is reported.
/// What the automatic profile finds out.
#include <optional>
#include <utility>
#include <vector>

#include "client_harness.hpp"

namespace {

/// The round trip that is told of a command whose answers (in hex, each with its time) are these.
nanoseconds round_trip_of(const std::vector<std::pair<nanoseconds, std::string>>& answers) {
  observed<rcon::client> on(rcon::client(with(profile::automatic)));
  std::optional<nanoseconds> told;
  on.on_event = [&](const rcon::client::event& event) {
    if (const auto* whole = std::get_if<rcon::reply>(&event)) told = whole->round_trip;
  };
  on.drain();
  on.receive(from_hex(verdict(1)), on.now());
  CHECK(on.ask(runs("a")));
  for (const auto& [when, answer] : answers) {
    for (; on.machine().deadline() <= time_point(when); on.on_timeout(on.now()))
      on.at(on.machine().deadline());
    on.receive(from_hex(answer), time_point(when));
  }
  while (!told && on.open_requests() != 0) {
    on.at(on.machine().deadline());
    on.on_timeout(on.now());
  }
  return told.value_or(-1s);
}

}  // namespace

TEST_SUITE_BEGIN("rcon client automatic");

TEST_CASE("the round trip is from the command to its first packet, whatever was sent in between") {
  CHECK(round_trip_of({{30ms, value(2, "\"a\"")}, {40ms, value(3)}}) == 30ms);
  CHECK(round_trip_of({{700ms, value(2, "\"a\"") + value(3)}}) == 700ms);  // the marker goes out after 500 ms
  CHECK(round_trip_of({{700ms, value(3)}}) == 700ms);
  CHECK(round_trip_of({{30ms, value(0, "\"a\"")}, {60ms, value(0, "\"b\"")}}) == 30ms);  // held until 560 ms
  CHECK(round_trip_of({{30ms, value(0, "\"stray\"")}, {60ms, value(2, "\"a\"") + value(3)}}) == 60ms);
}

TEST_CASE("the automatic profile sends its marker behind the first packet, and from then on at once") {
  logged_in(with(profile::automatic))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .asks(runs("b"))
      .receives(value(2, "\"a\""))
      .sends(value(3))
      .event("chunk 1 \"a\"")
      .receives(value(3) + trailer(3))
      .sends(exec(4, "b") + value(5))
      .event("reply 1 \"a\"")
      .check();
}

TEST_CASE("the automatic profile takes a late marker for what it is") {
  // Nothing of the next reply has come by then; or some of it has.
  for (const bool some : {false, true}) {
    const std::string one = value(3);
    const std::string two = value(4, "\"b\"");
    logged_in(with(profile::automatic))
        .asks(runs("a"))
        .sends(exec(2, "a"))
        .receives(value(2, "\"a\""))
        .sends(value(3))
        .event("chunk 1 \"a\"")
        .timeout_at(500ms)
        .event("reply 1 \"a\"")
        .asks(runs("b"))
        .sends(exec(4, "b"))
        .receives(some ? two + one : one + two)
        .sends(value(5))
        .event("chunk 2 \"b\"")
        .receives(value(5))
        .event("reply 2 \"b\"")
        .asks(runs("c"))
        .sends(exec(6, "c") + value(7))
        .check();
  }
}

TEST_CASE("a command that was sent without a marker gets it when a late one shows that they are answered") {
  logged_in(with(profile::automatic))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .receives(value(2, "\"a\""))
      .sends(value(3))
      .event("chunk 1 \"a\"")
      .timeout_at(500ms)
      .event("reply 1 \"a\"")
      .asks(runs("b"))
      .sends(exec(4, "b"))
      .receives(value(3))
      .timeout_at(500ms)
      .sends(value(5))
      .receives(value(5))
      .event("reply 2 \"\"")
      .check();
}

TEST_CASE("the automatic profile believes a packet that nobody would split, until it is shown wrong") {
  const std::string shown = '"' + std::string(100, 'x') + "\"... 13000 bytes";
  logged_in(with(profile::automatic))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .receives(value(2, "\"x\"*13000"))
      .sends(value(3))
      .event("chunk 1 " + shown)
      .timeout_at(500ms)
      .event("reply 1 " + shown)
      .asks(runs("b"))
      .sends(exec(4, "b"))
      .receives(value(4, "\"1\"") + value(4, "\"2\""))
      .event("chunk 2 \"1\"")
      .event("reply 2 \"1\"")
      .event("unsolicited type 0, id 4 \"2\"")
      .asks(runs("c"))
      .sends(exec(5, "c"))
      .receives(value(5, "\"1\"") + value(5, "\"2\""))
      .event("chunk 3 \"1\"")
      .event("chunk 3 \"2\"")
      .timeout_at(500ms)
      .event("reply 3 \"12\"")
      .check();
}

TEST_CASE("a server that says the id before its verdict is known to repeat ids") {
  greeted(with(profile::automatic))
      .receives(value(1) + verdict(1))
      .event("authenticated")
      .asks(runs("slow"))
      .sends(exec(2, "slow"))
      .passes(100ms)
      .receives(value(0, "\"stray\""))
      .event("unsolicited type 0, id 0 \"stray\"")
      .timeout_at(400ms)
      .sends(value(3))
      .passes(300ms)
      .receives(value(2, "\"mine\"") + value(3))
      .event("chunk 1 \"mine\"")
      .event("reply 1 \"mine\"")
      .check();
}

TEST_CASE("a marker asks whose a packet is that names nobody") {
  const auto held = [](nanoseconds late = {}) {
    return logged_in(with(profile::automatic))
        .asks(runs("a"))
        .sends(exec(2, "a"))
        .passes(late)
        .receives(value(0, "\"stray\""))
        .sends(value(3));
  };
  held()
      .receives(value(2, "\"mine\"") + value(3))
      .event("unsolicited type 0, id 0 \"stray\"")
      .event("chunk 1 \"mine\"")
      .event("reply 1 \"mine\"")
      .asks(runs("b"))
      .sends(exec(4, "b") + value(5))
      .check();
  held().receives(value(3)).event("unsolicited type 0, id 0 \"stray\"").event("reply 1 \"\"").check();
  // Who does not answer it has sent the reply, and is asked no more. That takes no longer.
  held(100ms)
      .receives(value(0, "\" and more\""))
      .timeout_at(500ms)
      .event("chunk 1 \"stray\"")
      .event("chunk 1 \" and more\"")
      .event("reply 1 \"stray and more\"")
      .asks(runs("b"))
      .sends(exec(4, "b"))
      .receives(value(0, "\"b\""))
      .event("chunk 2 \"b\"")
      .timeout_at(500ms)
      .event("reply 2 \"b\"")
      .check();
}

TEST_CASE("what was taken for a reply and was none is found out; and no reply gets lost") {
  const auto deceived = [] {
    return logged_in(with(profile::automatic))
        .asks(runs("slow"))
        .sends(exec(2, "slow"))
        .receives(value(0, "\"stray\""))
        .sends(value(3))
        .timeout_at(500ms)
        .event("chunk 1 \"stray\"")
        .event("reply 1 \"stray\"");
  };
  deceived()
      .receives(value(2, "\"mine\""))
      .event("unsolicited type 0, id 2 \"mine\"")
      .asks(runs("b"))
      .sends(exec(4, "b"))
      .receives(value(0, "\"stray\"") + value(4, "\"b\""))
      .event("unsolicited type 0, id 0 \"stray\"")
      .event("chunk 2 \"b\"")
      .timeout_at(500ms)
      .event("reply 2 \"b\"")
      .check();
  deceived()
      .receives(value(3))
      .asks(runs("b"))
      .sends(exec(4, "b") + value(5))
      .receives(value(0, "\"stray\"") + value(4, "\"b\"") + value(5))
      .event("unsolicited type 0, id 0 \"stray\"")
      .event("chunk 2 \"b\"")
      .event("reply 2 \"b\"")
      .check();
}

TEST_CASE("what pauses before the first marker is answered is told behind the reply; the next one is whole") {
  logged_in(with(profile::automatic))
      .asks(runs("cvarlist"))
      .sends(exec(2, "cvarlist"))
      .receives(value(2, "\"one\""))
      .sends(value(3))
      .event("chunk 1 \"one\"")
      .timeout_at(500ms)
      .event("reply 1 \"one\"")
      .passes(100ms)
      .receives(value(2, "\"two\"") + value(2) + value(2, "\"three\"") + value(3) + trailer(3))
      .event("unsolicited type 0, id 2 \"two\"")
      .event("unsolicited type 0, id 2 \"three\"")
      .asks(runs("cvarlist"))
      .sends(exec(4, "cvarlist") + value(5))
      .receives(value(4, "\"one\""))
      .event("chunk 2 \"one\"")
      .passes(2s)
      .receives(value(4, "\" two\"") + value(5))
      .event("chunk 2 \" two\"")
      .event("reply 2 \"one two\"")
      .check();
}

TEST_CASE("behind a packet that may be full, silence has to last three times as long") {
  for (const std::size_t full : {3900U, 4086U, 4096U, 12288U}) {
    CAPTURE(full);
    const std::string body = "\"x\"*" + std::to_string(full);
    const auto shown = [](std::size_t size) {
      return '"' + std::string(100, 'x') + "\"... " + std::to_string(size) + " bytes";
    };
    logged_in(with(profile::automatic))
        .asks(runs("cvarlist"))
        .sends(exec(2, "cvarlist"))
        .receives(value(2, body))
        .sends(value(3))
        .event("chunk 1 " + shown(full))
        .passes(1200ms)
        .receives(value(2, body))
        .event("chunk 1 " + shown(full))
        .timeout_at(1500ms)
        .event("reply 1 " + shown(2 * full))
        .check();
    logged_in(with(profile::automatic))
        .asks(runs("cvarlist"))
        .sends(exec(2, "cvarlist"))
        .receives(value(0, body))
        .sends(value(3))
        .passes(1200ms)
        .receives(value(0, "\"end\""))
        .timeout_at(500ms)
        .event("chunk 1 " + shown(full))
        .event("chunk 1 \"end\"")
        .event("reply 1 " + shown(full + 3))
        .check();
  }
}

TEST_CASE("the automatic profile sends no marker to a server that names nothing") {
  script<rcon::client>(with(profile::automatic))
      .asks(runs("info"))
      .sends(login("secret"))
      .receives(verdict(0))
      .sends(exec(2, "info"))
      .event("authenticated")
      .receives(value(0, "\"Welcome\""))
      .event("chunk 1 \"Welcome\"")
      .timeout_at(500ms)
      .event("reply 1 \"Welcome\"")
      .check();
}

TEST_CASE("silence is four round trips, and is broken by part of a packet") {
  script<rcon::client>(with(profile::automatic))
      .asks(runs("a"))
      .sends(login("secret"))
      .passes(300ms)
      .receives(verdict(1))
      .sends(exec(2, "a"))
      .event("authenticated")
      .passes(1000ms)
      .receives("0B 00 00")
      .passes(1000ms)
      .receives("00 02 00 00 00")
      .passes(1000ms)
      .receives("00 00 00 00 \"a\" 00 00")
      .sends(value(3))
      .event("chunk 1 \"a\"")
      .timeout_at(1200ms)
      .event("reply 1 \"a\"")
      .check();
}

TEST_SUITE_END();
