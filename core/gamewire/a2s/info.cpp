#include <gamewire/a2s/info.hpp>

namespace gamewire::inline v0::a2s {
namespace {

/// Sets a field to what was just read, unless that was cut short.
template <class Field, class Value>
void keep(Field& field, const byte_reader& from, Value value) noexcept {
  if (from.ok()) field = value;
}

/// The extra data, in its order on the wire, which is not that of the flag's bits.
void read_extra(byte_reader& reader, info_view& info) noexcept {
  info.edf = reader.u8();
  if ((info.edf & 0x80) != 0) keep(info.port, reader, reader.u16());
  if ((info.edf & 0x10) != 0) keep(info.steam_id, reader, reader.u64());
  if ((info.edf & 0x40) != 0) {
    keep(info.spectator_port, reader, reader.u16());
    keep(info.spectator_name, reader, reader.cstring());
  }
  if ((info.edf & 0x20) != 0) keep(info.keywords, reader, reader.cstring());
  if ((info.edf & 0x01) != 0) keep(info.game_id, reader, reader.u64());
}

/// False when the reply ends before it makes sense.
bool read_source(byte_reader& reader, info_view& info) noexcept {
  info.protocol = reader.u8();
  info.name = reader.cstring();
  info.map = reader.cstring();
  info.folder = reader.cstring();
  info.game = reader.cstring();
  byte_reader numbers(reader.take(9));
  info.app_id_16 = numbers.u16();
  info.players = numbers.u8();
  info.max_players = numbers.u8();
  info.bots = numbers.u8();
  info.server_type_byte = numbers.u8();
  info.environment_byte = numbers.u8();
  info.password = numbers.u8() != 0;
  info.vac = numbers.u8() != 0;
  if (!reader.ok()) return false;

  if (is_the_ship(info.protocol, info.app_id_16, info.folder)) {
    byte_reader ship(reader.take(3));
    keep(info.ship, reader, ship_info{ship.u8(), ship.u8(), ship.u8()});
  }
  info.version = reader.cstring();
  if (!reader.empty()) read_extra(reader, info);
  return true;
}

/// Some games raise the flag of the mod block and leave the block out, so that only VAC and bots follow. That
/// few bytes hold no block; but a first one above 1 is no VAC: it is a letter of a block that was cut.
bool lacks_mod_block(bytes rest) noexcept {
  return rest.size() <= 2 && !rest.empty() && std::to_integer<unsigned>(rest.front()) <= 1;
}

void read_mod(byte_reader& reader, info_view& info) noexcept {
  basic_mod<std::string_view> mod;
  mod.link = reader.cstring();
  mod.download = reader.cstring();
  mod.hl_version = reader.cstring();
  mod.version = reader.u32();
  mod.size = reader.u32();
  mod.type = reader.u8();
  mod.custom_dll = reader.u8();
  keep(info.mod, reader, mod);
}

/// Bots, which HLTV does not send; with a full house it sends its spectators and their slots instead.
void read_bots(byte_reader& reader, info_view& info) noexcept {
  const bool proxy = info.server_type() == server_type::proxy;
  if (proxy && reader.empty()) return;
  if (proxy && reader.size() > 1) {
    keep(info.spectators, reader, reader.u32());
    keep(info.spectator_slots, reader, reader.u32());
    return;
  }
  keep(info.bots, reader, reader.u8());
}

bool read_goldsource(byte_reader& reader, info_view& info) noexcept {
  info.engine = engine::goldsource;
  info.server_address = reader.cstring();
  info.name = reader.cstring();
  info.map = reader.cstring();
  info.folder = reader.cstring();
  info.game = reader.cstring();
  byte_reader numbers(reader.take(6));
  info.players = numbers.u8();
  info.max_players = numbers.u8();
  info.protocol = numbers.u8();
  info.server_type_byte = numbers.u8();
  info.environment_byte = numbers.u8();
  info.password = numbers.u8() != 0;
  if (!reader.ok()) return false;

  const bool modded = reader.u8() != 0;
  if (modded && !lacks_mod_block(reader.rest())) read_mod(reader, info);
  info.vac = reader.u8() != 0;
  if (reader.ok()) read_bots(reader, info);
  return true;
}

}  // namespace

std::expected<info_view, std::error_code> decode_info(bytes message) noexcept {
  std::expected<info_view, std::error_code> result;  // the one return value, filled in place: it is large
  byte_reader reader(without_header(message));
  const std::uint8_t type = reader.u8();
  bool made_sense = false;
  if (type == std::to_underlying(message_type::info)) {
    made_sense = read_source(reader, *result);
  } else if (type == std::to_underlying(message_type::goldsource_info)) {
    made_sense = read_goldsource(reader, *result);
  }
  if (made_sense) {
    result->partial = !reader.ok();
    result->trailing_bytes = reader.size();
  } else {
    const bool foreign = reader.ok();
    result = std::unexpected(make_error_code(foreign ? errc::unknown_message : errc::truncated));
  }
  return result;
}

bool is_the_ship(std::uint8_t protocol, std::uint16_t app_id, std::string_view folder) noexcept {
  constexpr std::uint8_t source_2006 = 7;
  if (protocol != source_2006 && folder != "ship") return false;
  switch (app_id) {
    case 2400:
    case 2401:
    case 2402:
    case 2403:
    case 2405:
    case 2406:
    case 2412:
    case 2430: return true;
    default: return false;
  }
}

server_type to_server_type(std::uint8_t letter) noexcept {
  switch (letter | 0x20) {
    case 'd': return server_type::dedicated;
    case 'l': return server_type::listen;
    case 'p': return server_type::proxy;
    default: return server_type::unknown;
  }
}

environment to_environment(std::uint8_t letter) noexcept {
  switch (letter | 0x20) {
    case 'l': return environment::linux_;
    case 'w': return environment::windows;
    case 'm':
    case 'o': return environment::mac;
    default: return environment::unknown;
  }
}

std::string_view name_of(engine of) noexcept { return of == engine::source ? "source" : "goldsource"; }

std::string_view name_of(server_type of) noexcept {
  switch (of) {
    case server_type::dedicated: return "dedicated";
    case server_type::listen: return "listen";
    case server_type::proxy: return "proxy";
    case server_type::unknown: break;
  }
  return "unknown";
}

std::string_view name_of(environment of) noexcept {
  switch (of) {
    case environment::linux_: return "linux";
    case environment::windows: return "windows";
    case environment::mac: return "mac";
    case environment::unknown: break;
  }
  return "unknown";
}

}  // namespace gamewire::inline v0::a2s
