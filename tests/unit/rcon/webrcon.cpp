/// Conversations of rcon::webrcon::client, and what its messages may look like.
#include <algorithm>
#include <limits>

#include <doctest/doctest.h>

#include <gamewire/rcon/webrcon.hpp>

#include "support/rcon_events.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using rcon::webrcon::client;

auto runs(std::string command) {
  return [command](client& c) { return c.execute(command); };
}
std::string hex_of(std::string_view text) { return to_hex(as_bytes(text), text.size()); }
std::string asked(int identifier, const std::string& escaped) {
  return hex_of("{\"Identifier\":" + std::to_string(identifier) + ",\"Message\":\"" + escaped +
                "\",\"Name\":\"gamewire\"}");
}
std::string says(int identifier, const std::string& escaped, const std::string& type = "Generic") {
  return hex_of("{\n  \"Message\": \"" + escaped + "\",\n  \"Identifier\": " + std::to_string(identifier) +
                ",\n  \"Type\": \"" + type + "\",\n  \"Stacktrace\": null\n}");
}

/// "1001 generic: text", or why not.
std::string decoded(std::string_view text) {
  byte_buffer room;
  buffer exact(as_bytes(text).begin(), as_bytes(text).end());
  exact.shrink_to_fit();
  const auto message = rcon::decode_webrcon(exact, room);
  std::ranges::fill(exact, std::byte{0xa5});
  if (!message) return message.error().message();
  if (!*message) return "none";
  return std::to_string((*message)->identifier) + ' ' + std::to_string(static_cast<int>((*message)->type)) +
         ' ' + std::string((*message)->text);
}

}  // namespace

TEST_SUITE_BEGIN("rcon webrcon");

TEST_CASE("a command, its reply, and what is said besides") {
  script<client>()
      .asks(runs("status"))
      .sends(asked(1001, "status"))
      .asks(runs("say \"a\\b\"\n"))
      .passes(20ms)
      .receives(says(0, "logged", "Log"))
      .event("authenticated")
      .event("unsolicited type 1, id 0 \"logged\"")
      .receives(says(1001, "hostname: A \\\"server\\\"\\n"))
      .event("chunk 1 \"hostname: A \\x22server\\x22\\x0A\"")
      .event("reply 1 \"hostname: A \\x22server\\x22\\x0A\"")
      .sends(asked(1002, "say \\\"a\\\\b\\\"\\n"))
      .receives(says(-1, "{\\\"Message\\\":\\\"hi\\\"}", "Chat"))
      .event("unsolicited type 4, id -1 \"{\\x22Message\\x22:\\x22hi\\x22}\"")
      .receives(says(1002, ""))
      .event("reply 2 \"\"")
      .receives(says(1002, "again"))
      .event("unsolicited type 0, id 1002 \"again\"")
      .closes()
      .event("closed")
      .check();
}

TEST_CASE("what is no message is told as it came") {
  script<client>()
      .asks(runs("status"))
      .sends(asked(1001, "status"))
      .receives("\"hello\"")
      .event("authenticated")
      .event("unsolicited type -1, id 0 \"hello\"")
      .receives(says(1001, "ok"))
      .event("chunk 1 \"ok\"")
      .event("reply 1 \"ok\"")
      .check();
}

TEST_CASE("silence, and what comes too late") {
  script<client>({.deadline = 3s})
      .asks(runs("status"))
      .sends(asked(1001, "status"))
      .timeout_at(3s)
      .event("failed 1: no answer in time")
      .asks(runs("next"))
      .sends(asked(1002, "next"))
      .receives(says(1001, "late"))
      .event("authenticated")
      .event("unsolicited type 0, id 1001 \"late\"")
      .receives(says(1002, "right"))
      .event("chunk 2 \"right\"")
      .event("reply 2 \"right\"")
      .check();
}

TEST_CASE("unanswered, cancelled, too long, not to be said") {
  script<client>({.max_reply = 5})
      .asks([](client& c) { return c.execute_unanswered("quit"); })
      .sends(asked(1001, "quit"))
      .event("sent 1")
      .asks(runs("long"))
      .sends(asked(1002, "long"))
      .receives(says(1002, "123456"))
      .event("authenticated")
      .event("failed 2: " + make_error_code(rcon::errc::too_large).message())
      .asks(runs("gone"))
      .sends(asked(1003, "gone"))
      .cancels(3)
      .event("failed 3: " + make_error_code(errc::cancelled).message())
      .asks_in_vain(runs("\xff"), make_error_code(errc::invalid_argument))
      .asks_in_vain(runs(std::string(1400, 'x')), make_error_code(errc::invalid_argument))
      .check();
}

TEST_CASE("nothing taken is nothing sent") {
  client c;
  REQUIRE(c.execute("status"));
  const auto offered = [&] { return std::string(as_text(c.poll_transmit(time_point()))); };
  const std::string first = offered();
  REQUIRE_FALSE(first.empty());
  c.transmitted(0, time_point());
  CHECK(offered() == first);
  c.transmitted(first.size(), time_point());
  CHECK(offered().empty());
}

TEST_CASE("what comes before the last message was told changes nothing in what is told of that") {
  client c;
  REQUIRE(c.execute("status"));
  c.transmitted(c.poll_transmit({}).size(), {});
  const buffer reply = from_hex(says(1001, "the reply\\n"));
  const buffer stray = from_hex(says(0, "and a line of the log\\n", "Log"));
  c.receive(reply, {});
  c.receive(stray, {});
  for (const char* what : {"authenticated", "chunk 1 \"the reply\\x0A\"", "reply 1 \"the reply\\x0A\""}) {
    const auto event = c.poll_event();
    REQUIRE(event);
    CHECK(describe(*event) == what);
  }
  CHECK(!c.poll_event());
}

TEST_CASE("a command that is cancelled on its way into the transport leaves its reply to no other") {
  client c;
  const auto gone = c.execute("gone");
  REQUIRE(c.execute("next"));
  const std::size_t size = c.poll_transmit({}).size();
  CHECK(!c.cancel(*gone));
  c.transmitted(size, {});
  CHECK(to_hex(c.poll_transmit({}), 2000) == to_hex(from_hex(asked(1002, "next")), 2000));
  c.transmitted(size, {});
  const auto hears = [&](const std::string& message, std::initializer_list<const char*> events) {
    const buffer in = from_hex(message);
    c.receive(in, {});
    for (const char* what : events) {
      const auto event = c.poll_event();
      REQUIRE(event);
      CHECK(describe(*event) == what);
    }
    CHECK(!c.poll_event());
  };
  hears(says(1001, "of gone"),
        {"authenticated", "unsolicited type 0, id 1001 \"of gone\"", "failed 1: cancelled"});
  hears(says(1002, "of next"), {"chunk 2 \"of next\"", "reply 2 \"of next\""});
}

TEST_CASE("the end of the connection ends what is open; before the first message it is as in a login") {
  const auto reset = std::make_error_code(std::errc::connection_reset);
  const auto asked_in_vain = [] {
    return script<client>().asks(runs("status")).sends(asked(1001, "status"));
  };
  for (const auto& end : {reset, std::error_code(), make_error_code(errc::closed)}) {
    const std::string banned = make_error_code(rcon::errc::closed_in_login).message();
    const std::string usual = " (a ban is the usual reason; a crash would look the same)";
    asked_in_vain().ends(end).event("failed 1: " + banned).event("closed: " + banned + usual).check();
  }
  const auto refused = std::make_error_code(std::errc::connection_refused);
  asked_in_vain()
      .ends(refused)
      .event("failed 1: " + refused.message())
      .event("closed: " + refused.message())
      .check();
  asked_in_vain()
      .receives(says(0, "logged", "Log"))
      .event("authenticated")
      .event("unsolicited type 1, id 0 \"logged\"")
      .ends(reset)
      .event("failed 1: " + reset.message())
      .event("closed: " + reset.message())
      .check();
}

TEST_CASE("messages") {
  CHECK(decoded(R"({"Identifier":1001,"Message":"a"})") == "1001 0 a");
  CHECK(decoded(R"( { "Message" : "" , "Identifier" : -1 , "Type":"Chat","More":true,"N":12,"F":false } )") ==
        "-1 4 ");
  CHECK(decoded(R"({"Identifier":0,"Message":"x","Type":"Odd"})") == "0 5 x");
  CHECK(decoded(R"({"Identifier":2147483647,"Message":"\"\\\/\b\f\n\r\t\u0041"})") ==
        "2147483647 0 \"\\/\b\f\n\r\tA");
  CHECK(decoded(R"({"Identifier":1,"Message":"\u00e4\u20AC\ud83d\ude00 ä"})") ==
        "1 0 \u00e4\u20ac\U0001f600 \u00e4");
  CHECK(decoded(R"({"\u0049dentifier":1,"Message":"a"})") == "1 0 a");
}

TEST_CASE("escapes that are wrong lose nothing") {
  CHECK(decoded(R"({"Identifier":1,"Message":"a\ud83d"})") == "1 0 a\ufffd");
  CHECK(decoded(R"({"Identifier":1,"Message":"\ude00A"})") == "1 0 \ufffdA");
  CHECK(decoded(R"({"Identifier":1,"Message":"\ud83d\u0041"})") == "1 0 \ufffdA");
  for (const std::string text : {R"(\x)", R"(a\u12)", R"(\n\u-123)"})
    CHECK(decoded(R"({"Identifier":1,"Message":")" + text + "\"}") == "1 0 " + text);
}

TEST_CASE("what is none") {
  for (const char* text : {"",
                           "{}",
                           "[]",
                           "null",
                           R"({"Identifier":1})",
                           R"({"Message":"a"})",
                           R"({"Identifier":1,"Message":"a")",
                           R"({"Identifier":1,"Message":"a"}x)",
                           R"({"Identifier":1,"Message":"a",})",
                           R"({"Identifier":1,"Identifier":1,"Message":"a"})",
                           R"({"Identifier":1,"Message":"a","Message":"b"})",
                           R"({"Identifier":"1","Message":"a"})",
                           R"({"Identifier":01,"Message":"a"})",
                           R"({"Identifier":1.5,"Message":"a"})",
                           R"({"Identifier":2147483648,"Message":"a"})",
                           R"({"Identifier":1,"Message":null})",
                           R"({"Identifier":1,"Message":"a","Type":1})",
                           R"({"Identifier":1,"Message":"a)",
                           R"({"Identifier":1,"Message":"a\)",
                           R"({"Identifier":1,"Message":{}})",
                           R"({Identifier:1,"Message":"a"})",
                           "{\"Identifier\":1,\"Message\":\"\n\"}",
                           "{\"Identifier\":1,\"Message\":\"\xff\"}"}) {
    INFO(text);
    CHECK(decoded(text) == "none");
  }
}

TEST_CASE("what is encoded decodes to the same") {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  all += "\u00e4\u20ac\U0001f600";
  std::array<std::byte, 1000> room;
  const auto wire = rcon::encode_webrcon(-5, all, room);
  REQUIRE(wire);
  CHECK(decoded(as_text(*wire)) == "-5 0 " + all);
  for (std::size_t size = 0; size < wire->size(); ++size)
    CHECK(rcon::encode_webrcon(-5, all, std::span(room).first(size)).error() == errc::no_room);
}

TEST_CASE("the longest message is six times its text and more, as far as numbers go") {
  CHECK(rcon::webrcon::longest_message(1 << 20) == 6 * (1 << 20) + 4096);
  const std::size_t most = std::numeric_limits<std::size_t>::max();
  CHECK(rcon::webrcon::longest_message(most) == most);
  CHECK(rcon::webrcon::longest_message((most - 4096) / 6 + 1) == most);
}

TEST_CASE("options") {
  CHECK_FALSE(client::options{}.validate());
  CHECK(client::options{.deadline = 0s}.validate() == errc::invalid_options);
  CHECK(client::options{.max_reply = 0}.validate() == errc::invalid_options);
  CHECK(client::options{.max_commands = 0}.validate() == errc::invalid_options);
}

TEST_SUITE_END();
