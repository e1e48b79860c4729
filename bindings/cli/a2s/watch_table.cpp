#include "a2s/watch_table.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include <gamewire/text.hpp>

#include "output/columns.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t remembered = 16;  // rounds
constexpr std::size_t players_width = 9;
constexpr std::size_t ping_width = 10;
constexpr std::size_t map_width = 18;

std::string cell(std::string_view text, std::size_t columns) {
  return padded(shortened(printable(text), columns - 1), columns);
}

std::size_t address_width(std::span<const roster_entry> servers) {
  std::size_t widest = 9;
  for (const roster_entry& one : servers) widest = std::max(widest, width(printable(one.address)) + 2);
  return std::min<std::size_t>(widest, 40);
}

}  // namespace

void watch_table::add(std::span<const roster_entry> servers) {
  played_.resize(servers.size());
  for (std::size_t i = 0; i < servers.size(); ++i) {
    played_[i].push_back(servers[i].up() ? servers[i].info->players : std::uint8_t{0});
    if (played_[i].size() > remembered) played_[i].pop_front();
  }
}

std::string watch_table::draw(std::span<const roster_entry> servers, std::size_t columns, std::size_t rows,
                              const output& out) const {
  const std::size_t first = address_width(servers);
  std::string text = out.bold(shortened(padded("ADDRESS", first) + padded("PLAYERS", players_width) +
                                            padded("", remembered + 2) + padded("PING", ping_width) +
                                            padded("MAP", map_width) + "NAME",
                                        columns)) +
                     '\n';
  const std::size_t shown = std::min(servers.size(), rows > 2 ? rows - 2 : 1);
  for (std::size_t i = 0; i < shown; ++i) {
    const roster_entry& one = servers[i];
    std::string line = cell(one.address, first);
    if (one.up()) {
      line += padded(fmt::format("{}/{}", one.info->players, one.info->max_players), players_width);
      line += padded(sparkline(played_[i], one.info->max_players), remembered + 2);
      line += padded(fmt::format("{:.1f} ms", milliseconds(one.round_trip)), ping_width);
      line += cell(one.info->map, map_width) + printable(one.info->name);
    } else {
      line += one.failure ? printable(one.failure->message) : "…";
    }
    text += shortened(std::move(line), columns) + '\n';
  }
  if (shown < servers.size()) text += out.dim(fmt::format("… and {} more", servers.size() - shown)) + '\n';
  return text;
}

std::string sparkline(const std::deque<std::uint8_t>& numbers, unsigned most) {
  constexpr std::array bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string text;
  for (const unsigned number : numbers)
    text += most == 0 ? bars.front() : bars[std::min<std::size_t>(number * 7 / most + (number != 0), 7)];
  return text;
}

}  // namespace gamewire::cli
