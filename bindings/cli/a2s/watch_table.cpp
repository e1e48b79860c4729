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

std::string watch_table::head(std::span<const roster_entry> servers, std::size_t columns, const output& out) {
  std::string text = padded("ADDRESS", address_width(servers)) + padded("PLAYERS", players_width) +
                     padded("", remembered + 2) + padded("PING", ping_width) + padded("MAP", map_width) +
                     "NAME";
  return out.bold(shortened(std::move(text), columns)) + '\n';
}

std::string watch_table::lines(std::span<const roster_entry> servers, std::size_t first, std::size_t count,
                               std::size_t columns) const {
  const std::size_t address = address_width(servers);
  std::string text;
  for (std::size_t i = first; i < first + count; ++i)
    text += shortened(line(servers[i], i, address), columns) + '\n';
  return text;
}

std::string watch_table::line(const roster_entry& one, std::size_t which, std::size_t address) const {
  std::string text = cell(one.address, address);
  if (!one.up()) return text + (one.failure ? printable(one.failure->message) : "…");
  text += padded(fmt::format("{}/{}", one.info->players, one.info->max_players), players_width);
  text += padded(sparkline(played_[which], one.info->max_players), remembered + 2);
  text += padded(fmt::format("{:.1f} ms", milliseconds(one.round_trip)), ping_width);
  return text + cell(one.info->map, map_width) + printable(one.info->name);
}

std::string sparkline(const std::deque<std::uint8_t>& numbers, unsigned most) {
  constexpr std::array bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string text;
  for (const unsigned number : numbers)
    text += most == 0 ? bars.front() : bars[std::min<std::size_t>(number * 7 / most + (number != 0), 7)];
  return text;
}

}  // namespace gamewire::cli
