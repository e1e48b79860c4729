/// Without JSON no event has a text with escapes.
#include "convert.hpp"

using namespace gamewire::c;

size_t gw_json_unescape(gw_text text, char* out, size_t size) noexcept {
  return write_text(from_c(text), out, size);
}
