/// Which entries of the log have been told. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <gamewire/siphash.hpp>

namespace gamewire::inline v0::asf {

/// Remembers the last ones, by a hash of their first line: in the log file the others stand by themselves.
class log_memory {
 public:
  /// The most that the server ever shows again: NLog's history, which holds 20 unless it is told otherwise.
  static constexpr std::size_t longest_history = 255;
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  /// Keyed, so that nobody who gets lines into the log can hide those of others.
  explicit log_memory(std::uint64_t seed) noexcept : key_{seed, ~seed} {}

  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// Where it is; `nowhere` if it is not held.
  [[nodiscard]] std::size_t find(std::string_view entry) const noexcept {
    const auto end = last_.begin() + static_cast<std::ptrdiff_t>(size_);
    const auto at = std::find(last_.begin(), end, hash(entry));
    return at != end ? static_cast<std::size_t>(at - last_.begin()) : nowhere;
  }
  /// Where it is, if it was told later than what is at `at`.
  [[nodiscard]] std::size_t find_behind(std::size_t at, std::string_view entry) const noexcept {
    if (at == nowhere) return nowhere;
    const std::uint64_t wanted = hash(entry);
    for (at = (at + 1) % last_.size(); at != next_; at = (at + 1) % last_.size())
      if (last_[at] == wanted) return at;
    return nowhere;
  }
  void add(std::string_view entry) noexcept {
    last_[next_] = hash(entry);
    next_ = (next_ + 1) % last_.size();
    size_ = std::max(size_, next_ == 0 ? last_.size() : next_);
  }

 private:
  [[nodiscard]] std::uint64_t hash(std::string_view entry) const noexcept {
    return siphash(key_, as_bytes(entry.substr(0, entry.find('\n'))));
  }

  siphash_key key_;
  std::array<std::uint64_t, 2 * longest_history> last_{};
  std::size_t next_ = 0;
  std::size_t size_ = 0;
};

}  // namespace gamewire::inline v0::asf
