/// Walks through JSON by its structural index. For `read.hpp`; users have values.
///
/// The index names where each token begins: a brace, a bracket, a colon, a comma, a string, a number or word.
/// Behind the last one it names the end of the text, so that every token has one behind it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <gamewire/json/error.hpp>
#include <gamewire/json/text.hpp>

namespace gamewire::inline v0::json {

/// Names are short, and compared for each member: without a call.
inline bool same_name(std::string_view a, std::string_view b) noexcept {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  const auto eight = [](const char* at) {
    std::uint64_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
  };
  if (size < 8) return a == b;
  for (std::size_t at = 0; at + 8 < size; at += 8)
    if (eight(a.data() + at) != eight(b.data() + at)) return false;
  return eight(a.data() + size - 8) == eight(b.data() + size - 8);
}

/// What the first character of a token does to the depth.
inline constexpr auto depth_step = [] {
  std::array<std::int8_t, 256> step{};
  step['['] = step['{'] = 1;
  step[']'] = step['}'] = -1;
  return step;
}();

/// A place in a document that was read. A view, as `json::value`.
class cursor {
 public:
  constexpr cursor() = default;
  constexpr cursor(const char* document, const std::uint32_t* at, const std::uint32_t* end) noexcept
      : document_(document), at_(at), end_(end) {}

  /// Is it behind the last token?
  [[nodiscard]] bool over() const noexcept { return at_ == end_; }
  /// Does the text begin with it?
  [[nodiscard]] bool is_first() const noexcept {
    return std::string_view(document_, offset()).find_last_not_of(" \t\r\n") == std::string_view::npos;
  }
  /// What the token begins with; NUL at the end.
  [[nodiscard]] char peek() const noexcept { return over() ? '\0' : document_[*at_]; }
  /// Where it stands, in bytes of the text.
  [[nodiscard]] std::size_t offset() const noexcept { return at_ == nullptr ? 0 : *at_; }

  /// Goes on if the token begins so, as each of these: false, and it stays where it is, if not.
  bool take(char what) noexcept {
    if (peek() != what) return false;
    ++at_;
    return true;
  }

  /// The whole token, from which the blanks behind it were taken. Not at the end.
  [[nodiscard]] std::string_view token() const noexcept { return up_to_blanks(document_ + at_[1]); }
  void next() noexcept { ++at_; }

  /// How many tokens there are from here on.
  [[nodiscard]] std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }
  /// The place before the last so many of the `left()`.
  [[nodiscard]] cursor last(std::size_t count) const noexcept { return {document_, end_ - count, end_}; }

  /// A token with no blanks behind it: as programs write them.
  template <std::size_t Size>
  bool take_compact(const char (&written)[Size]) noexcept {
    if (over() || at_[1] - at_[0] != Size - 1) return false;
    if (std::memcmp(document_ + *at_, written, Size - 1) != 0) return false;
    ++at_;
    return true;
  }

  /// Of a length that is known, so that no call compares it.
  template <std::size_t Size>
  bool take_word(const char (&word)[Size]) noexcept {
    constexpr std::size_t size = Size - 1;
    if (over() || at_[1] - at_[0] < size || std::memcmp(document_ + *at_, word, size) != 0) return false;
    if (token().size() != size) return false;
    ++at_;
    return true;
  }

  /// A string, without its quotes.
  bool take_text(text& out) noexcept {
    if (peek() != '"') return false;
    const std::string_view quoted = token();
    if (quoted.size() < 2 || quoted.back() != '"') return false;
    out = text(quoted.substr(1, quoted.size() - 2));
    ++at_;
    return true;
  }

  /// The name of a member, and its colon.
  bool take_key(text& out) noexcept { return take_text(out) && take(':'); }

  /// The same, but only if the name is this one, in which nothing needs an escape. Behind the last token there is
  /// nothing to be read.
  bool take_key(std::string_view name) noexcept {
    const std::size_t quoted = name.size() + 2;
    if (left() < 2 || at_[1] - at_[0] < quoted || document_[at_[1]] != ':') return false;
    const char* const key = document_ + *at_;
    if (key[0] != '"' || key[quoted - 1] != '"' || !same_name(name, {key + 1, name.size()})) return false;
    at_ += 2;
    return true;
  }

  /// Over one value, whatever it holds: in a loop, not by recursion. False at the end, or where no value can
  /// begin; what is inside is not looked at.
  bool skip() noexcept {
    const char first = peek();
    if (first != '{' && first != '[') {
      if (first == '\0' || first == '}' || first == ']' || first == ',' || first == ':') return false;
      ++at_;
      return true;
    }
    std::ptrdiff_t depth = 0;
    do {
      depth += depth_step[static_cast<unsigned char>(document_[*at_++])];
    } while (depth != 0 && at_ != end_);
    return depth == 0;
  }

  /// The text between two places of one walk, without the blanks at its end.
  [[nodiscard]] std::string_view up_to(const cursor& later) const noexcept {
    return up_to_blanks(document_ + *later.at_);
  }

  friend bool operator==(const cursor& a, const cursor& b) noexcept { return a.at_ == b.at_; }

 private:
  [[nodiscard]] std::string_view up_to_blanks(const char* end) const noexcept {
    const char* const begin = document_ + *at_;
    while (end > begin + 1 && static_cast<unsigned char>(end[-1]) <= ' ') --end;
    return {begin, end};
  }

  const char* document_ = nullptr;
  const std::uint32_t* at_ = nullptr;
  const std::uint32_t* end_ = nullptr;
};

}  // namespace gamewire::inline v0::json
