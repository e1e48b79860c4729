/// Replies to rcon::goldsource::client in split packets.
#include <doctest/doctest.h>

#include <gamewire/rcon/goldsource.hpp>

#include "goldsource_script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::goldsource;

TEST_SUITE_BEGIN("rcon goldsource splits");

TEST_CASE("split packets are put together, whatever their order; copies of fragments do no harm") {
  const std::string head = "FE FF FF FF 07 00 00 00 ";
  asked()
      .receives(head + "13 \"b\"")
      .receives(head + "13 \"b\"")
      .receives(head + "23 \"c\" 00 00")
      .receives("FE FF FF FF 07 00 00 00 31 \"an index beyond the count\"")
      .receives(head + "03 FF FF FF FF \"la\"")
      .event("authenticated")
      .event("chunk 1 \"abc\"")
      .timeout_at(500ms)
      .event("reply 1 \"abc\"")
      .check();
}

TEST_CASE("a packet that is still coming is no silence, and another count another message") {
  const std::string head = "FE FF FF FF 07 00 00 00 ";
  asked()
      .receives(print("\"a\""))
      .event("authenticated")
      .event("chunk 1 \"a\"")
      .receives(head + "13 \"of another message\"")
      .passes(400ms)
      .receives(head + "12 \"c\"")
      .passes(400ms)
      .receives(head + "02 FF FF FF FF \"lb\"")
      .event("chunk 1 \"bc\"")
      .timeout_at(500ms)
      .event("reply 1 \"abc\"")
      .check();
}

TEST_CASE("parts of a message that never came whole are not mixed with those of the next reply") {
  const std::string head = "FE FF FF FF 01 00 00 00 ";
  auto options = usual;
  options.deadline = 1s;
  asked(options)
      .receives(head + "12 \"of a reply before the restart\"")
      .timeout_at(990ms)
      .event("failed 1: no answer in time")
      .asks(runs("b"))
      .timeout_at(500ms)
      .sends(request("b"))
      .receives(head + "02 FF FF FF FF \"la\"")
      .receives(head + "12 \"b\"")
      .event("authenticated")
      .event("chunk 2 \"ab\"")
      .check();
}

TEST_CASE("a split packet that comes before the last one was told changes nothing in what is told of that") {
  client c(usual);
  REQUIRE(c.execute("status"));
  c.transmitted(c.poll_transmit({}).size(), {});
  c.receive(from_hex(give_challenge), {});
  CHECK(!c.poll_event());
  c.transmitted(c.poll_transmit({}).size(), {});
  const buffer first = from_hex("FE FF FF FF 07 00 00 00 01 FF FF FF FF \"lthe reply\"");
  const buffer second = from_hex("FE FF FF FF 08 00 00 00 01 \"nothing, and longer\"");
  c.receive(first, {});
  c.receive(second, {});
  for (const char* what : {"authenticated", "chunk 1 \"the reply\""}) {
    const auto event = c.poll_event();
    REQUIRE(event);
    CHECK(describe(*event) == what);
  }
  CHECK(!c.poll_event());
}

TEST_CASE("a reply has a limit, and so has what is kept of a packet that is split") {
  auto options = usual;
  options.max_reply = 3;
  asked(options)
      .receives("FE FF FF FF 07 00 00 00 03 \"x\"*10")
      .receives("FE FF FF FF 07 00 00 00 23 \"x\"*10")
      .event("failed 1: " + make_error_code(rcon::errc::too_large).message())
      .check();
  asked(options)
      .receives("FE FF FF FF 07 00 00 00 02 FF FF FF FF \"la\"")
      .receives("FE FF FF FF 07 00 00 00 12 \"bc\" 00 00")
      .event("authenticated")
      .event("chunk 1 \"abc\"")
      .check();
  asked(options)
      .receives(print("\"abc\""))
      .event("authenticated")
      .event("chunk 1 \"abc\"")
      .receives(print("\"d\""))
      .event("failed 1: " + make_error_code(rcon::errc::too_large).message())
      .check();
}

TEST_SUITE_END();
