#include "json_line.hpp"

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

}  // namespace

void json_line::put_text(std::string_view field, std::string_view text) {
  put(field, text);
  if (!is_utf8(text)) put(std::string(field) + "_hex", to_hex(as_bytes(text)));
}

void json_line::put_fields(const json& object) {
  for (const auto& [field, value] : object.items()) put(field, value);
}

void json_line::begin(std::string_view field) {
  separate();
  text_ += '"';
  text_ += field;
  text_ += "\":";
}

void json_line::write_integer(long long value) {
  std::array<char, 20> digits;
  text_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
}

void json_line::write_integer(unsigned long long value) {
  std::array<char, 20> digits;
  text_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
}

/// The shortest that reads back as the same, and as a number that is no integer.
void json_line::write(double value) {
  if (!std::isfinite(value)) return void(text_ += "null");
  const double size = std::abs(value);
  const bool plain = size == 0 || (size >= 1e-4 && size < 1e15);
  std::array<char, 32> digits;
  const char* const end = std::to_chars(digits.begin(), digits.end(), value,
                                        plain ? std::chars_format::fixed : std::chars_format::scientific)
                              .ptr;
  const std::string_view shown(digits.data(), end);
  text_ += shown;
  if (plain && shown.find('.') == shown.npos) text_ += ".0";
}

void json_line::write_json(const json& value) {
  text_ += value.dump(-1, ' ', ascii_, json::error_handler_t::replace);
}

void json_line::write(std::string_view text) {
  text_ += '"';
  if (is_utf8(text))
    write_escaped(text);
  else
    write_escaped(to_utf8(text));
  text_ += '"';
}

void json_line::write_escaped(std::string_view utf8) {
  const auto plain = [this](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && c != '"' && c != '\\' && !(ascii_ && byte >= 0x7f);
  };
  while (!utf8.empty()) {
    const std::size_t size = static_cast<std::size_t>(std::ranges::find_if_not(utf8, plain) - utf8.begin());
    text_ += utf8.substr(0, size);
    utf8.remove_prefix(size);
    if (utf8.empty()) return;
    if (const char letter = short_escape(utf8.front())) {
      (text_ += '\\') += letter;
      utf8.remove_prefix(1);
    } else if (const char32_t what = take_character(utf8); what < 0x10000) {
      write_code_unit(what);
    } else {
      write_code_unit(0xd800 + ((what - 0x10000) >> 10));
      write_code_unit(0xdc00 + ((what - 0x10000) & 0x3ff));
    }
  }
}

void json_line::write_code_unit(unsigned value) {
  constexpr std::string_view digits = "0123456789abcdef";
  text_ += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) text_ += digits[value >> shift & 15];
}

void put_fault(json_line& to, std::string_view field, const fault& why) {
  to.put_object(field, [&] {
    to.put("code", row(why.kind).code);
    to.put_text("message", why.message);
  });
}

}  // namespace gamewire::cli
