#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#include <gamewire/index_set.hpp>

namespace gamewire::inline v0 {

bool index_set::reserve(std::size_t capacity) noexcept {
  std::array<level, depth> larger;
  std::size_t bits = capacity;
  for (level& one : larger) {
    one.count = bits = (bits + 63) / 64;
    one.words.reset(new (std::nothrow) std::uint64_t[one.count]());
    if (!one.words) return false;
  }
  if (larger[0].count <= levels_[0].count) return true;
  for (std::size_t i = 0; i < depth; ++i)
    std::copy_n(levels_[i].words.get(), levels_[i].count, larger[i].words.get());
  levels_ = std::move(larger);
  return true;
}

void index_set::insert(index which) noexcept {
  for (level& one : levels_) {
    std::uint64_t& word = one.words[which / 64];
    const bool known_above = word != 0;
    word |= std::uint64_t{1} << which % 64;
    if (known_above) return;
    which /= 64;
  }
}

void index_set::clear(index which) noexcept {
  for (level& one : levels_) {
    std::uint64_t& word = one.words[which / 64];
    word &= ~(std::uint64_t{1} << which % 64);
    if (word != 0) return;
    which /= 64;
  }
}

index_set::index index_set::take() noexcept {
  if (empty()) return none;
  index taken = first_from(turn_);
  if (taken == none) taken = first_from(0);
  clear(taken);
  turn_ = taken + 1;
  return taken;
}

/// Climbs until something lies to the right, and goes down to the first that does.
index_set::index index_set::first_from(index least) const noexcept {
  for (std::size_t i = 0; i < depth; ++i) {
    if (least / 64 >= levels_[i].count) return none;
    const std::uint64_t word = levels_[i].words[least / 64] >> least % 64;
    if (word == 0) {
      least = least / 64 + 1;
      continue;
    }
    least += static_cast<index>(std::countr_zero(word));
    while (i-- != 0) least = least * 64 + static_cast<index>(std::countr_zero(levels_[i].words[least]));
    return least;
  }
  return none;
}

}  // namespace gamewire::inline v0
