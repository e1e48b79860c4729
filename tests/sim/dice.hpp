/// Decisions from a seed: the same ones on every compiler and machine. No floating point, no std
/// distributions.
#pragma once

#include <gamewire/random.hpp>
#include <gamewire/time.hpp>

namespace gamewire::sim {

class dice {
 public:
  explicit dice(std::uint64_t seed) : random_(seed) {}

  std::uint64_t number() { return random_(); }
  /// From `least` to `most`, both included.
  std::uint32_t between(std::uint32_t least, std::uint32_t most) {
    return least + random_.below(most - least + 1);
  }
  bool chance(std::uint32_t per_mille) { return random_.below(1000) < per_mille; }
  nanoseconds milliseconds(std::uint32_t least, std::uint32_t most) {
    const std::uint64_t whole = between(least, most);
    return std::chrono::microseconds(whole * 1000 + random_.below(1000));
  }

 private:
  split_mix random_;
};

}  // namespace gamewire::sim
