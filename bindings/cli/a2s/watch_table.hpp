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
  /// What stands above the columns. Here and below, text that does not fit is cut.
  [[nodiscard]] static std::string head(std::span<const roster_entry> servers, std::size_t columns,
                                        const output& out);
  /// A line each, of `count` servers from `first` on.
  [[nodiscard]] std::string lines(std::span<const roster_entry> servers, std::size_t first, std::size_t count,
                                  std::size_t columns) const;

 private:
  [[nodiscard]] std::string line(const roster_entry& one, std::size_t which, std::size_t address) const;

  std::vector<std::deque<std::uint8_t>> played_;  // by server
};

/// Numbers as bars, the highest possible one of which is `most`; in eighths of a character's height.
std::string sparkline(const std::deque<std::uint8_t>& numbers, unsigned most);

}  // namespace gamewire::cli
