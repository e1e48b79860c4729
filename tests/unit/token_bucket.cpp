#include <doctest/doctest.h>

#include <gamewire/token_bucket.hpp>

using namespace std::chrono_literals;
using namespace gamewire;

namespace {

constexpr time_point start{100s};

/// Takes whatever there is.
std::uint64_t drain(token_bucket& bucket, time_point now) {
  const std::uint64_t there = bucket.available(now);
  bucket.take(there, now);
  return there;
}

}  // namespace

TEST_CASE("a bucket gives its burst at once and then its rate") {
  token_bucket bucket(10, 5);
  CHECK(drain(bucket, start) == 5);
  CHECK(bucket.next() == start + 100ms);
  CHECK(bucket.when_full() == start + 500ms);
  CHECK(drain(bucket, start + 99ms) == 0);
  CHECK(drain(bucket, start + 100ms) == 1);
  CHECK(drain(bucket, start + 420ms) == 3);
  CHECK(drain(bucket, start + 1h) == 5);
}

TEST_CASE("there is one when the bucket says there will be, and not before") {
  for (const std::uint32_t rate : {1U, 3U, 7U, 5000U, 999999U, 4294967295U}) {
    CAPTURE(rate);
    token_bucket bucket(rate, 3);
    CHECK(drain(bucket, start) == 3);
    CHECK(bucket.next() > start);
    CHECK(bucket.available(bucket.next() - 1ns) == 0);
    CHECK(bucket.available(bucket.next()) == 1);
    CHECK(bucket.available(bucket.when_full()) == 3);
  }
}

TEST_CASE("an untouched bucket is full, and has been for ever") {
  const token_bucket bucket(10, 5);
  CHECK(bucket.next() == time_point::min());
  CHECK(bucket.when_full() == time_point::min());
}

TEST_CASE("it never gives more than its rate, whatever that is") {
  token_bucket bucket(3, 1);  // a third of a second is no number of nanoseconds
  std::uint64_t taken = 0;
  for (auto now = start; now < start + 1000s; now = bucket.next()) taken += drain(bucket, now);
  CHECK(taken == 3000);
}

TEST_CASE("more than there are is a debt, which is waited for") {
  token_bucket bucket(10, 5);
  bucket.take(12, start);
  CHECK(bucket.available(start) == 0);
  CHECK(bucket.next() == start + 800ms);
  CHECK(drain(bucket, start + 799ms) == 0);
  CHECK(drain(bucket, start + 800ms) == 1);
}

TEST_CASE("a bucket that would take longer to fill than times can tell holds as many as they can") {
  token_bucket bucket = token_bucket::every(24h, 1'000'000);
  CHECK(bucket.available(start) == nanoseconds::max() / 24h);
  bucket.take(1, start);
  CHECK(bucket.next() < start);
  CHECK(bucket.available(start) == nanoseconds::max() / 24h - 1);
  for (const time_point early : {time_point::min() + 1h, time_point(-1h)}) {
    token_bucket other = token_bucket::every(24h, 1'000'000);
    other.take(1, early);
    CHECK(other.next() < early);
  }
}

TEST_CASE("without a rate there is always enough") {
  token_bucket bucket;
  for (int i = 0; i < 3; ++i) {
    CHECK(bucket.available(start) > 1000000);
    bucket.take(1000000, start);
  }
}
