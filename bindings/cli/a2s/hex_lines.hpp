/// Datagrams as text: one a line, in hex, with blanks and # comments wherever people put them.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "output/output.hpp"

namespace gamewire::cli {

/// Reads such text in pieces of any size. A line is one datagram, or what is wrong with it; lines without any
/// digit are nothing.
class hex_lines {
 public:
  /// The datagram, or the fault, and the number of its line. The bytes live until the call returns.
  using handler = std::function<void(std::expected<bytes, fault>, std::size_t line)>;

  explicit hex_lines(handler handle) : handle_(std::move(handle)) {}

  void add(std::string_view text);
  /// The last line may lack its newline.
  void end() { end_line(); }

 private:
  void add(char c);
  void add_digit(unsigned value);
  void end_line();
  void blame(std::string message);

  handler handle_;
  std::size_t line_ = 1;
  std::size_t column_ = 0;
  std::vector<std::byte> datagram_;
  std::optional<unsigned> high_;  // the first digit of a byte
  std::optional<fault> fault_;    // the first of the line
  bool comment_ = false;
};

}  // namespace gamewire::cli
