/// What strangers can do to a responder, and through it to others.

#include <algorithm>
#include <map>

#include <doctest/doctest.h>

#include <gamewire/random.hpp>

#include "responder_harness.hpp"

using namespace responder_harness;
using namespace std::chrono_literals;

namespace {

/// A server with much to say and no limit that would hide a fault.
responder generous(std::uint32_t rate = 0) {
  auto chosen = usual;
  chosen.rate = rate;
  responder made(chosen);
  for (const auto& message : {info_reply(std::string(1000, 'n')), players_reply(), rules_reply(400)})
    REQUIRE(made.publish(message) == std::error_code{});
  return made;
}

endpoint random_peer(split_mix& random, std::uint32_t among) {
  const std::uint32_t number = random.below(among);
  const auto port = static_cast<std::uint16_t>(1024 + number % 3);
  if (number % 5 == 0)
    return endpoint::v6({0x20, 1, 0xd, 0xb8, 0, 0, 0, static_cast<std::uint8_t>(number)}, port);
  return endpoint::v4({198, 51, static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)},
                      port);
}

data noise(split_mix& random, std::size_t size) {
  data made(size);
  for (auto& byte : made) byte = static_cast<std::byte>(random() >> 56);
  return made;
}

a2s::challenge guess(split_mix& random) {
  a2s::challenge made;
  byte_writer(made).u32(static_cast<std::uint32_t>(random()));
  return made;
}

/// A datagram that no peer sends who has read its own challenge: without one, with a guess, cut short,
/// padded, changed, noise. `stolen` is a challenge of another peer.
data unproven(split_mix& random, a2s::challenge stolen) {
  constexpr std::array types{request_type::info, request_type::players, request_type::rules,
                             request_type::get_challenge, request_type::ping};
  constexpr std::array words{"ping", "details", "info", "players", "rules", "infostring"};
  if (random.below(8) == 0) return noise(random, random.below(40));
  if (random.below(8) == 0) return owned(as_bytes(std::string("\xff\xff\xff\xff") + words[random.below(6)]));

  std::optional<a2s::challenge> given;
  switch (random.below(4)) {
    case 0: given = stolen; break;
    case 1: given = a2s::zero_challenge; break;
    case 2: given = guess(random); break;
    default: break;
  }
  const auto padding = random.below(4) == 0 ? random.below(1300) : 0;
  data made = query(types[random.below(types.size())], given, static_cast<std::uint16_t>(padding));
  if (random.below(4) == 0) made.resize(random.below(static_cast<std::uint32_t>(made.size()) + 1));
  if (random.below(8) == 0 && !made.empty())
    made[random.below(static_cast<std::uint32_t>(made.size()))] ^=
        static_cast<std::byte>(1 << random.below(8));
  return made;
}

}  // namespace

TEST_CASE("nobody who has not proved his address is sent more than he sent") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    split_mix random(seed);
    auto server = generous();
    std::map<endpoint, std::size_t> credit;
    std::pair<endpoint, a2s::challenge> overheard;
    std::size_t sent = 0;
    auto now = start;
    for (int i = 0; i < 2000; ++i) {
      now += std::chrono::milliseconds(random.below(100));
      const endpoint peer = random_peer(random, 200);
      const data in = unproven(random, peer == overheard.first ? a2s::challenge{} : overheard.second);
      credit[peer] += in.size();
      deliver(server, peer, in, now);
      if (random.below(4) != 0) continue;
      for (const auto& [to, payload] : drain(server, 1 + random.below(5))) {
        ++sent;
        REQUIRE(payload.size() <= credit[to]);
        credit[to] -= payload.size();
        if (const auto given = a2s::decode_challenge(payload)) overheard = {to, *given};
      }
    }
    CHECK(sent > 100);
  }
}

TEST_CASE("each single answer to an unproven peer is no longer than its query") {
  split_mix random(1);
  auto server = generous();
  for (int i = 0; i < 20000; ++i) {
    const data in = unproven(random, {});
    deliver(server, alice, in, start);
    std::size_t out = 0;
    for (const auto& [to, payload] : drain(server)) out += payload.size();
    REQUIRE(out <= in.size());
  }
}

TEST_CASE("queries cut at every byte get no answer that they would not get whole, and no crash") {
  for (const auto type : {request_type::info, request_type::players, request_type::rules}) {
    auto server = generous();
    const auto given = fetch_challenge(server, alice);
    const data whole = query(type, given);
    for (std::size_t size = 0; size < whole.size(); ++size)
      CHECK(deliver(server, alice, bytes(whole).first(size)) != verdict::answered);
    CHECK(deliver(server, alice, whole) == verdict::answered);
  }
}

TEST_CASE("every length of noise and of zeros behind every header is refused or challenged, with one event") {
  split_mix random(3);
  auto server = generous();
  std::vector<std::size_t> sizes{65535};
  for (std::size_t size = 0; size <= 64; ++size) sizes.push_back(size);
  for (const std::size_t size : sizes)
    for (const auto& header : {data{}, owned(a2s::whole_header), owned(a2s::split_header)})
      for (const bool zeros : {true, false})
        for (int round = 0; round < 20; ++round) {
          data in = zeros ? data(size) : noise(random, size);
          std::copy_n(header.begin(), std::min(size, header.size()), in.begin());
          const test::exact_memory wire(in);
          server.receive(alice, wire.view(), start);
          const auto event = server.poll_event();
          REQUIRE(event.has_value());
          const auto* queried = std::get_if<responder::queried>(&*event);
          REQUIRE((queried == nullptr || queried->became != verdict::answered ||
                   queried->what == request_type::ping));
          REQUIRE_FALSE(server.poll_event().has_value());
          drain(server);
        }
}

TEST_CASE("a query of 64 KiB is read like any other") {
  auto server = generous();
  const auto given = fetch_challenge(server, alice);
  data in = query(request_type::info, given);
  in.resize(65507);
  CHECK(deliver(server, alice, in) == verdict::answered);
}

TEST_CASE("a flood of 100 000 forged addresses blocks nobody, and whoever asks too much stays limited") {
  auto chosen = usual;
  chosen.rate = 10;
  chosen.burst = 5;
  chosen.rate_table = 64;
  responder server(chosen);
  REQUIRE(server.publish(info_reply()) == std::error_code{});
  const auto given = fetch_challenge(server, alice);
  for (std::uint32_t i = 0; i < chosen.burst; ++i) deliver(server, alice, query(request_type::info, given));
  drain(server);

  std::size_t blocked = 0;
  for (std::uint32_t i = 0; i < 100000; ++i) {
    const endpoint forged = endpoint::v4({10, static_cast<std::uint8_t>(i >> 16),
                                          static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)},
                                         27005);
    if (deliver(server, forged, query(request_type::info)) != verdict::challenged) ++blocked;
    drain(server);
  }
  CHECK(blocked == 0);
  CHECK(deliver(server, alice, query(request_type::info, given)) == verdict::rate_limited);
  CHECK(deliver(server, alice, query(request_type::info, given), start + 1s) == verdict::answered);
}

TEST_CASE("a flood that nobody drains fills the queue and no more") {
  auto server = generous();
  std::size_t queued = 0;
  for (int i = 0; i < 100000; ++i)
    if (deliver(server, alice, query(request_type::info)) == verdict::challenged) ++queued;
  CHECK(queued == usual.max_queue);
  CHECK(drain(server).size() == queued);
}

TEST_CASE("guesses at a challenge do not hit") {
  split_mix random(5);
  auto server = generous();
  std::size_t hits = 0;
  for (int i = 0; i < 100000; ++i) {
    if (deliver(server, alice, query(request_type::info, guess(random))) == verdict::answered) ++hits;
    if (i % 1000 == 0) drain(server);
  }
  CHECK(hits == 0);
}
