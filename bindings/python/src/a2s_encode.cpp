#include "a2s_encode.hpp"

#include <optional>

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/rules.hpp>

#include "errors.hpp"
#include "text_argument.hpp"

namespace gamewire::python {

namespace {

/// More than any reply takes that can be split.
constexpr std::size_t room = std::size_t{1} << 20U;

template <class Encode>
std::vector<std::byte> written(Encode encode) {
  std::vector<std::byte> out(room);
  out.resize(unwrap(encode(std::span(out))).size());
  return out;
}

/// Reads the fields of an object; views live as long as it.
class fields {
 public:
  explicit fields(const py::handle& of) : of_(of) {}

  /// A text that is another's attribute stays alive with it.
  [[nodiscard]] std::string_view text(const char* name) const { return text_argument(of_.attr(name)); }
  [[nodiscard]] std::optional<std::string_view> some_text(const char* name) const {
    const py::object value = of_.attr(name);
    return value.is_none() ? std::nullopt : std::optional<std::string_view>(text_argument(value));
  }
  template <class T>
  [[nodiscard]] T get(const char* name) const {
    return of_.attr(name).template cast<T>();
  }
  [[nodiscard]] std::uint8_t letter(const char* name) const {
    return of_.attr(name).attr("value").cast<std::uint8_t>();
  }
  [[nodiscard]] std::optional<fields> some(const char* name) const {
    const py::object value = of_.attr(name);
    return value.is_none() ? std::nullopt : std::optional(fields(value));
  }

 private:
  py::handle of_;
};

template <class T>
using maybe = std::optional<T>;

std::optional<a2s::ship_info> ship_of(const fields& info) {
  const auto ship = info.some("ship");
  if (!ship) return std::nullopt;
  return a2s::ship_info{ship->get<std::uint8_t>("mode"), ship->get<std::uint8_t>("witnesses"),
                        ship->get<std::uint8_t>("duration")};
}

std::optional<a2s::basic_mod<std::string_view>> mod_of(const fields& info) {
  const auto mod = info.some("mod");
  if (!mod) return std::nullopt;
  return a2s::basic_mod<std::string_view>{
      .link = mod->text("link"),
      .download = mod->text("download"),
      .hl_version = mod->text("hl_version"),
      .version = mod->get<std::uint32_t>("version"),
      .size = mod->get<std::uint32_t>("size"),
      .type = static_cast<std::uint8_t>(mod->get<bool>("server_only")),
      .custom_dll = static_cast<std::uint8_t>(mod->get<bool>("custom_dll")),
  };
}

std::vector<std::byte> info_message(const fields& of) {
  a2s::info_view info;
  info.engine = of.text("engine") == "goldsource" ? a2s::engine::goldsource : a2s::engine::source;
  info.protocol = of.get<std::uint8_t>("protocol");
  info.name = of.text("name");
  info.map = of.text("map");
  info.folder = of.text("folder");
  info.game = of.text("game");
  info.app_id_16 = of.get<std::uint16_t>("app_id_16");
  info.players = of.get<std::uint8_t>("players");
  info.max_players = of.get<std::uint8_t>("max_players");
  info.bots = of.get<maybe<std::uint8_t>>("bots");
  info.server_type_byte = of.letter("server_type");
  info.environment_byte = of.letter("environment");
  info.password = of.get<bool>("password");
  info.vac = of.get<bool>("vac");
  info.ship = ship_of(of);
  info.version = of.text("version");
  info.port = of.get<maybe<std::uint16_t>>("port");
  info.steam_id = of.get<maybe<std::uint64_t>>("steam_id");
  info.spectator_port = of.get<maybe<std::uint16_t>>("spectator_port");
  info.spectator_name = of.some_text("spectator_name");
  info.keywords = of.some_text("keywords");
  info.game_id = of.get<maybe<std::uint64_t>>("game_id");
  info.server_address = of.some_text("server_address");
  info.mod = mod_of(of);
  info.spectators = of.get<maybe<std::uint32_t>>("spectators");
  info.spectator_slots = of.get<maybe<std::uint32_t>>("spectator_slots");
  return written([&](std::span<std::byte> out) { return a2s::encode_info(info, out); });
}

std::vector<std::byte> players_message(const py::object& of) {
  std::vector<a2s::player_view> list;
  std::vector<a2s::ship_player> ship;
  const auto players = of.attr("players").cast<py::tuple>();
  for (const py::handle& player : players) {
    const fields one(player);
    list.push_back({.index = one.get<std::uint8_t>("index"),
                    .name = one.text("name"),
                    .score = one.get<std::int32_t>("score"),
                    .duration = one.get<float>("duration")});
    if (const auto deaths = one.get<maybe<std::int32_t>>("deaths"))
      ship.push_back({.deaths = *deaths, .money = one.get<maybe<std::int32_t>>("money").value_or(0)});
  }
  return written([&](std::span<std::byte> out) { return a2s::encode_players(list, out, ship); });
}

std::vector<std::byte> rules_message(const py::object& of) {
  std::vector<a2s::rule_view> list;
  const auto pairs = of.attr("pairs").cast<py::tuple>();
  for (const py::handle& pair : pairs) {
    const auto both = py::reinterpret_borrow<py::object>(pair).cast<py::tuple>();
    list.push_back({text_argument(both[0]), text_argument(both[1])});
  }
  return written([&](std::span<std::byte> out) { return a2s::encode_rules(list, out); });
}

}  // namespace

std::vector<std::byte> to_message(const py::object& reply) {
  const py::module_ a2s = py::module_::import("gamewire.a2s");
  if (py::isinstance(reply, a2s.attr("Info"))) return info_message(fields(reply));
  if (py::isinstance(reply, a2s.attr("Players"))) return players_message(reply);
  if (py::isinstance(reply, a2s.attr("Rules"))) return rules_message(reply);
  const buffer given(reply);
  const bytes in = given;
  return {in.begin(), in.end()};
}

}  // namespace gamewire::python
