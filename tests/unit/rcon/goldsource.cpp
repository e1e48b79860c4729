/// Conversations of rcon::goldsource::client.
#include <doctest/doctest.h>

#include <gamewire/rcon/goldsource.hpp>

#include "support/rcon_events.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using rcon::goldsource::client;

auto runs(std::string command) {
  return [command](client& c) { return c.execute(command); };
}

std::string quoted_hex(std::string_view text) { return '"' + std::string(text) + '"'; }

const client::options usual{.password = "pass word"};
const std::string ask_challenge = "FF FF FF FF \"challenge rcon\" 0A";
const std::string give_challenge = "FF FF FF FF \"challenge rcon 4063892145\" 0A 00";

std::string request(std::string_view command, std::string_view challenge = "4063892145") {
  return "FF FF FF FF " + quoted_hex("rcon " + std::string(challenge)) + " 20 22 \"pass word\" 22 20 " +
         quoted_hex(command) + " 00";
}
std::string print(std::string_view text) { return "FF FF FF FF \"l\" " + std::string(text) + " 00 00"; }
std::string reject(std::string_view text, char type = '9') {
  return "FF FF FF FF " + quoted_hex(type + std::string(text)) + " 0A 00";
}

/// The closing event, in which newlines are shown.
std::string closed_by(std::string_view error, std::string_view words) {
  std::string shown;
  for (const char c : words) shown += c == '\n' ? "\\n" : std::string(1, c);
  return "closed: " + std::string(error) + " (" + shown + ")";
}

/// With a challenge, and a command that is out.
script<client> asked(const client::options& options = usual) {
  return script<client>(options)
      .asks(runs("status"))
      .sends(ask_challenge)
      .passes(10ms)
      .receives(give_challenge)
      .sends(request("status"));
}

}  // namespace

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

TEST_CASE("only challenges are asked for again") {
  script<client>(usual)
      .asks(runs("a"))
      .sends(ask_challenge)
      .timeout_at(1500ms, 150ms)
      .sends(ask_challenge)
      .timeout_at(2250ms, 225ms)
      .sends(ask_challenge)
      .timeout_at(3375ms, 338ms)
      .event("failed 1: no answer in time")
      .asks(runs("b"))
      .sends(ask_challenge)
      .receives(give_challenge)
      .sends(request("b"))
      .timeout_at(10s)
      .event("failed 2: no answer in time")
      .check();
}

TEST_CASE("the engine's refusals are understood, and end the conversation") {
  const auto refusal = [](const std::string& words, const std::string& error) {
    asked()
        .asks(runs("b"))
        .receives(print("0A " + quoted_hex(words) + " 0A"))
        .event("failed 1: " + error)
        .event("failed 2: " + error)
        .event(closed_by(error, words))
        .check();
  };
  for (const char* words : {"Bad rcon_password.", "No password set for this server.", "No privilege.",
                            "Bad rcon_password.\nNo password set for this server."})
    refusal(words, "wrong password");
  refusal("You have been banned from this server.", "the address is banned");
}

TEST_CASE("who is banned is told so in place of a challenge") {
  script<client>(usual)
      .asks(runs("status"))
      .sends(ask_challenge)
      .receives(print("\"Bad rcon_password.\" 0A"))  // of what was never asked
      .event("unsolicited type 108, id 0 \"Bad rcon_password.\\x0A\"")
      .receives(print("\"You have been banned from this server.\" 0A"))
      .event("failed 1: the address is banned")
      .event("closed: the address is banned (You have been banned from this server.)")
      .check();
}

TEST_CASE("a reply that quotes a refusal is a reply") {
  asked()
      .receives(print("\"log: \""))
      .event("authenticated")
      .event("chunk 1 \"log: \"")
      .receives(print("\"Bad rcon_password.\""))
      .event("chunk 1 \"Bad rcon_password.\"")
      .timeout_at(500ms)
      .event("reply 1 \"log: Bad rcon_password.\"")
      .check();
}

TEST_CASE("a challenge that no longer holds is renewed once, however that is said") {
  const std::string error = "the server refuses its own challenge";
  for (const char type : {'l', 'r', '8', '9'})
    for (const std::string words :
         {"Bad challenge.", "No challenge for your address.", "\nBad challenge.",
          "Bad rcon_password.\nBad challenge.", "Bad rcon_password.\nNo challenge for your address."}) {
      INFO(type, words);
      asked()
          .receives(reject(words, type))
          .timeout_at(500ms)
          .sends(ask_challenge)
          .receives("FF FF FF FF \"challenge rcon 7\" 0A 00")
          .sends(request("status", "7"))
          .receives(reject(words, type))
          .event("failed 1: " + error)
          .event(closed_by(error, words.substr(words.find_first_not_of('\n'))))
          .check();
    }
}

TEST_CASE("the engine rejects a challenge and then the password, of which only the first is meant") {
  const std::string bad_password = print("\"Bad rcon_password.\" 0A");
  const std::string no_challenge = reject("No challenge for your address.");
  const auto restarted = [] {
    return asked()
        .receives(print("\"a\""))
        .event("authenticated")
        .event("chunk 1 \"a\"")
        .timeout_at(500ms)
        .event("reply 1 \"a\"")
        .asks(runs("b"))
        .sends(request("b"));
  };
  // In whichever order they come, and however often.
  for (const auto& [first, second] : {std::pair(no_challenge, bad_password), {bad_password, no_challenge}})
    restarted()
        .receives(first)
        .receives(second)
        .passes(400ms)
        .receives(first)
        .timeout_at(100ms)
        .sends(ask_challenge)
        .receives("FF FF FF FF \"challenge rcon 7\" 0A 00")
        .sends(request("b", "7"))
        .receives(print("\"B\""))
        .event("chunk 2 \"B\"")
        .timeout_at(500ms)
        .event("reply 2 \"B\"")
        .receives(bad_password)
        .event("unsolicited type 108, id 0 \"Bad rcon_password.\\x0A\"")
        .check();
  // What is said to a command with a challenge that was new, is meant.
  restarted()
      .receives(bad_password)
      .timeout_at(500ms)
      .sends(ask_challenge)
      .receives(give_challenge)
      .sends(request("b"))
      .receives(bad_password)
      .event("failed 2: wrong password")
      .event("closed: wrong password (Bad rcon_password.)")
      .check();
}

TEST_CASE("a challenge is renewed once for each command") {
  asked()
      .receives(reject("Bad challenge."))
      .timeout_at(500ms)
      .sends(ask_challenge)
      .receives(give_challenge)
      .sends(request("status"))
      .timeout_at(9490ms)
      .event("failed 1: no answer in time")
      .asks(runs("b"))
      .timeout_at(500ms)
      .sends(request("b"))
      .receives(reject("Bad challenge."))
      .timeout_at(500ms)
      .sends(ask_challenge)
      .check();
}

TEST_CASE("who doubted that the password is bad has not renewed a challenge that did not hold") {
  asked()
      .receives(print("\"a\""))
      .event("authenticated")
      .event("chunk 1 \"a\"")
      .timeout_at(500ms)
      .event("reply 1 \"a\"")
      .asks(runs("b"))
      .sends(request("b"))
      .receives(print("\"Bad rcon_password.\" 0A"))
      .timeout_at(500ms)
      .sends(ask_challenge)
      .receives(give_challenge)
      .sends(request("b"))
      .receives(reject("Bad challenge."))
      .timeout_at(500ms)
      .sends(ask_challenge)
      .receives(give_challenge)
      .sends(request("b"))
      .receives(reject("Bad challenge."))
      .event("failed 2: the server refuses its own challenge")
      .event(closed_by("the server refuses its own challenge", "Bad challenge."))
      .check();
}

TEST_CASE("who asks for a challenge has all attempts, whoever has given up before") {
  script<client>(usual)
      .asks(runs("a"))
      .sends(ask_challenge)
      .cancels(1)
      .event("failed 1: cancelled")
      .timeout_at(1500ms, 150ms)
      .asks(runs("b"))
      .sends(ask_challenge)
      .timeout_at(1500ms, 150ms)
      .sends(ask_challenge)
      .timeout_at(2250ms, 225ms)
      .sends(ask_challenge)
      .timeout_at(3375ms, 338ms)
      .event("failed 2: no answer in time")
      .check();
}

TEST_CASE("a rejection is of a challenge, and of a command without a reply, or nobody's") {
  asked()
      .receives(reject("BADPASSWORD", '8'))
      .event("unsolicited type 56, id 0 \"BADPASSWORD\\x0A\"")
      .receives(print("\"a\""))
      .event("authenticated")
      .event("chunk 1 \"a\"")
      .receives(reject("Bad challenge."))
      .event("unsolicited type 57, id 0 \"Bad challenge.\\x0A\"")
      .timeout_at(500ms)
      .event("reply 1 \"a\"")
      .receives(reject("Bad challenge."))
      .event("unsolicited type 57, id 0 \"Bad challenge.\\x0A\"")
      .asks(runs("b"))
      .sends(request("b"))
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

TEST_CASE("a challenge that held is renewed again, with all attempts") {
  asked()
      .receives(print("\"Bad challenge.\" 0A"))
      .timeout_at(500ms)
      .sends(ask_challenge)
      .timeout_at(1500ms, 150ms)
      .sends(ask_challenge)
      .receives(give_challenge)
      .sends(request("status"))
      .receives(print("\"ok\""))
      .event("authenticated")
      .event("chunk 1 \"ok\"")
      .timeout_at(500ms)
      .event("reply 1 \"ok\"")
      .asks(runs("b"))
      .sends(request("b"))
      .receives(print("\"Bad challenge.\" 0A"))
      .timeout_at(500ms)
      .sends(ask_challenge)
      .timeout_at(1500ms, 150ms)
      .sends(ask_challenge)
      .timeout_at(2250ms, 225ms)
      .sends(ask_challenge)
      .check();
}

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
