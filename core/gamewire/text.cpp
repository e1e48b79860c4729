#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include <gamewire/text.hpp>
#include <gamewire/utf8_character.hpp>
#include <gamewire/utf8_checker.hpp>

namespace gamewire::inline v0 {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD

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

struct range {
  char32_t first, last;
};

/// The characters that `printable` writes out, in order. Sources: UnicodeData.txt and
/// DerivedCoreProperties.txt of Unicode 15; neighbours are one range.
constexpr range unprintable[] = {
    {0x00, 0x1f},        // C0
    {0x7f, 0x9f},        // DEL, C1
    {0xad, 0xad},        // soft hyphen
    {0x34f, 0x34f},      // combining grapheme joiner
    {0x600, 0x605},      // Arabic signs that enclose numbers
    {0x61c, 0x61c},      // Arabic direction mark
    {0x6dd, 0x6dd},      // Arabic end of ayah
    {0x70f, 0x70f},      // Syriac abbreviation mark
    {0x890, 0x891},      // Arabic pound and piastre marks
    {0x8e2, 0x8e2},      // Arabic disputed end of ayah
    {0x115f, 0x1160},    // Hangul fillers
    {0x17b4, 0x17b5},    // Khmer inherent vowels
    {0x180b, 0x180f},    // Mongolian variation selectors, vowel separator
    {0x200b, 0x200f},    // zero-width space and joiners, direction marks
    {0x2028, 0x202e},    // line and paragraph separators, embeddings and overrides
    {0x2060, 0x206f},    // word joiner, invisible operators, isolates, deprecated controls
    {0x3164, 0x3164},    // Hangul filler
    {0xfeff, 0xfeff},    // zero-width no-break space, the byte order mark
    {0xffa0, 0xffa0},    // halfwidth Hangul filler
    {0xfff0, 0xfffb},    // reserved, interlinear annotation
    {0x110bd, 0x110bd},  // Kaithi number sign
    {0x110cd, 0x110cd},  // Kaithi number sign above
    {0x13430, 0x1343f},  // Egyptian hieroglyph controls
    {0x1bca0, 0x1bca3},  // shorthand controls
    {0x1d173, 0x1d17a},  // musical controls
    {0xe0000, 0xe0fff},  // tags, variation selectors 17 to 256
};

bool needs_escape(char32_t c) noexcept {
  const auto* const at = std::ranges::lower_bound(unprintable, c, {}, &range::last);
  return at != std::end(unprintable) && c >= at->first;
}

void append_escape(std::string& out, char32_t c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  out += c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U";
  for (int shift = c < 0x100 ? 4 : c < 0x10000 ? 12 : 28; shift >= 0; shift -= 4)
    out += digits[(c >> shift) & 0xf];
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  utf8_checker all;
  return all.add(as_bytes(text)) && all.complete();
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

std::string latin1_to_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) out += utf8_character(static_cast<unsigned char>(c)).view();
  return out;
}

std::string_view without_newline(std::string_view text) noexcept {
  if (!text.ends_with('\n')) return text;
  text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
  return text;
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
