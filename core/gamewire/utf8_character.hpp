/// A character, written as UTF-8. Not for users: they have text.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace gamewire::inline v0 {

/// Its one to four bytes, as a value (RFC 3629, 3). For what is a character: no half of a surrogate pair, nothing above
/// U+10FFFF.
class utf8_character {
 public:
  constexpr utf8_character() = default;
  explicit constexpr utf8_character(char32_t c) noexcept {
    constexpr std::array<char32_t, 4> leads{0, 0xc0, 0xe0, 0xf0};
    const std::size_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    put(leads[more] | c >> 6 * more);
    while (size_ <= more) put(0x80 | (c >> 6 * (more - size_) & 0x3f));
  }

  [[nodiscard]] constexpr std::string_view view() const noexcept { return {bytes_.data(), size_}; }

 private:
  constexpr void put(char32_t byte) noexcept { bytes_[size_++] = static_cast<char>(byte); }

  std::array<char, 4> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace gamewire::inline v0
