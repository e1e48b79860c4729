/// Decimal numbers inside of texts, constexpr and bounded. Not for users.
#pragma once

#include <cstdint>
#include <string_view>

namespace gamewire::inline v0::steamid::detail {

constexpr bool starts_with_digit(std::string_view text) noexcept {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// Takes a number of at most `most` off the front. False, and then `text` stands where it went wrong, when
/// there is no digit or the number is too large. Zeros in front do not count.
constexpr bool take_number(std::string_view& text, std::uint64_t& number, std::uint64_t most) noexcept {
  const char* at = text.data();
  const char* const end = at + text.size();
  number = 0;
  for (; at != end; ++at) {
    const auto digit = static_cast<unsigned>(*at - '0');
    if (digit > 9 || digit > most || number > (most - digit) / 10) break;
    number = number * 10 + digit;
  }
  const bool any = at != text.data();
  text = {at, end};
  return any && !starts_with_digit(text);
}

constexpr bool take(std::string_view& text, char c) noexcept {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace gamewire::inline v0::steamid::detail
