/// Batches of a fleet that the transport does not take as they were offered, and fleets that are too large for a cache.
#include <array>
#include <ostream>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/fleet.hpp>

#include "support/a2s_wire.hpp"
#include "support/hex.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::a2s_wire;

namespace {

using a2s_fleet = fleet<a2s::client>;

constexpr time_point start_time{1h};

endpoint numbered(std::uint32_t i) {
  return endpoint::v4({10, 0, static_cast<std::uint8_t>(i >> 8U), static_cast<std::uint8_t>(i)}, 27015);
}
void ask(a2s_fleet& of, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i)
    REQUIRE_FALSE(of.start(numbered(i), i, [](a2s::client& client) { (void)client.request_info(); }));
}

}  // namespace

TEST_SUITE_BEGIN("fleet batches");

TEST_CASE("a batch that is asked for again in less room is cut, and the rest follows, each once") {
  const a2s::client_options shared;
  a2s_fleet subject({.rate = 0}, &shared);
  ask(subject, 10);
  std::array<transmit, 10> batch;
  CHECK(subject.poll_transmit(batch, start_time) == 10);
  subject.transmitted(2, start_time);
  std::vector<endpoint> sent{batch[0].to, batch[1].to};
  for (const std::size_t room : std::array<std::size_t, 3>{3, 1, 10}) {
    const std::size_t count = subject.poll_transmit(std::span(batch).first(room), start_time);
    CHECK(count <= room);
    for (std::size_t i = 0; i < count; ++i) sent.push_back(batch[i].to);
    subject.transmitted(count, start_time);
  }
  REQUIRE(sent.size() == 10);
  for (std::uint32_t i = 0; i < 10; ++i) CHECK(std::ranges::count(sent, numbered(i)) == 1);
  CHECK(sent[2] == numbered(2));  // what was offered before comes first again
  CHECK(subject.poll_transmit(batch, start_time) == 0);
  CHECK(subject.count().sent == 10);
}

TEST_CASE("peers of a large fleet may be fetched before they are heard, those who are not in it too") {
  constexpr std::uint32_t many = 5000;
  const a2s::client_options shared;
  a2s_fleet subject({.in_flight = many, .rate = 0}, &shared);
  ask(subject, many);
  std::array<transmit, 64> batch;
  while (const std::size_t count = subject.poll_transmit(batch, start_time))
    subject.transmitted(count, start_time);
  std::vector<endpoint> peers;
  for (std::uint32_t i = many - 100; i < many + 100; ++i) peers.push_back(numbered(i));
  const a2s_fleet& looked_at = subject;
  looked_at.prefetch(peers);
  looked_at.prefetch({});
  const buffer answer = from_hex(info_answer);
  std::size_t replies = 0;
  for (const endpoint& peer : peers) {
    subject.receive(peer, answer, start_time);
    while (const auto event = subject.poll_event())
      if (const auto* one = std::get_if<a2s_fleet::happened>(&*event))
        replies += std::holds_alternative<a2s::info_reply>(one->what) && one->peer == peer;
  }
  CHECK(replies == 100);
  CHECK(subject.count().strangers == 100);
  CHECK(subject.in_flight() == many - 100);
}

TEST_SUITE_END();
