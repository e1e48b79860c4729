/// Many runs of some worlds, two at a time where the machine has two cores, and what came of them.
#pragma once

#include <string>
#include <vector>

#include "worlds.hpp"

namespace gamewire::sim {

/// Seeds of one world: `seeds` of them, from `from` on.
struct stretch {
  const world_kind* in;
  std::uint64_t from;
  std::uint64_t seeds;
};

struct summary {
  stretch ran;
  std::uint64_t trace = 0;
  tally counts;
  fault_counts met;
  std::uint64_t broken = 0;  // by how many seeds a promise was, of which each has been told
  double seconds = 0;

  /// What there is and was not met, and what was met and is not on the menu.
  [[nodiscard]] std::vector<std::string> unmet() const;
  [[nodiscard]] std::vector<std::string> unknown() const;
};

/// In the order given. How far they have come shows on the standard error, if that is a terminal.
std::vector<summary> run_all(const std::vector<stretch>& what);

}  // namespace gamewire::sim
