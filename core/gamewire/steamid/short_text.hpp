/// A text that is short enough to be a value.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gamewire::inline v0::steamid {

/// What format.hpp writes; the longest is the address of a profile.
class short_text {
 public:
  /// Lives as long as this object.
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_.data(), size_}; }
  constexpr operator std::string_view() const noexcept { return view(); }

  /// The caller sees to it that all of it fits: 64 characters do.
  constexpr short_text& put(char c) noexcept {
    text_[size_++] = c;
    return *this;
  }
  constexpr short_text& put(std::string_view text) noexcept {
    for (const char c : text) put(c);
    return *this;
  }
  constexpr short_text& put(std::uint64_t number) noexcept {
    std::array<char, 20> digits{};
    std::size_t count = 0;
    do digits[count++] = static_cast<char>('0' + number % 10);
    while ((number /= 10) != 0);
    while (count != 0) put(digits[--count]);
    return *this;
  }

  friend constexpr bool operator==(const short_text& a, std::string_view b) noexcept { return a.view() == b; }

 private:
  std::array<char, 64> text_{};
  std::uint8_t size_ = 0;
};

}  // namespace gamewire::inline v0::steamid
