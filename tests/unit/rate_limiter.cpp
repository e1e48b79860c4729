#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/rate_limiter.hpp>

using namespace std::chrono_literals;
using gamewire::endpoint;
using gamewire::rate_limiter;
using gamewire::time_point;

namespace {

constexpr time_point start{100s};
constexpr endpoint alice = endpoint::v4({192, 0, 2, 1}, 27005);
constexpr endpoint bob = endpoint::v4({192, 0, 2, 2}, 27005);

rate_limiter make(std::uint32_t rate, std::uint32_t burst, std::size_t buckets = 64, std::uint64_t seed = 1) {
  rate_limiter made;
  REQUIRE(made.allocate(rate, burst, buckets, seed));
  return made;
}

/// How many tokens an address gets at once.
int tokens(rate_limiter& from, const endpoint& who, time_point now) {
  int taken = 0;
  while (taken < 10000 && from.take(who, now)) ++taken;
  return taken;
}

endpoint numbered(std::uint32_t i) {
  return endpoint::v4({static_cast<std::uint8_t>(10 + (i >> 24)), static_cast<std::uint8_t>(i >> 16),
                       static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)},
                      1024);
}

/// How many of so many different addresses get no token.
int blocked_by(rate_limiter& limiter, std::uint32_t addresses) {
  int blocked = 0;
  for (std::uint32_t i = 0; i < addresses; ++i) blocked += limiter.take(numbered(i), start) ? 0 : 1;
  return blocked;
}

endpoint v6(const char* text) { return endpoint::parse(text).value(); }

}  // namespace

TEST_CASE("an address gets its burst at once and then its rate") {
  auto limiter = make(10, 5);
  CHECK(tokens(limiter, alice, start) == 5);
  CHECK(tokens(limiter, alice, start + 99ms) == 0);
  CHECK(tokens(limiter, alice, start + 100ms) == 1);
  CHECK(tokens(limiter, alice, start + 400ms) == 3);
  CHECK(tokens(limiter, alice, start + 1h) == 5);
}

TEST_CASE("those who were refused do not wait longer for it") {
  auto limiter = make(10, 1);
  CHECK(limiter.take(alice, start));
  CHECK(tokens(limiter, alice, start + 50ms) == 0);
  CHECK(tokens(limiter, alice, start + 99ms) == 0);
  CHECK(limiter.take(alice, start + 100ms));
}

TEST_CASE("over a long time nobody gets more than rate and burst allow") {
  auto limiter = make(50, 100);
  int taken = 0;
  for (auto now = start; now < start + 10s; now += 1ms) taken += limiter.take(alice, now) ? 1 : 0;
  CHECK(taken >= 50 * 10);
  CHECK(taken <= 50 * 10 + 100);
}

TEST_CASE("addresses do not share a bucket, ports of one do") {
  auto limiter = make(10, 5);
  CHECK(tokens(limiter, alice, start) == 5);
  CHECK(tokens(limiter, alice.with_port(27006), start) == 0);
  CHECK(tokens(limiter, bob, start) == 5);
}

TEST_CASE("a v6 host has one bucket for its whole /64") {
  auto limiter = make(10, 5);
  CHECK(tokens(limiter, v6("[2001:db8:0:1::1]:1"), start) == 5);
  CHECK(tokens(limiter, v6("[2001:db8:0:1:ffff:ffff:ffff:ffff]:2"), start) == 0);
  CHECK(tokens(limiter, v6("[2001:db8:0:2::1]:1"), start) == 5);
}

TEST_CASE("a v4 address does not share a bucket with a v6 prefix of the same bytes") {
  auto limiter = make(10, 5);
  CHECK(tokens(limiter, alice, start) == 5);
  CHECK(tokens(limiter, v6("[c000:201::1]:1"), start) == 5);
  CHECK(tokens(limiter, v6("[0:0:c000:201::1]:1"), start) == 5);
}

TEST_CASE("rate 0 limits nothing") {
  auto limiter = make(0, 0);
  CHECK(tokens(limiter, alice, start) == 10000);
  rate_limiter untouched;
  CHECK(untouched.take(alice, start));
}

TEST_CASE("a burst of 0 counts as 1") {
  auto limiter = make(10, 0);
  CHECK(tokens(limiter, alice, start) == 1);
}

TEST_CASE("a full table blocks nobody who comes new") {
  auto limiter = make(10, 5, rate_limiter::ways);
  CHECK(blocked_by(limiter, 100000) == 0);
}

TEST_CASE("a flood of other addresses does not wash out one that is at its limit") {
  auto limiter = make(10, 5, rate_limiter::ways);
  CHECK(tokens(limiter, alice, start) == 5);
  REQUIRE(blocked_by(limiter, 100000) == 0);
  CHECK_FALSE(limiter.take(alice, start));
}

TEST_CASE("an address that gave way to others starts afresh") {
  auto limiter = make(10, 5, rate_limiter::ways);
  CHECK(limiter.take(alice, start));
  for (std::uint32_t i = 0; i < rate_limiter::ways; ++i) CHECK(tokens(limiter, numbered(i), start) == 5);
  CHECK(tokens(limiter, alice, start) == 5);
}

TEST_CASE("the seed decides who shares a place with whom") {
  const auto remembered = [](std::uint64_t seed) {
    auto limiter = make(10, 2, 256, seed);
    REQUIRE(blocked_by(limiter, 512) == 0);
    std::vector<bool> those;
    for (std::uint32_t i = 0; i < 512; ++i) those.push_back(tokens(limiter, numbered(i), start) == 1);
    return those;
  };
  CHECK(remembered(1) == remembered(1));
  CHECK(remembered(1) != remembered(2));
}

TEST_CASE("a burst is needed where there is a rate, and a table of a power of two") {
  CHECK(rate_limiter::fits(0, 0, rate_limiter::ways));
  CHECK(rate_limiter::fits(1, 1, rate_limiter::most_buckets));
  CHECK_FALSE(rate_limiter::fits(1, 0, 64));
  for (const std::size_t buckets :
       {std::size_t{0}, rate_limiter::ways / 2, std::size_t{63}, 2 * rate_limiter::most_buckets})
    CHECK_FALSE(rate_limiter::fits(1, 1, buckets));
}

TEST_CASE("no point in time and no limit overflows") {
  constexpr auto most = std::numeric_limits<std::uint32_t>::max();
  for (const auto rate : {1U, most})
    for (const auto burst : {1U, most}) {
      auto limiter = make(rate, burst);
      for (const auto now : {time_point::min(), time_point{}, time_point::max() - 1ns, time_point::max()})
        CHECK(limiter.take(alice, now));
    }
}
