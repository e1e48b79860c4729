#include <gamewire/a2s/info.hpp>

namespace gamewire::inline v0::a2s {
namespace {

template <class To, class From>
std::optional<To> convert(const std::optional<From>& from) {
  return from ? std::optional<To>(std::in_place, *from) : std::nullopt;
}

template <class To, class From>
std::optional<basic_mod<To>> convert_mod(const std::optional<basic_mod<From>>& from) {
  if (!from) return std::nullopt;
  return basic_mod<To>{.link = To(from->link),
                       .download = To(from->download),
                       .hl_version = To(from->hl_version),
                       .version = from->version,
                       .size = from->size,
                       .type = from->type,
                       .custom_dll = from->custom_dll};
}

/// All fields, with texts of another type.
template <class To, class From>
basic_info<To> convert_info(const basic_info<From>& from) {
  return {.engine = from.engine,
          .protocol = from.protocol,
          .name = To(from.name),
          .map = To(from.map),
          .folder = To(from.folder),
          .game = To(from.game),
          .app_id_16 = from.app_id_16,
          .players = from.players,
          .max_players = from.max_players,
          .bots = from.bots,
          .server_type_byte = from.server_type_byte,
          .environment_byte = from.environment_byte,
          .password = from.password,
          .vac = from.vac,
          .ship = from.ship,
          .version = To(from.version),
          .edf = from.edf,
          .port = from.port,
          .steam_id = from.steam_id,
          .spectator_port = from.spectator_port,
          .spectator_name = convert<To>(from.spectator_name),
          .keywords = convert<To>(from.keywords),
          .game_id = from.game_id,
          .server_address = convert<To>(from.server_address),
          .mod = convert_mod<To>(from.mod),
          .spectators = from.spectators,
          .spectator_slots = from.spectator_slots,
          .partial = from.partial,
          .trailing_bytes = from.trailing_bytes};
}

}  // namespace

info own(const info_view& view) { return convert_info<std::string>(view); }

info_view view(const info& of) noexcept { return convert_info<std::string_view>(of); }

info_view merge(const info_view& source, const info_view& goldsource) noexcept {
  info_view both = source;
  both.server_address = goldsource.server_address;
  both.mod = goldsource.mod;
  both.spectators = goldsource.spectators;
  both.spectator_slots = goldsource.spectator_slots;
  return both;
}

}  // namespace gamewire::inline v0::a2s
