#include <doctest/doctest.h>

#include <gamewire/reconnect.hpp>

using namespace std::chrono_literals;
using namespace gamewire;

TEST_SUITE_BEGIN("reconnect");

TEST_CASE("waits double up to the longest, a tenth more or less, and end") {
  backoff waits({.attempts = 6, .delay = 1s, .max_delay = 10s}, 7);
  for (const auto expected : {1s, 2s, 4s, 8s, 10s, 10s}) {
    const auto wait = waits.next();
    REQUIRE(wait);
    CHECK(*wait >= expected - expected / 10.0);
    CHECK(*wait <= expected + expected / 10.0);
  }
  CHECK_FALSE(waits.next());
  CHECK_FALSE(waits.next());
  waits.reset();
  CHECK(*waits.next() <= 1100ms);
}

TEST_CASE("equal seeds wait alike, others do not, and none at all waits for nothing") {
  const reconnect_options options{.attempts = 1};
  CHECK(backoff(options, 1).next() == backoff(options, 1).next());
  CHECK(backoff(options, 1).next() != backoff(options, 2).next());
  CHECK_FALSE(backoff({}, 1).next());
}

TEST_CASE("delays are positive, in order, and at most a day") {
  CHECK_FALSE(reconnect_options{}.validate());
  CHECK_FALSE(reconnect_options{.delay = 24h, .max_delay = 24h}.validate());
  for (const reconnect_options& wrong :
       {reconnect_options{.delay = 0s}, reconnect_options{.delay = 2s, .max_delay = 1s},
        reconnect_options{.max_delay = 25h}})
    CHECK(wrong.validate() == errc::invalid_options);
  CHECK(*backoff({.attempts = 1, .delay = 1ns, .max_delay = 1ns}, 1).next() == 1ns);
}

TEST_SUITE_END();
