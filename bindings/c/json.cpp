/// Texts as JSON has them.
#include <gamewire/bytes.hpp>
#include <gamewire/json/text.hpp>

#include "convert.hpp"

using namespace gamewire;
using namespace gamewire::c;

size_t gw_json_unescape(gw_text text, char* out, size_t size) noexcept {
  const json::text said(from_c(text));
  byte_buffer room;
  if (!said.escaped() || !room.resize(said.raw().size())) return write_text(said.raw(), out, size);
  const auto room_for_text = std::span(reinterpret_cast<char*>(room.data().data()), room.size());
  return write_text(said.decode(room_for_text).value_or(said.raw()), out, size);
}
