/// Base64 (RFC 4648, 4), of what has a size that is known beforehand.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// Characters for so many bytes, the '=' at the end included.
constexpr std::size_t base64_size(std::size_t of) noexcept { return (of + 2) / 3 * 4; }

template <std::size_t Size>
constexpr std::array<char, base64_size(Size)> base64(const std::array<std::byte, Size>& in) noexcept {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<char, base64_size(Size)> out{};
  for (std::size_t from = 0, to = 0; from < Size; from += 3, to += 4) {
    std::uint32_t three = 0;
    for (std::size_t i = 0; i < 3; ++i)
      three = three << 8 | (from + i < Size ? std::to_integer<std::uint32_t>(in[from + i]) : 0);
    for (std::size_t i = 0; i < 4; ++i)
      out[to + i] = from + i > Size ? '=' : digits[three >> (18 - 6 * i) & 63];
  }
  return out;
}

}  // namespace gamewire::inline v0
