#include "a2s_events.hpp"

#include <array>
#include <cstdio>

#include "hex.hpp"

namespace gamewire::test {

std::string name_of(std::error_code error) {
  static constexpr std::array own{"cancelled",       "closed",           "busy",    "unknown_request",
                                  "invalid_options", "invalid_argument", "no_room", "no_memory"};
  static constexpr std::array a2s_names{"timeout",         "not_a2s",          "truncated",
                                        "unknown_message", "unexpected_reply", "challenge_loop",
                                        "server_message",  "bad_split",        "too_large",
                                        "bad_compression", "bad_checksum",     "compression_unsupported"};
  const auto at = static_cast<std::size_t>(error.value()) - 1;
  if (error.category() == gamewire::category() && at < own.size()) return own[at];
  if (error.category() == a2s::category() && at < a2s_names.size()) return a2s_names[at];
  return error.message();
}

}  // namespace gamewire::test

namespace gamewire::inline v0::a2s {
namespace {

using test::quoted;

std::string number(auto value) { return std::to_string(value); }

/// Lines of "  name value".
class fields {
 public:
  void line(std::string text) { text_ += "\n  " + std::move(text); }
  void text(std::string_view name, std::string_view value) { line(std::string(name) + ' ' + quoted(value)); }
  void count(std::string_view name, auto value) { line(std::string(name) + ' ' + number(value)); }
  void text(std::string_view name, const std::optional<std::string_view>& value) {
    if (value) text(name, *value);
  }
  template <class T>
  void count(std::string_view name, const std::optional<T>& value) {
    if (value) count(name, *value);
  }
  void rest(bool partial, std::size_t trailing_bytes) {
    if (partial) line("partial");
    if (trailing_bytes != 0) count("trailing bytes", trailing_bytes);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void describe_extra(const info_view& info, fields& out) {
  out.count("port", info.port);
  out.count("steam id", info.steam_id);
  out.count("spectator port", info.spectator_port);
  out.text("spectator name", info.spectator_name);
  out.text("keywords", info.keywords);
  out.count("game id", info.game_id);
}

void describe_goldsource(const info_view& info, fields& out) {
  out.text("address", info.server_address);
  if (const auto& mod = info.mod) {
    out.text("mod link", mod->link);
    out.text("mod download", mod->download);
    out.text("mod hl version", mod->hl_version);
    out.line("mod version " + number(mod->version) + ", size " + number(mod->size) + ", type " +
             number(mod->type) + ", dll " + number(mod->custom_dll));
  }
  if (info.spectators)
    out.line("spectators " + number(*info.spectators) + " of " + number(info.spectator_slots.value_or(0)));
}

std::string headline(const char* what, request_id id) {
  return what + (' ' + number(std::to_underlying(id)));
}

std::string word_for(message_type type) {
  switch (type) {
    case message_type::challenge: return "challenge";
    case message_type::info: return "info";
    case message_type::goldsource_info: return "goldsource info";
    case message_type::players: return "players";
    case message_type::rules: return "rules";
    case message_type::ping: return "ping";
    case message_type::print: return "print";
  }
  return "nothing known";
}

struct describe_event {
  std::string operator()(const info_reply& e) const { return headline("info", e.id) + describe(e.info); }
  std::string operator()(const players_reply& e) const {
    return headline("players", e.id) + describe(e.players);
  }
  std::string operator()(const rules_reply& e) const { return headline("rules", e.id) + describe(e.rules); }
  std::string operator()(const ping_reply& e) const {
    return headline("ping", e.id) + " after " +
           number(std::chrono::duration_cast<std::chrono::milliseconds>(e.round_trip).count()) + " ms";
  }
  std::string operator()(const failed& e) const {
    return headline("failed", e.id) + ": " + test::name_of(e.error) +
           (e.detail.empty() ? "" : ", " + quoted(e.detail));
  }
  std::string operator()(const closed& e) const {
    return e.error ? "closed: " + test::name_of(e.error) : "closed";
  }
  std::string operator()(const unrequested& e) const {
    return "unrequested " + word_for(e.message.type) + ", " + number(e.raw.size()) + " bytes";
  }
  std::string operator()(const rejected& e) const {
    return "rejected: " + test::name_of(e.error) + ", " + number(e.datagram.size()) + " bytes";
  }
  std::string operator()(const incomplete& e) const {
    return "incomplete split: " + number(e.split.have) + " of " + number(e.split.total);
  }
};

std::string_view word_for(request_type type) {
  switch (type) {
    case request_type::info: return "info";
    case request_type::players: return "players";
    case request_type::rules: return "rules";
    case request_type::get_challenge: return "get_challenge";
    case request_type::ping: return "ping";
  }
  return "nothing known";
}

}  // namespace

std::string describe(const request& request) {
  std::string text(word_for(request.type));
  if (request.challenge) text += ", challenge " + test::to_hex(*request.challenge);
  if (request.pad_to != 0) text += ", " + number(request.pad_to) + " bytes";
  return text;
}

std::string describe(const client::event& event) { return std::visit(describe_event{}, event); }

std::string describe(const info_view& info) {
  fields out;
  out.line(std::string(name_of(info.engine)) + ", protocol " + number(info.protocol));
  out.text("name", info.name);
  out.text("map", info.map);
  out.text("folder", info.folder);
  out.text("game", info.game);
  out.count("app id", info.app_id());
  out.line("players " + number(info.players) + " of " + number(info.max_players) +
           (info.bots ? ", bots " + number(*info.bots) : ""));
  out.line(std::string(name_of(info.server_type())) + ", " + std::string(name_of(info.environment())) +
           (info.password ? ", password" : "") + (info.vac ? ", vac" : ""));
  if (info.ship)
    out.line("ship mode " + number(info.ship->mode) + ", witnesses " + number(info.ship->witnesses) +
             ", duration " + number(info.ship->duration));
  if (info.engine == engine::source) out.text("version", info.version);
  describe_extra(info, out);
  describe_goldsource(info, out);
  out.rest(info.partial, info.trailing_bytes);
  return out.take();
}

std::string describe(const players_view& players) {
  fields out;
  const auto summary = players.summarize();
  out.line(number(players.declared()) + " declared");
  for (const player_view& player : players) {
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%g s", static_cast<double>(player.duration));
    out.line(number(player.index) + ' ' + quoted(player.name) + " score " + number(player.score) + ", " +
             seconds.data());
  }
  for (std::size_t i = 0; summary.ship && i < summary.ship->size(); ++i)
    out.line("ship deaths " + number((*summary.ship)[i].deaths) + ", money " +
             number((*summary.ship)[i].money));
  out.rest(summary.partial, summary.trailing_bytes);
  return out.take();
}

std::string describe(const rules_view& rules) {
  fields out;
  out.line(number(rules.declared()) + " declared");
  for (const rule_view& rule : rules) out.line(quoted(rule.name) + " = " + quoted(rule.value));
  const auto summary = rules.summarize();
  out.rest(summary.partial, summary.trailing_bytes);
  return out.take();
}

}  // namespace gamewire::inline v0::a2s
