/// Whole conversations of rcon::client, wherever they break: what goes out when, and what is reported.
/// What the automatic profile finds out.
#include "client_harness.hpp"

TEST_SUITE_BEGIN("rcon client automatic");

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
      .asks(runs("c"))
      .sends(exec(5, "c"))
      .receives(value(5, "\"1\"") + value(5, "\"2\""))
      .event("chunk 3 \"1\"")
      .event("chunk 3 \"2\"")
      .timeout_at(500ms)
      .event("reply 3 \"12\"")
      .check();
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
