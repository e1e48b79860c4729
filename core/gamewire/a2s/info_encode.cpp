#include <gamewire/a2s/info.hpp>

namespace gamewire::inline v0::a2s {
namespace {

std::uint8_t flag_of(bool set) noexcept { return set ? 1 : 0; }

std::uint8_t extra_data_flag(const info_view& what) noexcept {
  unsigned flag = 0;
  if (what.port) flag |= 0x80;
  if (what.steam_id) flag |= 0x10;
  if (what.spectator_port || what.spectator_name) flag |= 0x40;
  if (what.keywords) flag |= 0x20;
  if (what.game_id) flag |= 0x01;
  return static_cast<std::uint8_t>(flag);
}

void write_extra(byte_writer& writer, const info_view& what) noexcept {
  const std::uint8_t flag = extra_data_flag(what);
  writer.u8(flag);
  if (what.port) writer.u16(*what.port);
  if (what.steam_id) writer.u64(*what.steam_id);
  if ((flag & 0x40) != 0) {
    writer.u16(what.spectator_port.value_or(0));
    writer.cstring(what.spectator_name.value_or(""));
  }
  if (what.keywords) writer.cstring(*what.keywords);
  if (what.game_id) writer.u64(*what.game_id);
}

void write_texts(byte_writer& writer, const info_view& what) noexcept {
  for (const std::string_view text : {what.name, what.map, what.folder, what.game}) writer.cstring(text);
}

void write_source(byte_writer& writer, const info_view& what) noexcept {
  writer.u8(what.protocol);
  write_texts(writer, what);
  writer.u16(what.app_id_16);
  writer.u8(what.players);
  writer.u8(what.max_players);
  writer.u8(what.bots.value_or(0));
  writer.u8(what.server_type_byte);
  writer.u8(what.environment_byte);
  writer.u8(flag_of(what.password));
  writer.u8(flag_of(what.vac));
  if (is_the_ship(what.protocol, what.app_id_16, what.folder)) {
    const ship_info ship = what.ship.value_or(ship_info{});
    writer.u8(ship.mode);
    writer.u8(ship.witnesses);
    writer.u8(ship.duration);
  }
  writer.cstring(what.version);
  write_extra(writer, what);
}

void write_mod(byte_writer& writer, const basic_mod<std::string_view>& mod) noexcept {
  for (const std::string_view text : {mod.link, mod.download, mod.hl_version}) writer.cstring(text);
  writer.u32(mod.version);
  writer.u32(mod.size);
  writer.u8(mod.type);
  writer.u8(mod.custom_dll);
}

void write_goldsource(byte_writer& writer, const info_view& what) noexcept {
  writer.cstring(what.server_address.value_or(""));
  write_texts(writer, what);
  writer.u8(what.players);
  writer.u8(what.max_players);
  writer.u8(what.protocol);
  writer.u8(what.server_type_byte);
  writer.u8(what.environment_byte);
  writer.u8(flag_of(what.password));
  writer.u8(flag_of(what.mod.has_value()));
  if (what.mod) write_mod(writer, *what.mod);
  writer.u8(flag_of(what.vac));
  if (what.bots) {
    writer.u8(*what.bots);
  } else if (what.spectators || what.spectator_slots) {
    writer.u32(what.spectators.value_or(0));
    writer.u32(what.spectator_slots.value_or(0));
  }
}

}  // namespace

std::expected<bytes, std::error_code> encode_info(const info_view& what, std::span<std::byte> out) noexcept {
  const bool source = what.engine == engine::source;
  byte_writer writer = start_message(source ? message_type::info : message_type::goldsource_info, out);
  source ? write_source(writer, what) : write_goldsource(writer, what);
  return writer.result();
}

}  // namespace gamewire::inline v0::a2s
