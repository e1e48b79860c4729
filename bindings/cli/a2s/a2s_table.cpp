#include "a2s/a2s_table.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <fmt/core.h>

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/text.hpp>

#include "output/columns.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t label_width = 10;
constexpr std::size_t widest_rule_name = 40;

/// Lines of a label and a value.
class labelled {
 public:
  explicit labelled(const output& style) : style_(style) {}

  /// Our own text, or text that has been made printable. An empty value leaves no line.
  void line(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    text_ += fmt::format("  {}  {}\n", style_.dim(padded(std::string(label), label_width)), value);
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  const output& style_;
  std::string text_;
};

std::string game_line(const a2s::info_view& info) {
  std::string line = printable(info.game.empty() ? info.folder : info.game);
  std::string more = info.game.empty() ? "" : printable(info.folder);
  if (const auto id = info.app_id(); id && *id != 0)
    more += fmt::format("{}app {}", more.empty() ? "" : ", ", *id);
  return more.empty() ? line : fmt::format("{} ({})", line, more);
}

std::string players_line(const a2s::info_view& info) {
  std::string line = fmt::format("{}/{}", info.players, info.max_players);
  if (info.bots.value_or(0) != 0) line += fmt::format(", {} of them bots", *info.bots);
  return line;
}

std::string server_line(const a2s::info_view& info) {
  std::string line = fmt::format("{}, {}, {} form, protocol {}", name_of(info.server_type()),
                                 name_of(info.environment()), name_of(info.engine), info.protocol);
  if (!info.version.empty()) line += fmt::format(", version {}", printable(info.version));
  return line;
}

std::string flags_line(const a2s::info_view& info) {
  return fmt::format("{}, {}", info.password ? "password" : "no password", info.vac ? "VAC" : "no VAC");
}

std::string mod_line(const a2s::basic_mod<std::string_view>& mod) {
  return fmt::format("version {}, {} bytes{}{}{}{}", mod.version, mod.size,
                     mod.server_only() ? ", server only" : "", mod.custom_dll != 0 ? ", custom DLL" : "",
                     mod.link.empty() ? "" : ", ", printable(mod.link));
}

std::string spectator_line(const a2s::info_view& info) {
  if (!info.spectator_port) return "";
  return fmt::format("{} on port {}", printable(info.spectator_name.value_or("")), *info.spectator_port);
}

std::string play_time(float seconds) {
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9F) return "-";
  const auto whole = static_cast<long>(seconds);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

/// The last line of a list that the server cut short, or declared wrongly.
std::string shortfall(bool partial, std::size_t complete, std::size_t declared) {
  return partial ? fmt::format("  (cut short: {} of {})\n", complete, declared) : "";
}

std::string info_table(const a2s::info_view& info, const output& style) {
  labelled lines(style);
  lines.line("name", style.bold(printable(info.name)));
  lines.line("map", printable(info.map));
  lines.line("game", game_line(info));
  lines.line("players", players_line(info));
  lines.line("server", server_line(info));
  lines.line("access", flags_line(info));
  if (info.ship)
    lines.line("ship", fmt::format("mode {}, {} witnesses, {} s", info.ship->mode, info.ship->witnesses,
                                   info.ship->duration));
  if (info.port) lines.line("game port", fmt::format("{}", *info.port));
  if (info.steam_id) lines.line("steam id", fmt::format("{}", *info.steam_id));
  lines.line("spectators", spectator_line(info));
  lines.line("keywords", printable(info.keywords.value_or("")));
  if (info.mod) lines.line("mod", mod_line(*info.mod));
  lines.line("says it is", printable(info.server_address.value_or("")));
  if (info.trailing_bytes != 0) lines.line("unread", fmt::format("{} bytes", info.trailing_bytes));
  return std::move(lines).text() + (info.partial ? "  (cut short)\n" : "");
}

std::string players_table(const a2s::players_view& players, const output& style) {
  const auto summary = players.summarize();
  if (players.declared() == 0) return "  no players\n";
  std::string heading = fmt::format("{:>11}  {:>9}  ", "score", "time");
  if (summary.ship) heading += fmt::format("{:>6}  {:>8}  ", "deaths", "money");
  std::string text = style.dim(heading + "name") + '\n';
  std::size_t i = 0;
  for (const a2s::player_view& player : players) {
    text += fmt::format("{:>11}  {:>9}  ", player.score, play_time(player.duration));
    if (summary.ship) {
      const a2s::ship_player ship = (*summary.ship)[i++];
      text += fmt::format("{:>6}  {:>8}  ", ship.deaths, ship.money);
    }
    text += printable(player.name) + '\n';
  }
  return text + shortfall(summary.partial, summary.complete, players.declared());
}

std::string rules_table(const a2s::rules_view& rules, const output& style) {
  const auto summary = rules.summarize();
  if (rules.declared() == 0) return "  no rules\n";
  std::size_t columns = 0;
  for (const a2s::rule_view& rule : rules) columns = std::max(columns, width(printable(rule.name)));
  columns = std::min(columns, widest_rule_name);
  std::string text;
  for (const a2s::rule_view& rule : rules)
    text +=
        fmt::format("  {}  {}\n", style.dim(padded(printable(rule.name), columns)), printable(rule.value));
  return text + shortfall(summary.partial, summary.complete, rules.declared());
}

}  // namespace

std::string message_table(bytes raw, const output& style) {
  if (const auto info = a2s::decode_info(raw)) return info_table(*info, style);
  if (const auto players = a2s::decode_players(raw)) return players_table(*players, style);
  if (const auto rules = a2s::decode_rules(raw)) return rules_table(*rules, style);
  return "";
}

std::string decoded_table(const json& decoded) {
  std::istringstream lines(decoded.dump(2, ' ', false, json::error_handler_t::replace));
  std::string text;
  for (std::string line; std::getline(lines, line);)
    text += fmt::format("  {}{}\n", text.empty() ? "decoded " : "", printable(line));
  return text;
}

}  // namespace gamewire::cli
