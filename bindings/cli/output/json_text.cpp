#include "output/json_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <gamewire/text.hpp>

namespace gamewire::cli {
namespace {

/// The letter behind the backslash, for those that have one.
char short_escape(char c) noexcept {
  switch (c) {
    case '\b': return 'b';
    case '\t': return 't';
    case '\n': return 'n';
    case '\f': return 'f';
    case '\r': return 'r';
    case '"':
    case '\\': return c;
    default: return 0;
  }
}

/// Takes a character off the front of what is UTF-8.
char32_t take_character(std::string_view& utf8) noexcept {
  const auto lead = static_cast<unsigned char>(utf8.front());
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  char32_t value = size == 1 ? lead : lead & (0x7fU >> size);
  for (const char next : utf8.substr(1, size - 1))
    value = value << 6 | (static_cast<unsigned char>(next) & 0x3fU);
  utf8.remove_prefix(size);
  return value;
}

void append_code_unit(std::string& to, unsigned value) {
  constexpr std::string_view digits = "0123456789abcdef";
  to += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) to += digits[value >> shift & 15];
}

/// The first character, as a number, or as the two halves of one.
void append_code(std::string& to, std::string_view& utf8) {
  const char32_t what = take_character(utf8);
  if (what < 0x10000) return append_code_unit(to, what);
  append_code_unit(to, 0xd800 + ((what - 0x10000) >> 10));
  append_code_unit(to, 0xdc00 + ((what - 0x10000) & 0x3ff));
}

/// Takes the longest beginning off that is as `is` says.
template <class Is>
std::string_view take_while(std::string_view& from, Is is) {
  const std::string_view taken =
      from.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(from, is) - from.begin()));
  from.remove_prefix(taken.size());
  return taken;
}

bool is_ascii(char c) noexcept { return static_cast<unsigned char>(c) < 0x7f; }

void append_escaped(std::string& to, std::string_view utf8, bool ascii) {
  const auto plain = [ascii](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && !(ascii && !is_ascii(c));
  };
  while (!utf8.empty()) {
    to += take_while(utf8, plain);
    if (utf8.empty()) return;
    if (const char letter = short_escape(utf8.front())) {
      (to += '\\') += letter;
      utf8.remove_prefix(1);
    } else {
      append_code(to, utf8);
    }
  }
}

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Puts the tokens of a text behind each other, or below.
class layout {
 public:
  layout(output& out, std::string_view text) : out_(out), rest_(text) {}

  void print() {
    while (true) {
      take_while(rest_, is_blank);
      if (rest_.empty()) break;
      rest_.front() == '"' ? put_string() : put_token();
    }
    line_ += '\n';
    out_.text(line_);
  }

 private:
  static constexpr std::size_t worth_printing = std::size_t{1} << 16U;

  [[nodiscard]] bool over_many_lines() const { return !out_.as_json(); }

  char take() {
    const char first = rest_.front();
    rest_.remove_prefix(1);
    return first;
  }

  void put_token() {
    const char token = take();
    if (token == '}' || token == ']') {
      --depth_;
      begin_line();
    }
    line_ += token;
    if (token == '{' || token == '[') put_inside();
    if (token == ',') begin_line();
    if (token == ':' && over_many_lines()) line_ += ' ';
  }

  /// Nothing at all stays on the line.
  void put_inside() {
    take_while(rest_, is_blank);
    if (!rest_.empty() && (rest_.front() == '}' || rest_.front() == ']')) return void(line_ += take());
    ++depth_;
    begin_line();
  }

  void put_string() {
    std::size_t size = 1;
    while (size < rest_.size() && rest_[size] != '"') size += rest_[size] == '\\' ? 2 : 1;
    std::string_view string = rest_.substr(0, size + 1);
    rest_.remove_prefix(string.size());
    if (!out_.terminal()) return void(line_ += string);
    while (!string.empty()) {
      line_ += take_while(string, is_ascii);
      if (!string.empty()) append_code(line_, string);
    }
  }

  /// What is on lines that are whole need not be kept: a few bytes, deep inside, have many blanks before them.
  void begin_line() {
    if (!over_many_lines()) return;
    line_ += '\n';
    if (line_.size() >= worth_printing) {
      out_.text(line_);
      line_.clear();
    }
    line_.append(2 * depth_, ' ');
  }

  output& out_;
  std::string_view rest_;
  std::string line_;
  std::size_t depth_ = 0;
};

}  // namespace

void append_json(std::string& to, std::string_view text, bool ascii) {
  to += '"';
  if (is_utf8(text))
    append_escaped(to, text, ascii);
  else
    append_escaped(to, to_utf8(text), ascii);
  to += '"';
}

void append_json(std::string& to, double number) {
  if (!std::isfinite(number)) return void(to += "null");
  const double size = std::abs(number);
  const bool plain = size == 0 || (size >= 1e-4 && size < 1e15);
  std::array<char, 32> digits;
  const char* const end = std::to_chars(digits.begin(), digits.end(), number,
                                        plain ? std::chars_format::fixed : std::chars_format::scientific)
                              .ptr;
  const std::string_view shown(digits.data(), end);
  to += shown;
  if (plain && shown.find('.') == shown.npos) to += ".0";
}

void print_json(output& out, std::string_view text) { layout(out, text).print(); }

}  // namespace gamewire::cli
