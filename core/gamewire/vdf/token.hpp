/// A key or a value as it stands in a VDF text.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <gamewire/vdf/error.hpp>

namespace gamewire::inline v0::vdf {

/// A view into the text. Mostly `raw` is what it says; only if `escaped` has it to be unescaped first.
struct token {
  std::string_view raw;  // without the quotes
  bool quoted = false;   // it stood in quotes
  bool escaped = false;  // a backslash in it, and the reader was told to heed them

  friend bool operator==(const token&, const token&) = default;
};

/// What the token says: `raw` itself, or what of it has been written to the front of `room`, which never
/// takes more than `raw.size()`. Known are a backslash and one of the letters n t v b r f a, which mean what
/// they do in C, or a quote of either kind, a question mark, or a backslash, which mean themselves. Before
/// anything else a backslash stays, as in Valve's own reader. Error: `errc::no_room` (of gamewire) for less room than
/// that, where there may be something to unescape.
std::expected<std::string_view, std::error_code> unescape(const token& from, std::span<char> room) noexcept;

/// The same; throws std::bad_alloc.
std::string own(const token& from);

/// Are they the same but for the case of A to Z? So Valve compares keys.
bool same_key(std::string_view a, std::string_view b) noexcept;

}  // namespace gamewire::inline v0::vdf
