/// Base64 (RFC 4648, 4).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// Characters for so many bytes, the '=' at the end included.
constexpr std::size_t base64_size(std::size_t of) noexcept { return (of + 2) / 3 * 4; }

/// The four characters for the first three bytes, or for the last one or two.
constexpr std::array<char, 4> base64_group(bytes in) noexcept {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::uint32_t three = 0;
  for (std::size_t i = 0; i < 3; ++i)
    three = three << 8 | (i < in.size() ? std::to_integer<std::uint32_t>(in[i]) : 0);
  std::array<char, 4> out{};
  for (std::size_t i = 0; i < 4; ++i) out[i] = i > in.size() ? '=' : digits[three >> (18 - 6 * i) & 63];
  return out;
}

/// Of what has a size that is known beforehand.
template <std::size_t Size>
constexpr std::array<char, base64_size(Size)> base64(const std::array<std::byte, Size>& in) noexcept {
  std::array<char, base64_size(Size)> out{};
  for (std::size_t from = 0, to = 0; from < Size; from += 3, to += 4)
    std::ranges::copy(base64_group(bytes(in).subspan(from)), out.data() + to);
  return out;
}

}  // namespace gamewire::inline v0
