/// JSON numbers.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

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

/// An integer, exactly; `errc::out_of_range` for a number that is none of the type's.
template <std::integral T>
std::optional<errc> to_number(std::string_view token, T& out) noexcept {
  const char* const end = token.data() + token.size();
  const auto [stop, error] = std::from_chars(token.data(), end, out);
  const bool padded = token.size() > 1 && token[token[0] == '-' ? 1 : 0] == '0' && token != "-0";
  if (error == std::errc{} && stop == end && !padded) return std::nullopt;
  return is_number(token) ? errc::out_of_range : errc::malformed;
}

template <std::floating_point T>
std::optional<errc> to_number(std::string_view token, T& out) noexcept {
  if (!is_number(token)) return errc::malformed;
  const auto read = std::from_chars(token.data(), token.data() + token.size(), out);
  return read.ec == std::errc{} ? std::nullopt : std::optional(errc::out_of_range);
}

}  // namespace gamewire::inline v0::json
