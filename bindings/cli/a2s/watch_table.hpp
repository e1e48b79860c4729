/// The table of `watch`: how servers are, and how many have played there of late.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "a2s/roster.hpp"
#include "output/output.hpp"

namespace gamewire::cli {

class watch_table {
 public:
  /// Remembers how many play, of the last rounds.
  void add(std::span<const roster_entry> servers);
  /// As many servers as there are rows for; text that does not fit is cut.
  [[nodiscard]] std::string draw(std::span<const roster_entry> servers, std::size_t columns, std::size_t rows,
                                 const output& out) const;

 private:
  std::vector<std::deque<std::uint8_t>> played_;  // by server
};

/// Numbers as bars, the highest possible one of which is `most`; in eighths of a character's height.
std::string sparkline(const std::deque<std::uint8_t>& numbers, unsigned most);

}  // namespace gamewire::cli
