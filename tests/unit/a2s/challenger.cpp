#include <doctest/doctest.h>

#include <gamewire/a2s/challenger.hpp>

using namespace std::chrono_literals;
using gamewire::endpoint;
using gamewire::time_point;
using gamewire::a2s::challenge;
using gamewire::a2s::challenger;
using gamewire::a2s::to_challenge;

namespace {

constexpr endpoint alice = endpoint::v4({192, 0, 2, 1}, 27005);
constexpr time_point slot_start{300s};
const challenger thirty_seconds({1, 2}, 30s);

}  // namespace

TEST_CASE("a challenge holds in its slot and the next, and no longer") {
  for (const auto into : {0s, 1s, 29s}) {
    const challenge given = thirty_seconds.issue(alice, slot_start + into);
    CHECK(thirty_seconds.holds(given, alice, slot_start + into));
    CHECK(thirty_seconds.holds(given, alice, slot_start + 30s));
    CHECK(thirty_seconds.holds(given, alice, slot_start + 60s - 1ns));
    CHECK_FALSE(thirty_seconds.holds(given, alice, slot_start + 60s));
    CHECK_FALSE(thirty_seconds.holds(given, alice, slot_start - 1ns));
  }
}

TEST_CASE("a challenge holds for nobody else") {
  const challenge given = thirty_seconds.issue(alice, slot_start);
  CHECK_FALSE(thirty_seconds.holds(given, alice.with_port(27006), slot_start));
  CHECK_FALSE(thirty_seconds.holds(given, endpoint::v4({192, 0, 2, 2}, 27005), slot_start));
  CHECK_FALSE(thirty_seconds.holds(given, endpoint::v6({192, 0, 2, 1}, 27005), slot_start));
}

TEST_CASE("link-local neighbours on two interfaces have two challenges") {
  constexpr std::array<std::uint8_t, 16> link_local{0xfe, 0x80, 0, 0, 0, 0, 0, 0, 1};
  const challenge given = thirty_seconds.issue(endpoint::v6(link_local, 27005, 1), slot_start);
  CHECK_FALSE(thirty_seconds.holds(given, endpoint::v6(link_local, 27005, 2), slot_start));
}

TEST_CASE("a challenge of another secret does not hold") {
  for (const gamewire::siphash_key secret : {gamewire::siphash_key{1, 3}, {2, 2}, {0, 0}})
    CHECK_FALSE(thirty_seconds.holds(challenger(secret, 30s).issue(alice, slot_start), alice, slot_start));
}

TEST_CASE("a challenge with any bit changed does not hold") {
  const challenge given = thirty_seconds.issue(alice, slot_start);
  for (std::size_t bit = 0; bit < 32; ++bit) {
    challenge changed = given;
    changed[bit / 8] ^= static_cast<std::byte>(1 << bit % 8);
    CHECK_FALSE(thirty_seconds.holds(changed, alice, slot_start));
  }
}

TEST_CASE("what clients send for no challenge is never made into one") {
  using gamewire::a2s::no_challenge;
  using gamewire::a2s::zero_challenge;
  for (const std::uint64_t hash : {0ULL, 0xffffffffULL, 0xffffffff00000000ULL, 0xffffffffffffffffULL, 1ULL}) {
    CHECK(to_challenge(hash) != no_challenge);
    CHECK(to_challenge(hash) != zero_challenge);
  }
  CHECK(to_challenge(0x0807060504030201) ==
        challenge{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}});
}

TEST_CASE("slots are equally long on both sides of the clock's zero") {
  for (const auto at : {-60s, -45s, -30s, -1s, 0s, 29s}) {
    const challenge given = thirty_seconds.issue(alice, time_point{at});
    CHECK(thirty_seconds.holds(given, alice, time_point{at + 30s}));
    CHECK_FALSE(thirty_seconds.holds(given, alice, time_point{at + 60s}));
  }
}

TEST_CASE("no lifetime and no point in time overflows") {
  for (const auto lifetime : {std::chrono::nanoseconds(1), std::chrono::nanoseconds::max()})
    for (const auto now : {time_point::min(), time_point{}, time_point::max()}) {
      const challenger extreme({1, 2}, lifetime);
      CHECK(extreme.holds(extreme.issue(alice, now), alice, now));
    }
}
