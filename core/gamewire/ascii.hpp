/// The letters of ASCII, whose case many protocols do not count, and hex digits; whatever the locale. Not for users.
#pragma once

#include <cstddef>
#include <string_view>

namespace gamewire::inline v0 {

constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr unsigned no_hex_digit = 16;

/// What a hex digit stands for; `no_hex_digit` for any other character.
constexpr unsigned hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char letter = ascii_lower(c);
  return letter >= 'a' && letter <= 'f' ? static_cast<unsigned>(letter - 'a') + 10 : no_hex_digit;
}

/// Are they the same but for the case of A to Z?
constexpr bool same_word(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
  return true;
}

}  // namespace gamewire::inline v0
