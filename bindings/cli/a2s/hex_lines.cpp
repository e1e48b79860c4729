#include "a2s/hex_lines.hpp"

#include <fmt/core.h>

#include <gamewire/ascii.hpp>

namespace gamewire::cli {
namespace {

constexpr std::size_t largest_datagram = 65535;

/// Of the byte order mark, with which some editors begin.
constexpr bool is_mark(std::size_t line, std::size_t column, char c) noexcept {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return line == 1 && column <= mark.size() && c == mark[column - 1];
}

constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

void hex_lines::add(std::string_view text) {
  for (const char c : text) c == '\n' ? end_line() : add(c);
}

void hex_lines::add(char c) {
  ++column_;
  if (comment_ || is_blank(c) || is_mark(line_, column_, c)) return;
  if (c == '#')
    comment_ = true;
  else if (const unsigned digit = hex_value(c); digit != no_hex_digit)
    add_digit(digit);
  else
    blame(fmt::format("column {}: not a hex digit", column_));
}

void hex_lines::add_digit(unsigned value) {
  if (!high_) {
    high_ = value;
    return;
  }
  if (datagram_.size() == largest_datagram)
    blame("longer than a datagram can be");
  else
    datagram_.push_back(static_cast<std::byte>(*high_ << 4 | value));
  high_.reset();
}

void hex_lines::end_line() {
  if (high_) blame("an odd number of hex digits");
  if (fault_)
    handle_(std::unexpected(*std::move(fault_)), line_);
  else if (!datagram_.empty())
    handle_(datagram_, line_);
  ++line_;
  column_ = 0;
  datagram_.clear();
  high_.reset();
  fault_.reset();
  comment_ = false;
}

void hex_lines::blame(std::string message) {
  if (!fault_) fault_ = fault{condition::protocol, std::move(message)};
}

}  // namespace gamewire::cli
