/// How long the attempts at a request wait for their answer, whatever the protocol. Not for users.
#pragma once

#include <algorithm>

#include <gamewire/time.hpp>

namespace gamewire::inline v0 {

/// Attempts grow by half; here they stop, far below what would overflow.
inline constexpr nanoseconds longest_attempt = std::chrono::hours(24);

/// What attempt number `attempt` (from 0) waits, before jitter, when the first one waits `first`.
constexpr nanoseconds attempt_timeout(nanoseconds first, unsigned attempt) noexcept {
  nanoseconds wait = first;
  for (; attempt != 0 && wait < longest_attempt; --attempt) wait += wait / 2;
  return std::min(wait, longest_attempt);
}

/// What the first one and so many more wait in all.
constexpr nanoseconds attempts_time(nanoseconds first, unsigned retries) noexcept {
  nanoseconds sum{};
  for (unsigned attempt = 0; attempt <= retries; ++attempt) sum += attempt_timeout(first, attempt);
  return sum;
}

}  // namespace gamewire::inline v0
