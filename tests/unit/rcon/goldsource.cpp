/// Conversations of rcon::goldsource::client.
#include <doctest/doctest.h>

#include <gamewire/rcon/goldsource.hpp>

#include "goldsource_script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::goldsource;

TEST_SUITE_BEGIN("rcon goldsource");

TEST_CASE("a challenge, a command, and a reply that ends in silence") {
  asked()
      .passes(20ms)
      .receives(print("\"one \""))
      .event("authenticated")
      .event("chunk 1 \"one \"")
      .passes(400ms)
      .receives(print("\"two\" 0A"))
      .event("chunk 1 \"two\\x0A\"")
      .timeout_at(500ms)
      .event("reply 1 \"one two\\x0A\"")
      .asks(runs("version"))
      .sends(request("version"))
      .receives(print(""))
      .timeout_at(500ms)
      .event("reply 2 \"\"")
      .closes()
      .event("closed")
      .check();
}

TEST_CASE("silence is four round trips, where these are long") {
  asked()
      .passes(300ms)
      .receives(print("\"a\""))
      .event("authenticated")
      .event("chunk 1 \"a\"")
      .timeout_at(1200ms)
      .event("reply 1 \"a\"")
      .check();
}

TEST_CASE("commands wait for each other") {
  script<client>(usual)
      .asks(runs("a"))
      .sends(ask_challenge)
      .asks(runs("b"))
      .receives(give_challenge)
      .sends(request("a"))
      .receives(print("\"A\""))
      .event("authenticated")
      .event("chunk 1 \"A\"")
      .timeout_at(500ms)
      .sends(request("b"))
      .event("reply 1 \"A\"")
      .check();
}

TEST_CASE("a command that nobody waits for, and its reply, which the next one is kept from") {
  script<client>(usual)
      .asks([](client& c) { return c.execute_unanswered("quit"); })
      .sends(ask_challenge)
      .asks(runs("b"))
      .receives(give_challenge)
      .sends(request("quit"))
      .event("sent 1")
      .passes(100ms)
      .receives(print("\"late\""))
      .event("unsolicited type 108, id 0 \"late\"")
      .timeout_at(400ms)
      .sends(request("b"))
      .receives(print("\"B\""))
      .event("authenticated")
      .event("chunk 2 \"B\"")
      .check();
}

TEST_CASE("Sven Co-op's other datagrams are part of a reply, where there is one") {
  asked()
      .receives(print("\"one \""))
      .event("authenticated")
      .event("chunk 1 \"one \"")
      .receives("FF FF FF FF \"r\" \"two \" 00 00")
      .event("chunk 1 \"two \"")
      .receives(print("\"three\""))
      .event("chunk 1 \"three\"")
      .timeout_at(500ms)
      .event("reply 1 \"one two three\"")
      .receives("FF FF FF FF \"r\" \"late\" 00 00")
      .event("unsolicited type 114, id 0 \"late\"")
      .check();
}

TEST_CASE("what came of a reply is told when its time, or the conversation, is over") {
  auto options = usual;
  options.deadline = 1s;
  asked(options)
      .receives(print("\"a\""))
      .event("authenticated")
      .event("chunk 1 \"a\"")
      .passes(400ms)
      .receives(print("\"b\""))
      .event("chunk 1 \"b\"")
      .passes(400ms)
      .receives(print("\"c\""))
      .event("chunk 1 \"c\"")
      .timeout_at(190ms)
      .event("reply 1 partial \"abc\"")
      .check();
  asked()
      .asks(runs("b"))
      .receives(print("\"a\""))
      .event("authenticated")
      .event("chunk 1 \"a\"")
      .ends()
      .event("reply 1 partial \"a\"")
      .event("failed 2: " + make_error_code(errc::closed).message())
      .event("closed: " + make_error_code(errc::closed).message())
      .check();
}

TEST_CASE("so many commands may be open, and no more") {
  auto options = usual;
  options.max_commands = 2;
  asked(options)
      .asks(runs("b"))
      .asks_in_vain(runs("c"), errc::busy)
      .cancels(2)
      .event("failed 2: cancelled")
      .asks(runs("c"))
      .check();
}

TEST_CASE("what nobody waits for is told, and what is no datagram of the game is dropped") {
  script<client>(usual)
      .receives(print("\"late\""))
      .event("unsolicited type 108, id 0 \"late\"")
      .receives("FE FF FF FF 07 00 00 00 01 FF FF FF FF \"lx\"")
      .receives(give_challenge)
      .event("unsolicited type 99, id 0 \"hallenge rcon 4063892145\\x0A\"")
      .receives("FF FF FF FF")
      .receives("FF FF")
      .receives("01 02 03 04 05")
      .check();
}

TEST_CASE("who gives a command up keeps its late reply away from the next") {
  asked()
      .asks(runs("b"))
      .cancels(1)
      .event("failed 1: cancelled")
      .passes(100ms)
      .receives(print("\"late\""))
      .event("unsolicited type 108, id 0 \"late\"")
      .timeout_at(400ms)
      .sends(request("b"))
      .check();
}

TEST_CASE("a command that is cancelled on its way into the transport keeps its reply away from the next") {
  client c(usual);
  const auto gone = c.execute("gone");
  REQUIRE(c.execute("next"));
  c.transmitted(c.poll_transmit({}).size(), {});
  c.receive(from_hex(give_challenge), {});
  CHECK(!c.poll_event());
  const std::size_t size = c.poll_transmit({}).size();
  CHECK(!c.cancel(*gone));
  c.transmitted(size, {});
  CHECK(c.poll_transmit({}).empty());
  CHECK(c.poll_event());
  const buffer reply = from_hex(print("\"of gone\""));
  c.receive(reply, {});
  const auto event = c.poll_event();
  REQUIRE(event);
  CHECK(describe(*event) == "unsolicited type 108, id 0 \"of gone\"");
  CHECK(!c.poll_event());
  CHECK(c.deadline() == time_point(500ms));
  CHECK(to_hex(c.poll_transmit(time_point(500ms)), 600) == to_hex(from_hex(request("next")), 600));
}

TEST_CASE("no request is longer than 511 bytes behind its header") {
  CHECK(usual.max_command() == 511 - 29);
  const std::string longest(usual.max_command(), 'x');
  script<client>(usual)
      .asks(runs(longest))
      .sends(ask_challenge)
      .receives("FF FF FF FF \"challenge rcon 4294967295\" 0A 00")
      .sends(request(longest, "4294967295"))
      .asks_in_vain(runs(longest + "x"), errc::invalid_argument)
      .asks_in_vain(runs("a\nb"), errc::invalid_argument)
      .asks_in_vain(runs(std::string(1, '\0')), errc::invalid_argument)
      .check();
  CHECK(from_hex(request(longest, "4294967295")).size() == 4 + 511);
}

TEST_CASE("the password is shown to nobody") {
  client c(usual);
  REQUIRE(c.execute("status"));
  const std::string asked_for = to_hex(c.poll_transmit({}));
  CHECK(to_hex(c.shown_transmit()) == asked_for);
  c.transmitted(19, {});
  c.receive(from_hex(give_challenge), {});
  CHECK(to_hex(c.poll_transmit({})) == to_hex(from_hex(request("status"))));
  CHECK(as_text(c.shown_transmit()).substr(4) ==
        std::string_view("rcon 4063892145 \"*********\" status\0", 35));
}

TEST_CASE("options out of range close it from the start") {
  for (const client::options& bad :
       {client::options{.timeout = 0s}, client::options{.deadline = 0s}, client::options{.quiet_time = 0s},
        client::options{.max_reply = 0}, client::options{.max_commands = 0},
        client::options{.password = "a\"b"}, client::options{.password = std::string_view("a\0", 2)}}) {
    CHECK(bad.validate() == errc::invalid_options);
    script<client>(bad)
        .passes(0s)
        .event("closed: " + make_error_code(errc::invalid_options).message())
        .check();
  }
  const std::string word(600, 'x');
  CHECK(client::options{.password = word}.validate() == errc::invalid_options);
}

TEST_SUITE_END();
