/// Reproducible pseudo-random numbers. Whoever uses them brings the seed: core has no source of its own.
#pragma once

#include <algorithm>
#include <cstdint>

#include <gamewire/time.hpp>

namespace gamewire::inline v0 {

/// Mixes all bits of `x`: equal inputs give equal outputs on every compiler and machine (Stafford's mix 13,
/// the finaliser of SplitMix64). Not for secrets.
constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// `span` give or take a tenth, as `draw` decides; at least a nanosecond.
constexpr nanoseconds jittered(nanoseconds span, std::uint64_t draw) noexcept {
  const nanoseconds moved = span - span / 10 + span / 5 / 1024 * static_cast<std::int64_t>(draw % 1024);
  return std::max(moved, nanoseconds(1));
}

/// SplitMix64: eight bytes of state, every seed is a good one. Not for secrets.
class split_mix {
 public:
  constexpr explicit split_mix(std::uint64_t seed = 0) noexcept : state_(seed) {}

  constexpr std::uint64_t operator()() noexcept { return mix64(state_ += 0x9e3779b97f4a7c15); }

  /// A number below `bound` (> 0), even to within 2^-32 for bounds below 2^32.
  constexpr std::uint32_t below(std::uint32_t bound) noexcept {
    return static_cast<std::uint32_t>(((*this)() >> 32) * bound >> 32);
  }

 private:
  std::uint64_t state_;
};

}  // namespace gamewire::inline v0
