/// After which silence a server has no more to say. Not for users.
#pragma once

#include <algorithm>

#include <gamewire/time.hpp>

namespace gamewire::inline v0::rcon {

/// What the options say, or four round trips, if that is longer.
constexpr nanoseconds silence(nanoseconds quiet_time, nanoseconds round_trip) noexcept {
  return std::max(quiet_time, 4 * round_trip);
}

}  // namespace gamewire::inline v0::rcon
