/// The ids that rcon::client gives its packets. Not for users.
#pragma once

#include <cstdint>

namespace gamewire::inline v0::rcon {

/// Counts up, and knows its own again. Every byte of an id is below 0x80, because a server is known that reads
/// them as signed ones; -1 and 0 mean other things; and the lowest three bytes are never all 0, lest a packet
/// begins like a stray end marker of Squad.
class wire_ids {
 public:
  explicit wire_ids(std::uint64_t seed) noexcept : last_(static_cast<std::uint32_t>(seed & mask)) {}

  std::int32_t next() noexcept {
    do {
      last_ = (last_ + 1) & mask;
      if (given_ < mask) ++given_;
    } while ((last_ & 0x1fffff) == 0);
    return spread(last_);
  }

  /// Has `next` given it?
  [[nodiscard]] bool gave(std::int32_t id) const noexcept {
    const auto raw = static_cast<std::uint32_t>(id);
    if ((raw & 0x80808080) != 0 || (raw & 0xffffff) == 0) return false;
    const std::uint32_t number =
        (raw & 0x7f) | (raw >> 1 & 0x3f80) | (raw >> 2 & 0x1fc000) | (raw >> 3 & 0xfe00000);
    return ((last_ - number) & mask) < given_;
  }

 private:
  static constexpr std::uint32_t mask = (1U << 28U) - 1;

  static std::int32_t spread(std::uint32_t number) noexcept {
    return static_cast<std::int32_t>((number & 0x7f) | (number & 0x3f80) << 1 | (number & 0x1fc000) << 2 |
                                     (number & 0xfe00000) << 3);
  }

  std::uint32_t last_;
  std::uint32_t given_ = 0;
};

}  // namespace gamewire::inline v0::rcon
