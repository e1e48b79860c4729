#include <doctest/doctest.h>

#include <gamewire/rcon/error.hpp>
#include <gamewire/reconnect.hpp>

using namespace std::chrono_literals;
using namespace gamewire;

TEST_SUITE_BEGIN("reconnect");

TEST_CASE("waits double up to the longest, a tenth more or less, and end") {
  constexpr reconnect_options options{.attempts = 6, .delay = 1s, .max_delay = 10s};
  backoff waits(7);
  for (const auto expected : {1s, 2s, 4s, 8s, 10s, 10s}) {
    const auto wait = waits.next(options);
    REQUIRE(wait);
    CHECK(*wait >= expected - expected / 10.0);
    CHECK(*wait <= expected + expected / 10.0);
  }
  CHECK_FALSE(waits.next(options));
  CHECK_FALSE(waits.next(options));
  waits.reset();
  CHECK(*waits.next(options) <= 1100ms);
}

TEST_CASE("equal seeds wait alike, others do not, and none at all waits for nothing") {
  const reconnect_options options{.attempts = 1};
  CHECK(backoff(1).next(options) == backoff(1).next(options));
  CHECK(backoff(1).next(options) != backoff(2).next(options));
  CHECK_FALSE(backoff(1).next({}));
}

TEST_CASE("delays are positive, in order, and at most a day") {
  CHECK_FALSE(reconnect_options{}.validate());
  CHECK_FALSE(reconnect_options{.delay = 24h, .max_delay = 24h}.validate());
  for (const reconnect_options& wrong :
       {reconnect_options{.delay = 0s}, reconnect_options{.delay = 2s, .max_delay = 1s},
        reconnect_options{.max_delay = 25h}})
    CHECK(wrong.validate() == errc::invalid_options);
  CHECK(*backoff(1).next({.attempts = 1, .delay = 1ns, .max_delay = 1ns}) == 1ns);
}

TEST_CASE("it is worth another attempt, unless that would end as the one before") {
  CHECK(worth_retrying({}));
  CHECK(worth_retrying(errc::closed));
  CHECK(worth_retrying(std::make_error_code(std::errc::connection_refused)));
  CHECK_FALSE(worth_retrying(errc::invalid_options));
  CHECK_FALSE(worth_retrying(rcon::errc::login_refused));
  CHECK_FALSE(worth_retrying(rcon::errc::banned));
}

TEST_SUITE_END();
