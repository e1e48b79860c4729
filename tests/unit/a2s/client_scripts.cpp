/// Whole conversations of a2s::client: what goes out when, what is reported, and (by `check()`) that the
/// contract holds wherever they break.
#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>

#include "support/a2s_events.hpp"
#include "support/a2s_wire.hpp"
#include "support/script.hpp"
#include "support/system_errors.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::a2s_wire;

namespace {

using conversation = script<a2s::client>;

constexpr auto info = [](a2s::client& client) { return client.request_info(); };
constexpr auto players = [](a2s::client& client) { return client.request_players(); };
constexpr auto rules = [](a2s::client& client) { return client.request_rules(); };
constexpr auto ping = [](a2s::client& client) { return client.request_ping(); };
constexpr auto old_ping = [](a2s::client& client) { return client.request_ping(a2s::request_type::ping); };

/// The timeout of attempt `n` when the first has 1500 ms, and its jitter.
constexpr nanoseconds attempt(unsigned n) {
  nanoseconds wait = 1500ms;
  while (n-- != 0) wait += wait / 2;
  return wait;
}
constexpr nanoseconds jitter(unsigned n) { return attempt(n) / 10; }
constexpr nanoseconds refused = 100ms;

const std::error_code refusal = std::make_error_code(std::errc::connection_refused);

std::string padded(std::string request, std::size_t size, std::size_t to) {
  return request + " 00*" + std::to_string(to - size);
}

}  // namespace

TEST_SUITE_BEGIN("a2s client scripts");

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

TEST_CASE("INFO follows a challenge, and the next INFO carries it at once") {
  conversation()
      .asks(info)
      .sends(info_request)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request + "01 02 03 04")
      .receives(info_answer)
      .event("info 1")
      .asks(info)
      .sends(info_request + "01 02 03 04")
      .receives(info_answer)
      .event("info 2")
      .check();
}

TEST_CASE("PLAYER starts with challenge -1 and gives back what it gets, be it 0 or -1") {
  for (const char* given : {"0B 95 9A 2C", "00 00 00 00", "FF FF FF FF"})
    conversation()
        .asks(players)
        .sends(players_request + no_challenge)
        .receives(challenge_header + given)
        .sends(players_request + given)
        .receives(players_answer)
        .event("players 1")
        .check();
}

TEST_CASE("PLAYER is answered without a challenge") {
  conversation()
      .asks(players)
      .sends(players_request + no_challenge)
      .receives(players_answer)
      .event("players 1")
      .check();
}

TEST_CASE("the challenge of one request serves the next") {
  conversation()
      .asks(players)
      .sends(players_request + no_challenge)
      .receives(challenge_header + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .receives(players_answer)
      .event("players 1")
      .asks(rules)
      .sends(rules_request + "01 02 03 04")
      .receives(rules_answer)
      .event("rules 2")
      .check();
}

TEST_CASE("requests that are asked together wait for the first challenge") {
  conversation()
      .asks(info)
      .sends(info_request)
      .asks(players)
      .asks(rules)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .sends(rules_request + "01 02 03 04")
      .receives(rules_answer)
      .event("rules 3")
      .receives(info_answer)
      .event("info 1")
      .receives(players_answer)
      .event("players 2")
      .check();
}

TEST_CASE("an INFO that needed no challenge lets PLAYER go and fetch one") {
  conversation()
      .asks(info)
      .sends(info_request)
      .asks(players)
      .receives(info_answer)
      .sends(players_request + no_challenge)
      .event("info 1")
      .receives(challenge_header + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .receives(players_answer)
      .event("players 2")
      .check();
}

TEST_CASE("a repeated and a renewed challenge are followed") {
  conversation()
      .asks(rules)
      .sends(rules_request + no_challenge)
      .receives(challenge_header + "01 02 03 04")
      .sends(rules_request + "01 02 03 04")
      .receives(challenge_header + "01 02 03 04")
      .sends(rules_request + "01 02 03 04")
      .receives(challenge_header + "05 06 07 08")
      .sends(rules_request + "05 06 07 08")
      .receives(rules_answer)
      .event("rules 1")
      .check();
}

TEST_CASE("a challenge that HLTV pads is a challenge") {
  conversation()
      .asks(players)
      .sends(players_request + no_challenge)
      .receives(challenge_header + "01 02 03 04 00*7")
      .sends(players_request + "01 02 03 04")
      .check();
}

TEST_CASE("challenges without end are given up") {
  conversation({.max_challenges = 3})
      .asks(info)
      .sends(info_request)
      .receives(challenge_header + "00 00 00 01")
      .sends(info_request + "00 00 00 01")
      .receives(challenge_header + "00 00 00 02")
      .sends(info_request + "00 00 00 02")
      .receives(challenge_header + "00 00 00 03")
      .sends(info_request + "00 00 00 03")
      .receives(challenge_header + "00 00 00 04")
      .event("failed 1: challenge_loop")
      .check();
}

TEST_CASE("GETCHALLENGE goes first where it is wanted") {
  conversation({.get_challenge = true})
      .asks(players)
      .sends(get_challenge)
      .receives(challenge_header + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .receives(players_answer)
      .event("players 1")
      .check();
}

TEST_CASE("attempts wait half as long again each, within ten percent, and change their form") {
  conversation()
      .asks(players)
      .sends(players_request + no_challenge)
      .timeout_at(attempt(0), jitter(0))
      .sends(players_request + zero_challenge)
      .timeout_at(attempt(1), jitter(1))
      .sends(padded(players_request + no_challenge, 9, 1200))
      .timeout_at(attempt(2), jitter(2))
      .event("failed 1: timeout")
      .check();
}

TEST_CASE("INFO keeps its form in the second attempt and is padded in the third") {
  conversation()
      .asks(info)
      .sends(info_request)
      .timeout_at(attempt(0), jitter(0))
      .sends(info_request)
      .timeout_at(attempt(1), jitter(1))
      .sends(padded(info_request, 25, 1200))
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("the challenge of a padded INFO stands before the padding") {
  conversation({.pad_to = 1200})
      .asks(info)
      .sends(padded(info_request, 25, 1200))
      .receives(challenge_header + "01 02 03 04")
      .sends(padded(info_request + "01 02 03 04", 29, 1200))
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("with seeds the timeouts differ, but not by more than ten percent") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    conversation({.retries = 0, .seed = seed})
        .asks(info)
        .sends(info_request)
        .timeout_at(attempt(0), jitter(0))
        .event("failed 1: timeout")
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

TEST_CASE("a refusal by the network ends everything") {
  conversation()
      .asks(info)
      .sends(info_request)
      .asks(players)
      .ends(std::make_error_code(std::errc::connection_refused))
      .event("failed 1: Connection refused")
      .event("failed 2: Connection refused")
      .event("closed: Connection refused")
      .asks_in_vain(info, gamewire::errc::closed)
      .check();
}

TEST_CASE("a refused datagram ends its attempt; the next one goes out after a pause of its own, and counts") {
  conversation()
      .asks(info)
      .sends(info_request)
      .passes(10ms)
      .unreachable(refusal)
      .unreachable(refusal)
      .timeout_at(refused - 10ms, refused / 10)
      .sends(info_request)
      .receives(info_answer)
      .event("info 1")
      .asks(info)
      .sends(info_request)
      .check();
}

TEST_CASE("the pause after a refusal is never longer than the attempt would have been") {
  conversation({.timeout = 40ms})
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .timeout_at(40ms, 4ms)
      .sends(info_request)
      .check();
}

TEST_CASE(
    "a request whose attempts are all refused fails as that with the last one, and the client goes on") {
  conversation({.retries = 1})
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .timeout_at(refused, refused / 10)
      .sends(info_request)
      .passes(10ms)
      .unreachable(refusal)
      .event("failed 1: Connection refused")
      .asks(info)
      .sends(info_request)
      .receives(info_answer)
      .event("info 2")
      .check();
}

TEST_CASE("an answer counts though its datagram was said to be lost, and so does a challenge") {
  conversation()
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request + "01 02 03 04")
      .unreachable(refusal)
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("the last attempt tells why: silence after a refusal is a timeout") {
  conversation({.retries = 1})
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .timeout_at(refused, refused / 10)
      .sends(info_request)
      .timeout_at(attempt(1), jitter(1))
      .event("failed 1: timeout")
      .check();
}

TEST_CASE("a deadline that ends the wait after a refusal tells of the refusal") {
  conversation({.deadline = 50ms})
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .timeout_at(50ms)
      .event("failed 1: Connection refused")
      .check();
}

TEST_CASE("a refusal concerns all that is in flight, and nothing that is not") {
  conversation({.retries = 0, .source_form_wait = 250ms})
      .unreachable(refusal)
      .asks(rules)
      .sends(rules_request + no_challenge)
      .asks(info)
      .asks(players)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request)
      .sends(players_request + "01 02 03 04")
      .sends(rules_request + "01 02 03 04")
      .receives(goldsource_answer)  // and the Source form is waited for
      .unreachable(refusal)
      .event("failed 3: Connection refused")
      .event("failed 1: Connection refused")
      .timeout_at(250ms)
      .event("info 2")
      .check();
}

TEST_CASE("a request that waits for its turn is not refused with the one before") {
  conversation({.retries = 0})
      .asks(info)
      .sends(info_request)
      .asks(players)
      .unreachable(refusal)
      .sends(players_request + no_challenge)
      .event("failed 1: Connection refused")
      .receives(players_answer)
      .event("players 2")
      .check();
}

TEST_CASE("a refusal of the last request closes a client that is closing") {
  conversation({.retries = 0})
      .asks(info)
      .sends(info_request)
      .closes()
      .unreachable(refusal)
      .event("failed 1: Connection refused")
      .event("closed")
      .unreachable(refusal)
      .check();
}

TEST_CASE("networks have many words for it, and what is none of them means unreachable") {
  const auto told = [](std::error_code why) {
    a2s::client client({.retries = 0});
    (void)client.request_info();
    client.transmitted(client.poll_transmit({}).size(), {});
    client.unreachable(why, {});
    return std::get<failed>(client.poll_event().value()).error;
  };
  for (const std::errc why :
       {std::errc::connection_refused, std::errc::host_unreachable, std::errc::network_unreachable,
        std::errc::network_down, std::errc::permission_denied, std::errc::operation_not_permitted}) {
    CHECK(told(std::make_error_code(why)) == why);
    if (system_errors_are_posix())
      CHECK(told(std::error_code(static_cast<int>(why), std::system_category())) == why);
    CHECK(told(std::make_error_code(why)) == condition::refused);
  }
  CHECK(told(std::make_error_code(std::errc::message_size)) == condition::limit);
  CHECK(told({}) == std::errc::host_unreachable);
  CHECK(told(std::make_error_code(std::errc::protocol_error)) == std::errc::host_unreachable);
  CHECK(told(gamewire::errc::closed) == std::errc::host_unreachable);
}

TEST_CASE("a cancelled request ends, and its answer comes late") {
  conversation()
      .asks(info)
      .sends(info_request)
      .cancels(1)
      .event("failed 1: cancelled")
      .receives(info_answer)
      .event("unrequested info, 40 bytes")
      .asks(info)
      .sends(info_request)
      .receives(info_answer)
      .event("info 2")
      .check();
}

TEST_CASE("a request of a kind that is open is refused and changes nothing") {
  conversation()
      .asks(info)
      .sends(info_request)
      .asks_in_vain(info, gamewire::errc::busy)
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("close lets open requests finish and takes no new ones") {
  conversation()
      .asks(info)
      .sends(info_request)
      .closes()
      .asks_in_vain(players, gamewire::errc::closed)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request + "01 02 03 04")
      .receives(info_answer)
      .event("info 1")
      .event("closed")
      .check();
}

TEST_CASE("a transport that never takes anything ends the request by its deadline") {
  conversation({.deadline = 3s})
      .deaf()
      .asks(info)
      .asks(rules)
      .timeout_at(3s)
      .event("failed 1: timeout")
      .event("failed 2: timeout")
      .check();
}

TEST_CASE("a transport that is full for a while starts the attempt late") {
  conversation({.retries = 0})
      .deaf()
      .asks(info)
      .passes(1s)
      .deaf(false)
      .sends(info_request)
      .passes(300ms)
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

TEST_CASE("an answer that nobody has polled is lost when its request is cancelled") {
  const buffer answer = from_hex(info_answer);
  a2s::client client;
  const auto id = client.request_info();
  client.transmitted(client.poll_transmit({}).size(), {});
  client.receive(answer, {});
  CHECK(!client.cancel(*id));
  const auto event = client.poll_event();
  REQUIRE(event);
  CHECK(describe(*event) == "failed 1: cancelled");
  CHECK(!client.poll_event());
}

TEST_CASE("a request that ended while its datagram was on the way into the transport stays ended") {
  a2s::client client;
  const auto id = client.request_info();
  const std::size_t size = client.poll_transmit({}).size();
  CHECK(!client.cancel(*id));
  client.transmitted(size, {});
  const auto event = client.poll_event();
  REQUIRE(event);
  CHECK(describe(*event) == "failed 1: cancelled");
  CHECK(!client.poll_event());
  CHECK(client.deadline() == never);
}

TEST_CASE("a closing client that is never polled for datagrams ends by its deadlines") {
  a2s::client client({.deadline = 3s});
  CHECK(client.request_info());
  CHECK(client.request_players());
  CHECK(client.deadline() == never);
  const time_point now{1h};
  client.close(now);
  CHECK(client.deadline() == now + 3s);
  client.close(now + 1s);  // does not prolong it
  CHECK(client.deadline() == now + 3s);
  client.on_timeout(now + 3s);
  for (const char* what : {"failed 1: timeout", "failed 2: timeout", "closed"}) {
    const auto event = client.poll_event();
    REQUIRE(event);
    CHECK(describe(*event) == what);
  }
  CHECK(client.done());
}

TEST_CASE("a closing client that asked nothing is done as soon as that is polled") {
  a2s::client client;
  client.close({});
  CHECK(client.deadline() == never);
  CHECK(client.poll_event());
  CHECK(client.done());
}

TEST_CASE("options that make no sense close the client from the start") {
  a2s::client client({.timeout = 0ms});
  CHECK(client.request_info().error() == gamewire::errc::closed);
  const auto event = client.poll_event();
  REQUIRE(event);
  CHECK(describe(*event) == "closed: invalid_options");
  CHECK(client.done());
}

TEST_SUITE_END();
