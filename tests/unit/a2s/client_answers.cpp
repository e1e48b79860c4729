/// What a2s::client takes for an answer, and what it makes of all else that comes.
#include <gamewire/a2s/bzip2.hpp>

#include "client_harness.hpp"

namespace {

/// The Source form, as a server of GoldSource sends it.
std::string goldsource_source_form() {
  std::string answer = info_answer;
  return answer.replace(answer.find("49 11") + 3, 2, "30");
}

}  // namespace

TEST_SUITE_BEGIN("a2s client answers");

TEST_CASE("INFO is answered directly") {
  conversation()
      .asks(info)
      .sends(info_request)
      .passes(40ms)
      .receives(info_answer)
      .event("info 1")
      .closes()
      .event("closed")
      .check();
}

TEST_CASE("the GoldSource form is an answer") {
  conversation().asks(info).sends(info_request).receives(goldsource_answer).event("info 1").check();
}

TEST_CASE("a server that answers INFO in three ways is heard once; the rest is unrequested") {
  conversation()
      .asks(info)
      .sends(info_request)
      .receives(goldsource_answer)
      .event("info 1")
      .receives(players_answer)
      .event("unrequested players, 17 bytes")
      .receives(info_answer)
      .event("unrequested info, 40 bytes")
      .check();
}

TEST_CASE("a player list that comes along with an INFO of GoldSource is none that was asked for") {
  const std::string info_48 = goldsource_source_form();
  const auto starts = [](const a2s::client_options& options = {}) {
    return conversation(options).asks(info).sends(info_request).asks(players);
  };
  const auto ends = [](conversation& played, nanoseconds pause) {
    std::move(played)
        .timeout_at(pause)
        .sends(players_request + no_challenge)
        .receives(players_answer)
        .event("players 2")
        .check();
  };
  const std::string stray = "unrequested players, 17 bytes";
  {
    auto played = starts().receives(info_48).event("info 1").receives(players_answer).event(stray);
    std::move(played).receives(goldsource_answer).event("unrequested goldsource info, 50 bytes");
    ends(played, 20ms);
  }
  {
    auto played = starts().receives(info_48).event("info 1").receives(goldsource_answer);
    std::move(played).event("unrequested goldsource info, 50 bytes").receives(players_answer).event(stray);
    ends(played, 20ms);
  }
  {
    auto played = starts({.source_form_wait = 250ms}).receives(goldsource_answer).receives(players_answer);
    std::move(played).event(stray).passes(15ms).receives(info_48).event("info 1");
    ends(played, 20ms);
  }
  {
    auto played = starts({.source_form_wait = 250ms}).receives(goldsource_answer).passes(15ms);
    std::move(played).receives(info_48).event("info 1").receives(players_answer).event(stray);
    ends(played, 20ms);
  }
  for (const auto* later_source : {"2D", "31"}) {  // protocols beside those of GoldSource: nobody waits
    std::string other = info_answer;
    other.replace(other.find("49 11") + 3, 2, later_source);
    starts().receives(other).event("info 1").sends(players_request + no_challenge).check();
  }
}

TEST_CASE("a player list before the INFO does not disturb it") {
  conversation()
      .asks(info)
      .sends(info_request)
      .receives(players_answer)
      .event("unrequested players, 17 bytes")
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("the Source form is waited for and merged with the GoldSource form") {
  conversation({.source_form_wait = 250ms})
      .asks(info)
      .sends(info_request)
      .receives(goldsource_answer)
      .passes(100ms)
      .receives(info_answer)
      .event(
          "info 1\n  source, protocol 17\n  name \"Test\"\n  map \"de_dust\"\n  folder \"cstrike\"\n  game "
          "\"CS\"\n"
          "  app id 240\n  players 3 of 16, bots 1\n  dedicated, linux, vac\n  version \"1.0\"\n"
          "  address \"127.0.0.1:27015\"")
      .check();
}

TEST_CASE("the GoldSource form counts when the Source form does not come in time") {
  conversation({.source_form_wait = 250ms})
      .asks(info)
      .sends(info_request)
      .receives(goldsource_answer)
      .timeout_at(250ms)
      .event("info 1")
      .receives(info_answer)
      .event("unrequested info, 40 bytes")
      .check();
}

TEST_CASE("a merged answer does not colour the next one") {
  conversation({.source_form_wait = 250ms})
      .asks(info)
      .sends(info_request)
      .receives(goldsource_answer)
      .asks(players)  // keeps the client from being idle
      .timeout_at(20ms)
      .sends(players_request + no_challenge)
      .receives(info_answer)
      .event("info 1")
      .asks(info)
      .timeout_at(750ms)
      .sends(info_request)
      .receives(info_answer)
      .event(
          "info 3\n  source, protocol 17\n  name \"Test\"\n  map \"de_dust\"\n  folder \"cstrike\"\n  game "
          "\"CS\"\n"
          "  app id 240\n  players 3 of 16, bots 1\n  dedicated, linux, vac\n  version \"1.0\"")
      .check();
}

TEST_CASE("a text instead of an answer ends the request and is passed on") {
  conversation()
      .asks(rules)
      .sends(rules_request + no_challenge)
      .receives(print_answer)
      .event("failed 1: server_message, \"You are banned\"")
      .receives(print_answer)
      .event("unrequested print, 16 bytes")
      .check();
}

TEST_CASE("only answers of another kind come") {
  conversation({.retries = 0})
      .asks(rules)
      .sends(rules_request + no_challenge)
      .receives(info_answer)
      .event("unrequested info, 40 bytes")
      .timeout_at(attempt(0), jitter(0))
      .event("failed 1: unexpected_reply")
      .check();
}

TEST_CASE("a malformed answer brings the next attempt at once, and its good answer counts") {
  conversation()
      .asks(info)
      .sends(info_request)
      .receives("FF FF FF FF 49 11 \"Te\"")
      .sends(info_request)
      .event("rejected: truncated, 4 bytes")
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("malformed answers to the end fail for what they are") {
  conversation({.retries = 1})
      .asks(info)
      .sends(info_request)
      .receives("FF FF FF FF 49 11")
      .sends(info_request)
      .event("rejected: truncated, 2 bytes")
      .receives("FF FF FF FF 49 11")
      .event("rejected: truncated, 2 bytes")
      .event("failed 1: truncated")
      .check();
}

TEST_CASE("datagrams that are not A2S cost nothing but an event") {
  conversation()
      .asks(info)
      .sends(info_request)
      .receives("00")
      .event("rejected: not_a2s, 1 bytes")
      .receives("")
      .event("rejected: not_a2s, 0 bytes")
      .receives("FF FF FF FF")
      .event("rejected: truncated, 4 bytes")
      .receives("FF FF FF FF 5A")
      .event("rejected: unknown_message, 5 bytes")
      .receives("FF FF FF FF 41 \"00000000 1234 2\" 0A")
      .event("rejected: unknown_message, 17 bytes")
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("INFO is answered where PLAYER is not") {
  conversation({.retries = 0})
      .asks(info)
      .sends(info_request)
      .asks(players)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .receives(info_answer)
      .event("info 1")
      .timeout_at(attempt(0), jitter(0))
      .event("failed 2: timeout")
      .check();
}

TEST_CASE("a ping is what comes back first") {
  conversation()
      .asks(ping)
      .sends(info_request)
      .passes(37ms)
      .receives(challenge_header + "01 02 03 04")
      .event("ping 1 after 37 ms")
      .asks(ping)
      .sends(info_request)
      .passes(12ms)
      .receives(info_answer)
      .event("ping 2 after 12 ms")
      .asks(old_ping)
      .sends(ping_request)
      .passes(5ms)
      .receives(ping_answer)
      .event("ping 3 after 5 ms")
      .check();
}

TEST_CASE("a split answer is put together in any order") {
  const auto fragment = [](std::string index, std::string payload) {
    return "FE FF FF FF 07 00 00 00 02 " + index + " 14 00 " + payload;
  };
  const std::string head = fragment("00", "FF FF FF FF 45 01 00 \"mp_timelimi\"");
  const std::string tail = fragment("01", "\"t\" 00 \"30\" 00");
  for (const bool forward : {true, false})
    conversation()
        .asks(rules)
        .sends(rules_request + no_challenge)
        .receives(forward ? head : tail)
        .receives(forward ? tail : head)
        .event("rules 1\n  1 declared\n  \"mp_timelimit\" = \"30\"")
        .check();
}

TEST_CASE("nobody makes it decompress more than answers take" * doctest::skip(!a2s::has_bzip2())) {
  byte_buffer packed;
  REQUIRE(!a2s::compress(from_hex(rules_answer), packed));
  a2s::client client;
  const auto hears = [&](std::uint8_t id) {
    buffer message = from_hex("FE FF FF FF 00 00 00 80 01 00 E0 04");
    message[4] = std::byte{id};
    message.insert(message.end(), packed.view().begin(), packed.view().end());
    client.receive(message, {});
    const auto event = client.poll_event();
    REQUIRE(event);
    const std::string seen = describe(*event);
    CHECK(!client.poll_event());
    return seen.substr(0, seen.find(','));
  };
  for (std::uint8_t id = 0; id < 8; ++id) CHECK(hears(id) == "unrequested rules");
  for (std::uint8_t id = 8; id < 12; ++id) CHECK(hears(id) == "rejected: too_large");
  CHECK(client.request_rules());
  client.transmitted(client.poll_transmit({}).size(), {});
  CHECK(hears(12).starts_with("rules 1"));
}

TEST_CASE("a split that stays incomplete is reported, and the request goes on") {
  conversation({.retries = 1, .split = {.split_timeout = 500ms}})
      .asks(rules)
      .sends(rules_request + no_challenge)
      .receives("FE FF FF FF 07 00 00 00 02 00 14 00 FF FF FF FF 45 01 00 \"mp_timelimi\"")
      .timeout_at(500ms)
      .event("incomplete split: 1 of 2")
      .timeout_at(attempt(0) - 500ms, jitter(0))
      .sends(rules_request + zero_challenge)
      .receives(rules_answer)
      .event("rules 1")
      .check();
}

TEST_SUITE_END();
