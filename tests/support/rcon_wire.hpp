/// What goes over the wire in RCON, in hex, for scripts.
#pragma once

#include <string>

#include <gamewire/rcon/frame.hpp>

#include "hex.hpp"

namespace gamewire::test::rcon_wire {

/// One packet. The body is in hex, or "quoted".
inline std::string packet(std::int32_t id, std::int32_t type, std::string_view body = {}) {
  const buffer content = from_hex(body);
  const rcon::frame frame{id, type, content};
  buffer wire(rcon::encoded_size(frame));
  (void)rcon::encode(frame, wire);
  return to_hex(wire, wire.size()) + ' ';
}

inline std::string login(std::string_view password, std::int32_t id = 1) {
  return packet(id, rcon::type::auth, '"' + std::string(password) + '"');
}
inline std::string exec(std::int32_t id, std::string_view command) {
  return packet(id, rcon::type::exec_command, '"' + std::string(command) + '"');
}
inline std::string value(std::int32_t id, std::string_view body = {}) {
  return packet(id, rcon::type::response_value, body);
}
inline std::string verdict(std::int32_t id) { return packet(id, rcon::type::auth_response); }
/// What Source sends behind a mirrored marker.
inline std::string trailer(std::int32_t id) { return value(id, "00 01 00 00"); }

inline const std::string stray = "00 01 00 00 00 00 00 ";

}  // namespace gamewire::test::rcon_wire
