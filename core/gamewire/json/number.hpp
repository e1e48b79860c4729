/// JSON numbers.
#pragma once

#include <bit>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include <gamewire/json/error.hpp>

namespace gamewire::inline v0::json {

/// Is it a number by RFC 8259, section 6?
constexpr bool is_number(std::string_view text) noexcept {
  const auto digits = [&text] {
    std::size_t size = 0;
    while (size != text.size() && text[size] >= '0' && text[size] <= '9') ++size;
    text.remove_prefix(size);
    return size;
  };
  const auto take = [&text](char a, char b) {
    const bool is = !text.empty() && (text.front() == a || text.front() == b);
    if (is) text.remove_prefix(1);
    return is;
  };
  take('-', '-');
  const bool zero = text.starts_with('0');
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (take('.', '.') && digits() == 0) return false;
  if (!take('e', 'E')) return text.empty();
  take('+', '-');
  return digits() != 0 && text.empty();
}

/// The number that plain digits stand for, up to 18 of them and without a 0 before others; nothing for anything else.
/// Eight at a time: ids have many, and packets many ids.
inline std::optional<std::uint64_t> plain_digits(std::string_view text) noexcept {
  if (text.empty() || text.size() > 18 || (text[0] == '0' && text.size() > 1)) return std::nullopt;
  std::uint64_t value = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (; text.size() >= 8; text.remove_prefix(8)) {
      std::uint64_t eight;
      std::memcpy(&eight, text.data(), sizeof eight);
      constexpr std::uint64_t high = 0xf0f0f0f0f0f0f0f0;
      constexpr std::uint64_t zeros = 0x3030303030303030;
      if ((eight & high) != zeros || ((eight + 0x0606060606060606) & high) != zeros) return std::nullopt;
      eight -= zeros;
      eight = eight * 10 + (eight >> 8U);  // pairs, in every other byte
      eight = ((eight & 0x000000ff000000ff) * 0x000f424000000064 +
               ((eight >> 16U) & 0x000000ff000000ff) * 0x0000271000000001) >>
              32U;
      value = value * 100'000'000 + eight;
    }
  }
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

/// An integer, exactly; `errc::out_of_range` for a number that is none of the type's.
template <std::integral T>
std::optional<errc> to_number(std::string_view token, T& out) noexcept {
  if (const auto plain = plain_digits(token); plain && std::in_range<T>(*plain)) {
    out = static_cast<T>(*plain);
    return std::nullopt;
  }
  const char* const end = token.data() + token.size();
  const auto [stop, error] = std::from_chars(token.data(), end, out);
  const bool padded = token.size() > 1 && token[token[0] == '-' ? 1 : 0] == '0' && token != "-0";
  if (error == std::errc{} && stop == end && !padded) return std::nullopt;
  return is_number(token) ? errc::out_of_range : errc::malformed;
}

/// The nearest there is; `errc::out_of_range` for one that is too large, or too small, for the type.
template <std::floating_point T>
std::optional<errc> to_number(std::string_view token, T& out) noexcept {
  if (!is_number(token)) return errc::malformed;
  const auto read = std::from_chars(token.data(), token.data() + token.size(), out);
  return read.ec == std::errc{} ? std::nullopt : std::optional(errc::out_of_range);
}

}  // namespace gamewire::inline v0::json
