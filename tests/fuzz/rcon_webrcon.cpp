// A message of WebRCON is read or not; its text is UTF-8, no longer than it, and written again it is read alike.
#include <gamewire/rcon/webrcon_message.hpp>
#include <gamewire/text.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(rcon_webrcon) {
  byte_buffer room, again;
  const auto read = rcon::decode_webrcon(in, room);
  if (!read || !*read) return;
  HOLDS((*read)->text.size() <= in.size() && is_utf8((*read)->text));
  std::vector<std::byte> wire(6 * in.size() + 100);
  const auto written = rcon::encode_webrcon((*read)->identifier, (*read)->text, wire);
  HOLDS(written.has_value());
  const auto twice = rcon::decode_webrcon(*written, again);
  HOLDS(twice && *twice && (*twice)->text == (*read)->text && (*twice)->identifier == (*read)->identifier);
}
