#include "a2s/metrics.hpp"

#include <functional>
#include <optional>

#include <fmt/core.h>

#include <gamewire/text.hpp>

namespace gamewire::cli {
namespace {

/// Text of whoever, as the value of a label, with its quotes.
std::string label_value(std::string_view text) {
  std::string made = "\"";
  for (const char c : to_utf8(text)) {
    if (c == '\\' || c == '"') made += '\\';
    if (c == '\n')
      made += "\\n";
    else
      made += c;
  }
  return made += '"';
}

using value_of = std::function<std::optional<double>(const roster_entry&)>;

/// A gauge, for each server that has a value.
void put(std::string& to, std::string_view name, std::string_view help, std::span<const roster_entry> servers,
         const value_of& value) {
  to += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
  for (const roster_entry& one : servers)
    if (const auto is = value(one))
      to += fmt::format("{}{{address={}}} {}\n", name, label_value(one.address), *is);
}

/// Of what a server says of itself, when it is up.
template <class Field>
value_of said(Field field) {
  return [field](const roster_entry& one) -> std::optional<double> {
    return one.up() ? std::optional<double>(field(*one.info)) : std::nullopt;
  };
}

void put_info(std::string& to, std::span<const roster_entry> servers) {
  to += "# HELP gamewire_info What a server says of itself.\n# TYPE gamewire_info gauge\n";
  for (const roster_entry& one : servers)
    if (one.up())
      to += fmt::format("gamewire_info{{address={},name={},map={},game={},version={}}} 1\n",
                        label_value(one.address), label_value(one.info->name), label_value(one.info->map),
                        label_value(one.info->game), label_value(one.info->version));
}

}  // namespace

std::string metrics_of(std::span<const roster_entry> servers) {
  std::string text;
  put(text, "gamewire_up", "Did the server answer?", servers,
      [](const roster_entry& one) { return one.up() ? 1 : 0; });
  put(text, "gamewire_players", "Players on the server.", servers,
      said([](const a2s::info& i) { return i.players; }));
  put(text, "gamewire_max_players", "Players that the server has room for.", servers,
      said([](const a2s::info& i) { return i.max_players; }));
  put(text, "gamewire_bots", "Bots among the players.", servers,
      [](const roster_entry& one) -> std::optional<double> {
        return one.up() && one.info->bots ? std::optional<double>(*one.info->bots) : std::nullopt;
      });
  put(text, "gamewire_ping_seconds", "The round trip of the last answer.", servers,
      [](const roster_entry& one) -> std::optional<double> {
        return one.up() ? std::optional(std::chrono::duration<double>(one.round_trip).count()) : std::nullopt;
      });
  put_info(text, servers);
  return text;
}

}  // namespace gamewire::cli
