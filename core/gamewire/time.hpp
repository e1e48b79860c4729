/// The type of time. Core never asks what time it is: every operation that needs to know is told.
#pragma once

#include <chrono>

namespace gamewire::inline v0 {

using std::chrono::nanoseconds;

/// A point on the monotonic clock. A type only: nothing in core calls `now()`.
using time_point = std::chrono::time_point<std::chrono::steady_clock, nanoseconds>;

/// The deadline of a machine that waits for nothing.
inline constexpr time_point never = time_point::max();

/// `at + span`, or `never` where that would overflow. Options can hold any duration, so plain `+` is not
/// safe.
constexpr time_point later(time_point at, nanoseconds span) noexcept {
  if (span <= nanoseconds::zero()) return at;
  return at.time_since_epoch() > nanoseconds::max() - span ? never : at + span;
}

}  // namespace gamewire::inline v0
