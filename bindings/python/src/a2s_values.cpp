#include "a2s_values.hpp"

#include <chrono>

namespace gamewire::python {

namespace {

constexpr const char* module = "gamewire.a2s";

/// An enum of `gamewire.a2s` that is one byte on the wire; its 256 instances are made once.
class byte_enum {
 public:
  explicit constexpr byte_enum(const char* name) : type_(module, name) {}

  py::object operator()(std::uint8_t byte) {
    if (made_[byte] == nullptr) {
      py::object made = type_.get()(byte);
      made_[byte] = made.release().ptr();
    }
    return py::reinterpret_borrow<py::object>(made_[byte]);
  }

 private:
  lazy_class type_;
  std::array<PyObject*, 256> made_{};
};

py::object server_type_object(std::uint8_t byte) {
  static constinit byte_enum type("ServerType");
  return type(byte);
}

py::object environment_object(std::uint8_t byte) {
  static constinit byte_enum type("Environment");
  return type(byte);
}

py::object ship_object(const std::optional<a2s::ship_info>& ship) {
  static constinit record type(module, "Ship", {"mode", "witnesses", "duration"});
  return ship ? type.make(ship->mode, ship->witnesses, ship->duration) : py::none();
}

py::object mod_object(const std::optional<a2s::basic_mod<std::string_view>>& mod) {
  static constinit record type(
      module, "Mod", {"link", "download", "hl_version", "version", "size", "server_only", "custom_dll"});
  if (!mod) return py::none();
  return type.make(mod->link, mod->download, mod->hl_version, mod->version, mod->size, mod->server_only(),
                   mod->custom_dll != 0);
}

py::object milliseconds(std::optional<nanoseconds> span) {
  return span ? to_python(to_seconds(*span) * 1e3) : py::none();
}

}  // namespace

py::object info_object(const a2s::info_view& info, py::object raw, std::optional<nanoseconds> round_trip) {
  static constinit record type(module, "Info", {"engine",      "protocol",       "name",
                                                "map",         "folder",         "game",
                                                "app_id",      "app_id_16",      "players",
                                                "max_players", "bots",           "server_type",
                                                "environment", "password",       "vac",
                                                "version",     "ship",           "port",
                                                "steam_id",    "spectator_port", "spectator_name",
                                                "keywords",    "game_id",        "server_address",
                                                "mod",         "spectators",     "spectator_slots",
                                                "partial",     "trailing_bytes", "ping_ms",
                                                "raw"});
  static const py::object& source = *new py::object(py::str("source"));
  static const py::object& goldsource = *new py::object(py::str("goldsource"));
  return type.make(info.engine == a2s::engine::source ? source : goldsource, info.protocol, info.name,
                   info.map, info.folder, info.game, info.app_id(), info.app_id_16, info.players,
                   info.max_players, info.bots, server_type_object(info.server_type_byte),
                   environment_object(info.environment_byte), info.password, info.vac, info.version,
                   ship_object(info.ship), info.port, info.steam_id, info.spectator_port, info.spectator_name,
                   info.keywords, info.game_id, info.server_address, mod_object(info.mod), info.spectators,
                   info.spectator_slots, info.partial, info.trailing_bytes, milliseconds(round_trip),
                   std::move(raw));
}

py::object players_object(const a2s::players_view& players, py::object raw) {
  static constinit record type(module, "Players",
                               {"declared", "partial", "players", "trailing_bytes", "raw"});
  static constinit record player(module, "Player",
                                 {"index", "name", "score", "duration", "deaths", "money", "raw"});
  const auto summary = players.summarize();
  py::tuple list(summary.complete);
  std::size_t next = 0;
  for (const a2s::player_view& one : players) {
    const bool ship = summary.ship && next < summary.ship->size();
    const auto extra = ship ? (*summary.ship)[next] : a2s::ship_player{};
    const py::object deaths = ship ? to_python(extra.deaths) : py::none();
    const py::object money = ship ? to_python(extra.money) : py::none();
    PyTuple_SET_ITEM(
        list.ptr(), static_cast<Py_ssize_t>(next++),
        player.make(one.index, one.name, one.score, double{one.duration}, deaths, money, to_bytes(one.name))
            .release()
            .ptr());
  }
  return type.make(players.declared(), summary.partial, std::move(list), summary.trailing_bytes,
                   std::move(raw));
}

py::object rules_object(const a2s::rules_view& rules, py::object raw) {
  static constinit record type(module, "Rules", {"declared", "partial", "pairs", "trailing_bytes", "raw"});
  const auto summary = rules.summarize();
  py::tuple list(summary.complete);
  std::size_t next = 0;
  for (const a2s::rule_view& one : rules) {
    py::tuple pair(2);
    PyTuple_SET_ITEM(pair.ptr(), 0, to_bytes(one.name).release().ptr());
    PyTuple_SET_ITEM(pair.ptr(), 1, to_bytes(one.value).release().ptr());
    PyTuple_SET_ITEM(list.ptr(), static_cast<Py_ssize_t>(next++), pair.release().ptr());
  }
  return type.make(rules.declared(), summary.partial, std::move(list), summary.trailing_bytes,
                   std::move(raw));
}

}  // namespace gamewire::python
