#include "a2s_info.hpp"

#include "convert.hpp"

namespace gamewire::c {
namespace {

/// Writes what is there, and says so in `has`.
class optional_fields {
 public:
  explicit optional_fields(std::uint32_t& has) noexcept : has_(has) {}

  template <class T, class Out>
  void operator()(std::uint32_t bit, const std::optional<T>& from, Out& to) noexcept {
    if (!from) return;
    has_ |= bit;
    if constexpr (std::is_same_v<T, std::string_view>)
      to = to_c(*from);
    else
      to = static_cast<Out>(*from);
  }

 private:
  std::uint32_t& has_;
};

void put_ship(const a2s::ship_info& of, gw_info& to) noexcept {
  to.has |= GW_INFO_SHIP;
  to.ship_mode = of.mode;
  to.ship_witnesses = of.witnesses;
  to.ship_duration = of.duration;
}

void put_mod(const a2s::basic_mod<std::string_view>& of, gw_info& to) noexcept {
  to.has |= GW_INFO_MOD;
  to.mod_link = to_c(of.link);
  to.mod_download = to_c(of.download);
}

template <class T>
std::optional<T> if_has(const gw_info& of, std::uint32_t bit, T value) noexcept {
  return (of.has & bit) != 0 ? std::optional<T>(value) : std::nullopt;
}

}  // namespace

gw_info to_c(const a2s::info_view& of) noexcept {
  gw_info made{};
  made.struct_size = sizeof made;
  made.name = to_c(of.name);
  made.map = to_c(of.map);
  made.folder = to_c(of.folder);
  made.game = to_c(of.game);
  made.version = to_c(of.version);
  made.protocol = of.protocol;
  made.players = of.players;
  made.max_players = of.max_players;
  made.server_type = static_cast<char>(of.server_type());
  made.environment = static_cast<char>(of.environment());
  made.password = of.password;
  made.vac = of.vac;
  made.goldsource = of.engine == a2s::engine::goldsource;
  made.partial = of.partial;

  optional_fields put(made.has);
  put(GW_INFO_BOTS, of.bots, made.bots);
  put(GW_INFO_PORT, of.port, made.port);
  put(GW_INFO_STEAM_ID, of.steam_id, made.steam_id);
  put(GW_INFO_SPECTATOR_PORT, of.spectator_port, made.spectator_port);
  put(GW_INFO_SPECTATOR_NAME, of.spectator_name, made.spectator_name);
  put(GW_INFO_KEYWORDS, of.keywords, made.keywords);
  put(GW_INFO_GAME_ID, of.game_id, made.game_id);
  put(GW_INFO_APP_ID, of.app_id(), made.app_id);
  put(GW_INFO_SERVER_ADDRESS, of.server_address, made.server_address);
  if (of.ship) put_ship(*of.ship, made);
  if (of.mod) put_mod(*of.mod, made);
  return made;
}

a2s::info_view from_c(const gw_info& of) noexcept {
  a2s::info_view made;
  made.engine = of.goldsource ? a2s::engine::goldsource : a2s::engine::source;
  made.protocol = of.protocol;
  made.name = from_c(of.name);
  made.map = from_c(of.map);
  made.folder = from_c(of.folder);
  made.game = from_c(of.game);
  made.version = from_c(of.version);
  if ((of.has & GW_INFO_APP_ID) != 0) made.app_id_16 = static_cast<std::uint16_t>(of.app_id);
  made.players = of.players;
  made.max_players = of.max_players;
  made.server_type_byte = static_cast<std::uint8_t>(of.server_type);
  made.environment_byte = static_cast<std::uint8_t>(of.environment);
  made.password = of.password;
  made.vac = of.vac;
  made.bots = if_has(of, GW_INFO_BOTS, of.bots);
  made.port = if_has(of, GW_INFO_PORT, of.port);
  made.steam_id = if_has(of, GW_INFO_STEAM_ID, of.steam_id);
  made.spectator_port = if_has(of, GW_INFO_SPECTATOR_PORT, of.spectator_port);
  made.spectator_name = if_has(of, GW_INFO_SPECTATOR_NAME, from_c(of.spectator_name));
  made.keywords = if_has(of, GW_INFO_KEYWORDS, from_c(of.keywords));
  made.game_id = if_has(of, GW_INFO_GAME_ID, of.game_id);
  made.server_address = if_has(of, GW_INFO_SERVER_ADDRESS, from_c(of.server_address));
  made.ship = if_has(of, GW_INFO_SHIP, a2s::ship_info{of.ship_mode, of.ship_witnesses, of.ship_duration});
  if ((of.has & GW_INFO_MOD) != 0)
    made.mod = {.link = from_c(of.mod_link), .download = from_c(of.mod_download), .hl_version = {}};
  return made;
}

}  // namespace gamewire::c
