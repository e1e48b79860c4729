#include <gamewire/ascii.hpp>
#include <gamewire/vdf/token.hpp>

namespace gamewire::inline v0::vdf {
namespace {

/// What the letter behind a backslash stands for; 0 when it is none that is known.
constexpr char meaning_of(char letter) noexcept {
  switch (letter) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'v': return '\v';
    case 'b': return '\b';
    case 'r': return '\r';
    case 'f': return '\f';
    case 'a': return '\a';
    case '\\':
    case '?':
    case '\'':
    case '"': return letter;
    default: return '\0';
  }
}

/// `out` has room for as much as `raw` is long.
std::size_t unescape_into(std::string_view raw, char* out) noexcept {
  std::size_t size = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char meant = raw[i] == '\\' && i + 1 < raw.size() ? meaning_of(raw[i + 1]) : '\0';
    out[size++] = meant != '\0' ? meant : raw[i];
    if (meant != '\0') ++i;
  }
  return size;
}

}  // namespace

std::expected<std::string_view, std::error_code> unescape(const token& from, std::span<char> room) noexcept {
  if (!from.escaped) return from.raw;
  if (room.size() < from.raw.size()) return std::unexpected(make_error_code(gamewire::errc::no_room));
  return std::string_view(room.data(), unescape_into(from.raw, room.data()));
}

std::string own(const token& from) {
  std::string text(from.raw);
  if (from.escaped) text.resize(unescape_into(from.raw, text.data()));
  return text;
}

bool same_key(std::string_view a, std::string_view b) noexcept { return same_word(a, b); }

}  // namespace gamewire::inline v0::vdf
