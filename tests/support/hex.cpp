#include "hex.hpp"

#include <charconv>
#include <stdexcept>

namespace gamewire::test {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

[[noreturn]] void complain(std::string_view at) {
  throw std::invalid_argument("not hex: " + std::string(at.substr(0, 20)));
}

/// Takes one item, a pair of digits or a quoted text, off the front.
buffer take_item(std::string_view& text) {
  if (text.front() == '"') {
    const auto end = text.find('"', 1);
    if (end == text.npos) complain(text);
    const bytes inside = as_bytes(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    return {inside.begin(), inside.end()};
  }
  unsigned value = 0;
  const auto [rest, error] =
      std::from_chars(text.data(), text.data() + std::min<std::size_t>(2, text.size()), value, 16);
  if (error != std::errc{} || rest != text.data() + 2) complain(text);
  text.remove_prefix(2);
  return {static_cast<std::byte>(value)};
}

/// Takes the `*12` behind an item.
std::size_t take_repeat(std::string_view& text) {
  if (!text.starts_with('*')) return 1;
  std::size_t times = 0;
  const auto [rest, error] = std::from_chars(text.data() + 1, text.data() + text.size(), times);
  if (error != std::errc{}) complain(text);
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return times;
}

}  // namespace

buffer from_hex(std::string_view text) {
  buffer out;
  while (!text.empty()) {
    if (text.front() == '#') {
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    } else if (std::string_view(" \t\r\n").find(text.front()) != text.npos) {
      text.remove_prefix(1);
    } else {
      const buffer item = take_item(text);
      for (auto times = take_repeat(text); times != 0; --times)
        out.insert(out.end(), item.begin(), item.end());
    }
  }
  return out;
}

std::string to_hex(bytes in, std::size_t limit) {
  std::string out;
  for (const std::byte byte : in.first(std::min(limit, in.size()))) {
    const auto value = std::to_integer<unsigned>(byte);
    if (!out.empty()) out += ' ';
    out += digits[value >> 4];
    out += digits[value & 15];
  }
  if (in.size() > limit) out += " ...";
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
      out += c;
      continue;
    }
    const auto value = static_cast<unsigned char>(c);
    out += "\\x";
    out += digits[value >> 4];
    out += digits[value & 15];
  }
  return out += '"';
}

}  // namespace gamewire::test
