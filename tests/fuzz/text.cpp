// Whatever is made fit for reading is valid UTF-8; what was fit already stays as it is; nothing a terminal
// obeys is left.
#include <algorithm>

#include <gamewire/text.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(text) {
  const std::string_view raw = as_text(in);
  const std::string lossy = to_utf8(raw);
  HOLDS(is_utf8(lossy) && to_utf8(lossy) == lossy);
  HOLDS((lossy == raw) == is_utf8(raw));
  const std::string shown = printable(raw);
  HOLDS(is_utf8(shown) && printable(shown) == shown);
  HOLDS(std::ranges::none_of(shown, [](unsigned char c) { return c < 0x20 || c == 0x7f; }));
}
