/// One simulated run: a server, a few askers, a network and its weather, all from one seed.
#pragma once

#include "asker.hpp"

namespace gamewire::sim {

struct outcome {
  std::uint64_t trace = 0;  // equal for equal runs
  tally counts;
  std::string breach;  // the first promise that was broken, or ""
};

outcome run(std::uint64_t seed, bool show = false);

}  // namespace gamewire::sim
