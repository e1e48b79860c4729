/// What there is to be met in a world, by name, and how often it was.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gamewire::sim {

/// What a world can let happen: faults, and where it says so, events. Each name once.
using menu = std::vector<std::string>;

inline menu operator+(menu one, const menu& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

class fault_counts {
 public:
  void met(std::string_view what, std::uint64_t times = 1) {
    if (times == 0) return;
    const auto at = counts_.find(what);
    at != counts_.end() ? at->second += times : counts_.emplace(what, times).first->second;
  }
  fault_counts& operator+=(const fault_counts& other) {
    for (const auto& [what, times] : other.counts_) met(what, times);
    return *this;
  }
  [[nodiscard]] std::uint64_t operator[](std::string_view what) const {
    const auto at = counts_.find(what);
    return at != counts_.end() ? at->second : 0;
  }
  [[nodiscard]] const auto& all() const { return counts_; }

 private:
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

}  // namespace gamewire::sim
