/// The characters of HTTP/1.1 by what they may be part of. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <gamewire/ascii.hpp>
#include <gamewire/bytes.hpp>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gamewire::inline v0::http1 {

enum kind_of_character : std::uint8_t {
  token_character = 1,       // of names and methods: tchar, RFC 9110, 5.6.2
  target_character = 2,      // of paths and queries in their encoded form: RFC 3986, 3.3 and 3.4, without '?'
  unreserved_character = 4,  // what percent-encoding leaves alone: RFC 3986, 2.3
  host_character = 8,        // of names, addresses and ports: RFC 3986, 3.2.2
  hex_character = 16,
};

inline constexpr auto character_kinds = [] {
  using namespace std::string_view_literals;
  std::array<std::uint8_t, 256> kinds{};
  const auto are = [&kinds](std::string_view which, unsigned what) {
    for (const char c : which) kinds[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(what);
  };
  constexpr auto alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"sv;
  are(alphanumeric, token_character | target_character | unreserved_character | host_character);
  are("-._~", token_character | target_character | unreserved_character | host_character);
  are("!#$%&'*+^`|", token_character);
  are("!$&'()*+,;=", target_character | host_character);
  are("%:@/", target_character);
  are("%:[]", host_character);
  are("0123456789ABCDEFabcdef", hex_character);
  return kinds;
}();

constexpr bool is(kind_of_character what, char c) noexcept {
  return (character_kinds[static_cast<unsigned char>(c)] & what) != 0;
}

constexpr bool all_are(kind_of_character what, std::string_view text) noexcept {
  for (const char c : text)
    if (!is(what, c)) return false;
  return true;
}

/// What ends a line, or may stand nowhere: the controls but for the tab.
constexpr bool is_control(char c) noexcept {
  const auto value = static_cast<unsigned char>(c);
  return (value < 0x20 && value != '\t') || value == 0x7f;
}

/// Finds the control characters of a text, block by block: so it does not matter how short the lines are
/// between them.
class control_blocks {
 public:
  /// From `at` on; what lies before it, from `begin` on, may be read as well.
  control_blocks(const char* begin, const char* at, const char* end) noexcept
      : begin_(begin), next_(at), end_(end) {}

  /// Goes on to the next block with any: a bit for each, of which the lowest stands for `block()`. There may
  /// be bits for tabs and for what is not ASCII, too. 0 when there is none.
  std::uint64_t next() noexcept;
  [[nodiscard]] const char* block() const noexcept { return block_; }

 private:
  const char* begin_;
  const char* block_ = nullptr;
  const char* next_;
  const char* end_;
};

/// The first control character in [at, end), or `end`.
inline const char* find_control(const char* at, const char* end) noexcept {
  control_blocks blocks(at, at, end);
  for (std::uint64_t found = blocks.next(); found != 0; found = blocks.next())
    for (; found != 0; found &= found - 1)
      if (const char* const one = blocks.block() + std::countr_zero(found); is_control(*one)) return one;
  return end;
}

/// The first character in [at, end) that is no part of a token, or `end`.
inline const char* skip_token(const char* at, const char* end) noexcept {
#if defined(__SSE2__)
  // Most names are made of letters and '-'.
  while (end - at >= 16) {
    const auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto letter = _mm_add_epi8(_mm_or_si128(block, _mm_set1_epi8(0x20)), _mm_set1_epi8(127 - 'z'));
    const auto plain = _mm_or_si128(_mm_cmpgt_epi8(letter, _mm_set1_epi8(127 - 26)),
                                    _mm_cmpeq_epi8(block, _mm_set1_epi8('-')));
    const int others = ~_mm_movemask_epi8(plain) & 0xffff;
    at += others != 0 ? std::countr_zero(static_cast<unsigned>(others)) : 16;
    if (others == 0) continue;
    if (*at == ':' || !is(token_character, *at)) return at;
    ++at;
  }
#endif
  while (at != end && is(token_character, *at)) ++at;
  return at;
}

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

/// Without the spaces and tabs around it (OWS).
constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Visits the words of a comma-separated list (RFC 9110, 5.6.1).
template <class Visit>
constexpr void for_each_word(std::string_view list, Visit visit) noexcept {
  while (!list.empty()) {
    const auto comma = static_cast<std::size_t>(std::ranges::find(list, ',') - list.begin());
    visit(trimmed(list.substr(0, comma)));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

/// `same_word` for a text without controls and a word of lower-case letters and '-', from which no other
/// character of such a text differs by the one bit only. Compares eight characters at a time.
template <std::size_t N>
bool is_word(std::string_view token, const char (&word)[N]) noexcept {
  constexpr std::size_t size = N - 1;
  if (token.size() != size) return false;
  if constexpr (size < 8) return same_word(token, {word, size});
  const auto eight = [](const char* at) {
    std::uint64_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
  };
  std::uint64_t difference = 0;
  for (std::size_t at = 0; at < size; at += 8) {
    const std::size_t from = std::min(at, size - 8);
    difference |= (eight(token.data() + from) | 0x2020202020202020U) ^ eight(word + from);
  }
  return difference == 0;
}

}  // namespace gamewire::inline v0::http1
