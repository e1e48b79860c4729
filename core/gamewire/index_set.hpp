/// A set of small numbers, in a bit each. Not for users.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace gamewire::inline v0 {

/// Numbers below a capacity of at most 2^24, given out in turn. A bit for each number, one for each 64 that
/// have a member among them, one for each 64 of those, and so on: every operation takes four steps at most.
class index_set {
 public:
  using index = std::uint32_t;
  static constexpr index none = ~index{0};

  /// Makes room for numbers below `capacity`; members stay. False when the allocation failed: nothing
  /// changed.
  [[nodiscard]] bool reserve(std::size_t capacity) noexcept;

  // Only for numbers below the capacity.
  void insert(index which) noexcept;
  void erase(index which) noexcept {
    if (contains(which)) clear(which);
  }
  [[nodiscard]] bool contains(index which) const noexcept {
    return (levels_[0].words[which / 64] >> which % 64 & 1) != 0;
  }
  [[nodiscard]] bool empty() const noexcept { return levels_[depth - 1].count == 0 || top() == 0; }

  /// Takes out the next member above the last that was taken, round and round, so that each gets its turn;
  /// `none` when the set is empty.
  index take() noexcept;

 private:
  static constexpr std::size_t depth = 4;

  struct level {
    std::unique_ptr<std::uint64_t[]> words;
    std::size_t count = 0;
  };

  [[nodiscard]] std::uint64_t top() const noexcept { return levels_[depth - 1].words[0]; }
  void clear(index which) noexcept;
  [[nodiscard]] index first_from(index least) const noexcept;

  std::array<level, depth> levels_;
  index turn_ = 0;
};

}  // namespace gamewire::inline v0
