#include "a2s_json.hpp"

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/text.hpp>

namespace gamewire::cli {
namespace {

template <class T>
void put(json& to, const char* field, const std::optional<T>& value) {
  if (value) to[field] = *value;
}

void put(json& to, const char* field, const std::optional<std::string_view>& value) {
  if (value) put_text(to, field, *value);
}

/// Numbers that JavaScript and its kin would round travel as text.
void put_id(json& to, const char* field, const std::optional<std::uint64_t>& value) {
  if (value) to[field] = std::to_string(*value);
}

json mod_json(const a2s::basic_mod<std::string_view>& mod) {
  json object;
  put_text(object, "link", mod.link);
  put_text(object, "download", mod.download);
  put_text(object, "hl_version", mod.hl_version);
  object["version"] = mod.version;
  object["size"] = mod.size;
  object["server_only"] = mod.server_only();
  object["custom_dll"] = mod.custom_dll != 0;
  return object;
}

/// The Source form has a version, unless the reply ended before it.
bool has_version(const a2s::info_view& info) {
  return !info.version.empty() || (info.engine == a2s::engine::source && !info.partial);
}

void put_info(json& to, const a2s::info_view& info) {
  to["engine"] = name_of(info.engine);
  to["protocol"] = info.protocol;
  put_text(to, "name", info.name);
  put_text(to, "map", info.map);
  put_text(to, "folder", info.folder);
  put_text(to, "game", info.game);
  put(to, "app_id", info.app_id());
  if (info.engine == a2s::engine::source) to["app_id_16"] = info.app_id_16;
  to["players"] = info.players;
  to["max_players"] = info.max_players;
  put(to, "bots", info.bots);
  to["server_type"] = name_of(info.server_type());
  to["environment"] = name_of(info.environment());
  to["password"] = info.password;
  to["vac"] = info.vac;
  if (has_version(info)) put_text(to, "version", info.version);
  if (info.ship)
    to["ship"] = {
        {"mode", info.ship->mode}, {"witnesses", info.ship->witnesses}, {"duration", info.ship->duration}};
  put(to, "port", info.port);
  put_id(to, "steam_id", info.steam_id);
  put(to, "spectator_port", info.spectator_port);
  put(to, "spectator_name", info.spectator_name);
  put(to, "keywords", info.keywords);
  put_id(to, "game_id", info.game_id);
  if (info.mod) to["mod"] = mod_json(*info.mod);
  put(to, "server_address", info.server_address);
  put(to, "spectators", info.spectators);
  put(to, "spectator_slots", info.spectator_slots);
  to["partial"] = info.partial;
  to["trailing_bytes"] = info.trailing_bytes;
}

void put_players(json& to, const a2s::players_view& players) {
  const auto summary = players.summarize();
  to["declared"] = players.declared();
  to["partial"] = summary.partial;
  json list = json::array();
  for (const a2s::player_view& player : players) {
    json entry{{"index", player.index}};
    put_text(entry, "name", player.name);
    entry["score"] = player.score;
    entry["duration"] = player.duration;
    if (summary.ship) {
      const a2s::ship_player ship = (*summary.ship)[list.size()];
      entry["deaths"] = ship.deaths;
      entry["money"] = ship.money;
    }
    list.push_back(std::move(entry));
  }
  to["players"] = std::move(list);
  to["trailing_bytes"] = summary.trailing_bytes;
}

void put_rules(json& to, const a2s::rules_view& rules) {
  const auto summary = rules.summarize();
  to["declared"] = rules.declared();
  to["partial"] = summary.partial;
  json list = json::array();
  bool all_utf8 = true;
  for (const a2s::rule_view& rule : rules) {
    list.push_back({to_utf8(rule.name), to_utf8(rule.value)});
    all_utf8 = all_utf8 && is_utf8(rule.name) && is_utf8(rule.value);
  }
  to["rules"] = std::move(list);
  if (!all_utf8) {
    json hex = json::array();
    for (const a2s::rule_view& rule : rules)
      hex.push_back({to_hex(as_bytes(rule.name)), to_hex(as_bytes(rule.value))});
    to["rules_hex"] = std::move(hex);
  }
  to["trailing_bytes"] = summary.trailing_bytes;
}

std::expected<json, std::error_code> challenge_json(bytes raw) {
  const auto challenge = a2s::decode_challenge(raw);
  if (!challenge) return std::unexpected(challenge.error());
  return json{{"kind", "challenge"}, {"challenge", to_hex(*challenge)}};
}

std::expected<json, std::error_code> print_json(bytes raw) {
  const auto text = a2s::decode_print(raw);
  if (!text) return std::unexpected(text.error());
  json object{{"kind", "print"}};
  put_text(object, "text", *text);
  return object;
}

/// Decodes, and puts under `kind` what came of it.
template <class Decode, class Put>
std::expected<json, std::error_code> reply_json(const char* kind, bytes raw, Decode decode, Put put_reply) {
  const auto reply = decode(raw);
  if (!reply) return std::unexpected(reply.error());
  json object{{"kind", kind}};
  put_reply(object, *reply);
  return object;
}

}  // namespace

std::expected<json, std::error_code> message_json(bytes raw) {
  const auto message = a2s::decode_message(raw);
  if (!message) return std::unexpected(message.error());
  switch (message->type) {
    case a2s::message_type::challenge: return challenge_json(raw);
    case a2s::message_type::info:
    case a2s::message_type::goldsource_info: return reply_json("info", raw, a2s::decode_info, put_info);
    case a2s::message_type::players: return reply_json("players", raw, a2s::decode_players, put_players);
    case a2s::message_type::rules: return reply_json("rules", raw, a2s::decode_rules, put_rules);
    case a2s::message_type::ping: return json{{"kind", "ping"}};
    case a2s::message_type::print: return print_json(raw);
  }
  return std::unexpected(a2s::make_error_code(a2s::errc::unknown_message));
}

}  // namespace gamewire::cli
