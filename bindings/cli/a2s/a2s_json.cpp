#include "a2s/a2s_json.hpp"

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/text.hpp>

namespace gamewire::cli {
namespace {

void put_text(json_line& to, const char* field, const std::optional<std::string_view>& value) {
  if (value) to.put_text(field, *value);
}

/// Numbers that JavaScript and its kin would round travel as text.
void put_id(json_line& to, const char* field, const std::optional<std::uint64_t>& value) {
  if (value) to.put(field, std::to_string(*value));
}

void put_mod(json_line& to, const a2s::basic_mod<std::string_view>& mod) {
  to.put_text("link", mod.link);
  to.put_text("download", mod.download);
  to.put_text("hl_version", mod.hl_version);
  to.put("version", mod.version);
  to.put("size", mod.size);
  to.put("server_only", mod.server_only());
  to.put("custom_dll", mod.custom_dll != 0);
}

void put_ship(json_line& to, const a2s::ship_info& ship) {
  to.put("mode", ship.mode);
  to.put("witnesses", ship.witnesses);
  to.put("duration", ship.duration);
}

/// The Source form has a version, unless the reply ended before it.
bool has_version(const a2s::info_view& info) {
  return !info.version.empty() || (info.engine == a2s::engine::source && !info.partial);
}

void put_info(json_line& to, const a2s::info_view& info) {
  to.put("engine", name_of(info.engine));
  to.put("protocol", info.protocol);
  to.put_text("name", info.name);
  to.put_text("map", info.map);
  to.put_text("folder", info.folder);
  to.put_text("game", info.game);
  to.put("app_id", info.app_id());
  if (info.engine == a2s::engine::source) to.put("app_id_16", info.app_id_16);
  to.put("players", info.players);
  to.put("max_players", info.max_players);
  to.put("bots", info.bots);
  to.put("server_type", name_of(info.server_type()));
  to.put("environment", name_of(info.environment()));
  to.put("password", info.password);
  to.put("vac", info.vac);
  if (has_version(info)) to.put_text("version", info.version);
  if (info.ship) to.put_object("ship", [&] { put_ship(to, *info.ship); });
  to.put("port", info.port);
  put_id(to, "steam_id", info.steam_id);
  to.put("spectator_port", info.spectator_port);
  put_text(to, "spectator_name", info.spectator_name);
  put_text(to, "keywords", info.keywords);
  put_id(to, "game_id", info.game_id);
  if (info.mod) to.put_object("mod", [&] { put_mod(to, *info.mod); });
  put_text(to, "server_address", info.server_address);
  to.put("spectators", info.spectators);
  to.put("spectator_slots", info.spectator_slots);
  to.put("partial", info.partial);
  to.put("trailing_bytes", info.trailing_bytes);
}

void put_player(json_line& to, const a2s::player_view& player, const std::optional<a2s::ship_player>& ship) {
  to.put("index", player.index);
  to.put_text("name", player.name);
  to.put("score", player.score);
  to.put("duration", player.duration);
  if (!ship) return;
  to.put("deaths", ship->deaths);
  to.put("money", ship->money);
}

void put_players(json_line& to, const a2s::players_view& players) {
  const auto summary = players.summarize();
  to.put("declared", players.declared());
  to.put("partial", summary.partial);
  to.put_array("players", [&] {
    std::size_t place = 0;
    for (const a2s::player_view& player : players) {
      const auto ship = summary.ship ? std::optional((*summary.ship)[place++]) : std::nullopt;
      to.add_object([&] { put_player(to, player, ship); });
    }
  });
  to.put("trailing_bytes", summary.trailing_bytes);
}

void put_rules(json_line& to, const a2s::rules_view& rules) {
  const auto summary = rules.summarize();
  to.put("declared", rules.declared());
  to.put("partial", summary.partial);
  bool all_utf8 = true;
  to.put_array("rules", [&] {
    for (const a2s::rule_view& rule : rules) {
      to.add_array(rule.name, rule.value);
      all_utf8 = all_utf8 && is_utf8(rule.name) && is_utf8(rule.value);
    }
  });
  if (!all_utf8)
    to.put_array("rules_hex", [&] {
      for (const a2s::rule_view& rule : rules)
        to.add_array(to_hex(as_bytes(rule.name)), to_hex(as_bytes(rule.value)));
    });
  to.put("trailing_bytes", summary.trailing_bytes);
}

/// Decodes, and puts under `kind` what came of it.
template <class Decode, class Put>
std::error_code put_as(json_line& to, const char* kind, bytes raw, Decode decode, Put put) {
  const auto decoded = decode(raw);
  if (!decoded) return decoded.error();
  to.put("kind", kind);
  put(to, *decoded);
  return {};
}

void put_challenge(json_line& to, const a2s::challenge& value) { to.put("challenge", to_hex(value)); }
void put_print(json_line& to, std::string_view text) { to.put_text("text", text); }

}  // namespace

std::error_code put_message(json_line& to, bytes raw) {
  const auto message = a2s::decode_message(raw);
  if (!message) return message.error();
  switch (message->type) {
    case a2s::message_type::challenge:
      return put_as(to, "challenge", raw, a2s::decode_challenge, put_challenge);
    case a2s::message_type::info:
    case a2s::message_type::goldsource_info: return put_as(to, "info", raw, a2s::decode_info, put_info);
    case a2s::message_type::players: return put_as(to, "players", raw, a2s::decode_players, put_players);
    case a2s::message_type::rules: return put_as(to, "rules", raw, a2s::decode_rules, put_rules);
    case a2s::message_type::ping: return to.put("kind", "ping"), std::error_code();
    case a2s::message_type::print: return put_as(to, "print", raw, a2s::decode_print, put_print);
  }
  return a2s::errc::unknown_message;
}

bool is_partial(bytes raw) {
  if (const auto info = a2s::decode_info(raw)) return info->partial;
  if (const auto players = a2s::decode_players(raw)) return players->summarize().partial;
  if (const auto rules = a2s::decode_rules(raw)) return rules->summarize().partial;
  return false;
}

}  // namespace gamewire::cli
