/// Challenges of rcon::goldsource::client, and refusals, of which the engine has one for both a challenge and a password.
#include <doctest/doctest.h>

#include <gamewire/rcon/goldsource.hpp>

#include "goldsource_script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::goldsource;

TEST_SUITE_BEGIN("rcon goldsource challenges");

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

TEST_SUITE_END();
