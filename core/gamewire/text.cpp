#include <cstddef>
#include <cstdint>
#include <cstring>

#include <gamewire/text.hpp>

namespace gamewire::inline v0 {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD

/// How many bytes of ASCII the text starts with.
std::size_t ascii_prefix(std::string_view text) noexcept {
  std::size_t size = 0;
  for (std::uint64_t block = 0; text.size() - size >= sizeof block; size += sizeof block) {
    std::memcpy(&block, text.data() + size, sizeof block);
    if ((block & 0x8080808080808080) != 0) break;
  }
  while (size < text.size() && static_cast<unsigned char>(text[size]) < 0x80) ++size;
  return size;
}

/// One step through text: a character, or a maximal broken part.
struct step {
  char32_t character;
  std::size_t size;
  bool broken;
};

/// The first step through a text that is not empty (Unicode 15, table 3-7).
step first_step(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1, false};
  if (lead < 0xc2 || lead > 0xf4) return {0, 1, true};
  const std::size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  // The range of the second byte keeps out what is overlong, a surrogate or above U+10FFFF.
  unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  char32_t character = lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (i == text.size() || byte(i) < low || byte(i) > high) return {0, i, true};
    character = character << 6 | (byte(i) & 0x3fU);
    low = 0x80;
    high = 0xbf;
  }
  return {character, size, false};
}

/// Would a terminal obey it, or show the text behind it in another order?
bool needs_escape(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) ||                         // C0, DEL, C1
         c == 0x061c || c == 0x200e || c == 0x200f ||                   // direction marks
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);  // separators, embeddings, isolates
}

void append_escape(std::string& out, char32_t c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  out += c < 0x100 ? "\\x" : "\\u";
  for (int shift = c < 0x100 ? 4 : 12; shift >= 0; shift -= 4) out += digits[(c >> shift) & 0xf];
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  while (true) {
    text.remove_prefix(ascii_prefix(text));
    if (text.empty()) return true;
    const step next = first_step(text);
    if (next.broken) return false;
    text.remove_prefix(next.size);
  }
}

std::string to_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const step next = first_step(text);
    out += next.broken ? replacement : text.substr(0, next.size);
    text.remove_prefix(next.size);
  }
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const step next = first_step(text);
    if (next.broken) {
      out += replacement;
    } else if (needs_escape(next.character)) {
      append_escape(out, next.character);
    } else {
      out += text.substr(0, next.size);
    }
    text.remove_prefix(next.size);
  }
  return out;
}

}  // namespace gamewire::inline v0
