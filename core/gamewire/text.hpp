/// Text from strangers: bytes that may or may not be UTF-8, and may hold anything a terminal would obey.
#pragma once

#include <string>
#include <string_view>

namespace gamewire::inline v0 {

/// Is all of it well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong, nothing above U+10FFFF)?
bool is_utf8(std::string_view text) noexcept;

/// The text with U+FFFD for what is not UTF-8, one for each maximal broken part (Unicode 15, 3.9). A copy, as the next
/// one and `printable`: they throw std::bad_alloc.
std::string to_utf8(std::string_view text);

/// Latin-1 (ISO 8859-1) as UTF-8: every byte is the code point of its value. So servers of old games write, Minecraft
/// before 1.4 among them, and nothing in what they send says so.
std::string latin1_to_utf8(std::string_view text);

/// Without the newline at its end, if there is one: "\n" or "\r\n". A view.
std::string_view without_newline(std::string_view text) noexcept;

/// Fit for a terminal: lossy UTF-8 in which whatever a terminal would obey, or nobody would see, is written out
/// (`\n`, `\x1b`, `\u202e`, `\U000e0041`). That is, of the properties that Unicode 15 gives: the general
/// categories Cc, Cf, Zl and Zp, and what is Default_Ignorable_Code_Point, but for the variation selectors 1
/// to 16, which stand in ordinary text behind many an emoji. A backslash stays as it is.
std::string printable(std::string_view text);

}  // namespace gamewire::inline v0
