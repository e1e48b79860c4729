#include <doctest/doctest.h>

#include <gamewire/a2s/responder.hpp>

#include "responder_harness.hpp"

using namespace responder_harness;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

TEST_CASE("a query without a challenge is asked for one, and answered when it comes with it") {
  for (const auto topic : topics) {
    auto server = publishing();
    CHECK(deliver(server, alice, query(topic)) == verdict::challenged);
    const auto demand = drain(server);
    REQUIRE(demand.size() == 1);
    CHECK(demand[0].to == alice);
    CHECK(demand[0].payload.size() == 9);
    const auto given = a2s::decode_challenge(demand[0].payload);
    REQUIRE(given.has_value());

    CHECK(deliver(server, alice, query(topic, *given)) == verdict::answered);
    CHECK(drain(server) == std::vector<datagram>{{alice, reply_of(topic)}});
  }
}

TEST_CASE("-1, 0 and a wrong challenge get the right one, for every topic") {
  auto server = publishing();
  const auto right = fetch_challenge(server, alice);
  auto wrong = right;
  wrong[2] ^= std::byte{1};
  for (const auto topic : topics)
    for (const auto given : {a2s::no_challenge, a2s::zero_challenge, wrong}) {
      CHECK(deliver(server, alice, query(topic, given)) == verdict::challenged);
      const auto demand = drain(server);
      REQUIRE(demand.size() == 1);
      CHECK(a2s::decode_challenge(demand[0].payload) == right);
    }
}

TEST_CASE("padded queries are read like others") {
  auto server = publishing();
  CHECK(deliver(server, alice, query(request_type::info, {}, 1200)) == verdict::challenged);
  const auto given = a2s::decode_challenge(drain(server).at(0).payload).value();
  for (const auto topic : topics) {
    CHECK(deliver(server, alice, query(topic, given, 1200)) == verdict::answered);
    CHECK(payloads(drain(server)) == only(reply_of(topic)));
  }
}

TEST_CASE("what is not published is neither answered nor challenged") {
  responder server(usual);
  for (const auto topic : topics) {
    CHECK(deliver(server, alice, query(topic)) == verdict::nothing_published);
    CHECK(drain(server).empty());
  }
}

TEST_CASE("GETCHALLENGE gets a challenge if it is as long as one") {
  responder server(usual);
  for (std::uint16_t size = 5; size < 9; ++size) {
    CHECK(deliver(server, alice, query(request_type::get_challenge, {}, size)) == verdict::too_short);
    CHECK(drain(server).empty());
  }
  CHECK(deliver(server, alice, query(request_type::get_challenge, {}, 9)) == verdict::challenged);
  CHECK(drain(server).size() == 1);
}

TEST_CASE("both pings get five bytes") {
  responder server(usual);
  for (const auto ping : {"\xff\xff\xff\xff\x69"sv, "\xff\xff\xff\xff\x69\0\0\0"sv, "\xff\xff\xff\xffping"sv,
                          "\xff\xff\xff\xffping\0"sv}) {
    CHECK(deliver(server, alice, as_bytes(ping)) == verdict::answered);
    CHECK(payloads(drain(server)) == only(owned(as_bytes("\xff\xff\xff\xff\x6a"))));
  }
}

TEST_CASE("the other words of GoldSource, which know no challenge, are refused") {
  auto server = publishing();
  for (const std::string word : {"details", "info", "players", "rules", "infostring", "pinging"})
    for (const std::size_t nuls : {0UL, 1UL}) {
      std::string text("\xff\xff\xff\xff");
      text.append(word).append(nuls, '\0');
      server.receive(alice, as_bytes(text), start);
      const auto event = server.poll_event();
      REQUIRE(event.has_value());
      REQUIRE(std::holds_alternative<responder::refused>(*event));
      CHECK(std::get<responder::refused>(*event).error == a2s::errc::unknown_message);
      CHECK(drain(server).empty());
    }
}

TEST_CASE("an event says who asked for what") {
  auto server = publishing();
  server.receive(bob, query(request_type::rules), start);
  const auto event = server.poll_event();
  REQUIRE(event.has_value());
  const auto& queried = std::get<responder::queried>(*event);
  CHECK(queried.from == bob);
  CHECK(queried.what == request_type::rules);
  CHECK_FALSE(server.poll_event().has_value());

  server.receive(bob, {}, start);
  CHECK(std::get<responder::refused>(server.poll_event().value()).from == bob);
  CHECK_FALSE(server.poll_event().has_value());
}

TEST_CASE("a challenge is worth nothing to another address or port") {
  auto server = publishing();
  const auto given = fetch_challenge(server, alice);
  CHECK(deliver(server, bob, query(request_type::info, given)) == verdict::challenged);
  CHECK(deliver(server, alice.with_port(27006), query(request_type::info, given)) == verdict::challenged);
  CHECK(deliver(server, alice, query(request_type::info, given)) == verdict::answered);
}

TEST_CASE("a challenge holds over the change of slots, then expires, and a new one is given") {
  auto server = publishing();
  const auto given = fetch_challenge(server, alice, start);
  for (const auto after : {1s, 29s, 30s, 59s})
    CHECK(deliver(server, alice, query(request_type::info, given), start + after) == verdict::answered);
  drain(server);
  CHECK(deliver(server, alice, query(request_type::info, given), start + 60s) == verdict::challenged);
  const auto next = a2s::decode_challenge(drain(server).at(0).payload).value();
  CHECK(next != given);
  CHECK(deliver(server, alice, query(request_type::info, next), start + 60s) == verdict::answered);
}

TEST_CASE("time that goes back does not revive a challenge") {
  auto server = publishing();
  const auto given = fetch_challenge(server, alice, start);
  CHECK(deliver(server, alice, query(request_type::info, given), start + 60s) == verdict::challenged);
  CHECK(deliver(server, alice, query(request_type::info, given), start) == verdict::challenged);
}

TEST_CASE("an address that asks too much is ignored until its time comes, others are not") {
  auto chosen = usual;
  chosen.rate = 10;
  chosen.burst = 3;
  auto server = publishing(chosen);
  for (int i = 0; i < 3; ++i) CHECK(deliver(server, alice, query(request_type::info)) == verdict::challenged);
  CHECK(drain(server).size() == 3);
  for (const auto type : {request_type::info, request_type::players, request_type::ping})
    CHECK(deliver(server, alice.with_port(1), query(type)) == verdict::rate_limited);
  CHECK(drain(server).empty());
  CHECK(deliver(server, bob, query(request_type::info)) == verdict::challenged);
  CHECK(deliver(server, alice, query(request_type::info), start + 100ms) == verdict::challenged);
  CHECK(deliver(server, alice, query(request_type::info), start + 100ms) == verdict::rate_limited);
}

TEST_CASE("queries that get no answer anyway cost an address nothing") {
  auto chosen = usual;
  chosen.burst = 1;
  responder server(chosen);
  for (int i = 0; i < 5; ++i)
    CHECK(deliver(server, alice, query(request_type::info)) == verdict::nothing_published);
  CHECK(deliver(server, alice, query(request_type::ping)) == verdict::answered);
}

TEST_CASE("a full queue takes no more, and goes on when there is room") {
  auto chosen = usual;
  chosen.max_queue = 3;
  auto server = publishing(chosen);
  for (int i = 0; i < 3; ++i) CHECK(deliver(server, alice, query(request_type::info)) == verdict::challenged);
  CHECK(deliver(server, bob, query(request_type::info)) == verdict::queue_full);
  CHECK(drain(server).size() == 3);
  CHECK(deliver(server, bob, query(request_type::info)) == verdict::challenged);
}

TEST_CASE("the same seed and secret say the same, another secret gives other challenges") {
  const auto talk = [](const responder_options& chosen) {
    auto server = publishing(chosen);
    std::vector<datagram> said;
    for (std::uint16_t port = 1; port < 50; ++port) {
      const auto given = fetch_challenge(server, alice.with_port(port));
      deliver(server, alice.with_port(port), query(request_type::rules, given));
      const auto now = drain(server);
      said.insert(said.end(), now.begin(), now.end());
      said.push_back({alice, owned(given)});
    }
    return said;
  };
  CHECK(talk(usual) == talk(usual));
  auto other = usual;
  other.secret = {1, 3};
  CHECK(talk(usual) != talk(other));
}
