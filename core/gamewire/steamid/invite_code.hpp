/// Invite codes: the account number in hex, in letters that make no words. `https://s.team/p/cv-dgb`
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include <gamewire/steamid/error.hpp>
#include <gamewire/steamid/short_text.hpp>

namespace gamewire::inline v0::steamid {

inline constexpr std::string_view invite_letters = "bcdfghjkmnpqrtvw";  // for 0 to f

/// Dashes may stand anywhere, because it is not known when Steam sets them. Errors: `bad_invite_code`, also
/// for account 0, which nobody has.
constexpr std::expected<std::uint32_t, errc> decode_invite_code(std::string_view code) noexcept {
  std::uint32_t account = 0;
  unsigned letters = 0;
  for (const char c : code) {
    if (c == '-') continue;
    const std::size_t digit = invite_letters.find(c);
    if (digit == code.npos || ++letters > 8) return std::unexpected(errc::bad_invite_code);
    account = account << 4 | static_cast<std::uint32_t>(digit);
  }
  if (account == 0) return std::unexpected(errc::bad_invite_code);
  return account;
}

/// With a dash in the middle, if there is one: "c", "k-q", "cv-dgb".
constexpr short_text encode_invite_code(std::uint32_t account) noexcept {
  unsigned letters = 1;
  while (letters < 8 && account >> (4 * letters) != 0) ++letters;
  short_text code;
  for (unsigned i = 0; i < letters; ++i) {
    if (i != 0 && i == letters / 2) code.put('-');
    code.put(invite_letters[account >> (4 * (letters - 1 - i)) & 15]);
  }
  return code;
}

}  // namespace gamewire::inline v0::steamid
