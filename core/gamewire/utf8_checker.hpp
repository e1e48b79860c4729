/// Is it UTF-8 what comes in pieces, wherever they are cut? `is_utf8` (text.hpp) for those who have it all at once.
#pragma once

#include <cstdint>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// Three bytes of state: what may follow. Refuses at the first byte that no text can go on with (RFC 3629).
class utf8_checker {
 public:
  /// Goes on with the piece. False when no more can mend it; then it stays so.
  [[nodiscard]] bool add(bytes piece) noexcept;

  /// Not in the middle of a character.
  [[nodiscard]] bool complete() const noexcept { return needed_ == 0; }

 private:
  static constexpr std::uint8_t broken = 0xff;

  void start(std::uint8_t lead) noexcept;
  void go_on(std::uint8_t byte) noexcept;

  std::uint8_t needed_ = 0;  // bytes until the character is whole
  std::uint8_t low_ = 0x80;  // between these the next of them has to be
  std::uint8_t high_ = 0xbf;
};

}  // namespace gamewire::inline v0
