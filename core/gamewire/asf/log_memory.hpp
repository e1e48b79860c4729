/// Which entries of the log have been told. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <gamewire/siphash.hpp>

namespace gamewire::inline v0::asf {

/// Remembers the last ones in their order, by a hash of their first line: in the log file the others stand by themselves.
class log_memory {
 public:
  /// The most that the server ever shows again: NLog's history, which holds 20 unless it is told otherwise.
  static constexpr std::size_t longest_history = 255;
  static constexpr std::size_t capacity = 2 * longest_history;

  /// Keyed, so that nobody who gets lines into the log can hide those of others.
  explicit log_memory(std::uint64_t seed) noexcept : key_{seed, ~seed} {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  /// The oldest is number 0.
  [[nodiscard]] std::uint64_t operator[](std::size_t number) const noexcept {
    return last_[(next_ + capacity - size_ + number) % capacity];
  }
  [[nodiscard]] std::uint64_t hash(std::string_view entry) const noexcept {
    return siphash(key_, as_bytes(entry.substr(0, entry.find('\n'))));
  }
  void add(std::string_view entry) noexcept {
    last_[next_] = hash(entry);
    next_ = (next_ + 1) % capacity;
    size_ = std::min(size_ + 1, capacity);
  }
  void clear() noexcept { size_ = 0; }

 private:
  siphash_key key_;
  std::array<std::uint64_t, capacity> last_{};
  std::size_t next_ = 0;
  std::size_t size_ = 0;
};

}  // namespace gamewire::inline v0::asf
