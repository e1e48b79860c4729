/// What can be wrong with a text that should name a SteamID.
///
/// Functions of this folder are constexpr and so return the enum itself; it turns into a std::error_code
/// wherever one is wanted.
#pragma once

#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::steamid {

enum class errc {
  unknown_form = 1,  // none of the forms of a SteamID
  needs_lookup,      // an address with a name in it that only Steam can look up: see find_vanity()
  no_account,        // BOT, HLTV, Console, STEAM_ID_LAN: printed for those who have no SteamID
  bad_type,          // [?:u:account]: no such letter
  bad_universe,      // not 0 to 5
  bad_parity,        // Y of STEAM_X:Y:Z is neither 0 nor 1
  bad_account,       // no number, or one beyond its field: 31 bits for Z of STEAM_X:Y:Z, else 32
  bad_instance,      // no number, or one beyond 20 bits
  number_too_large,  // beyond 64 bits
  bad_invite_code,   // no letters of an invite code, more than 8 of them, or those of account 0
  bad_friend_code,   // a character that no friend code has, or account 0
  bad_check,         // the check bits of a friend code are not those of its account
  bad_queue_code,    // two friend codes that do not make a group
  bad_address,       // of a site that is not Steam's, or of a page there that names no account
};

/// "gamewire.steamid": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

}  // namespace gamewire::inline v0::steamid

template <>
struct std::is_error_code_enum<gamewire::steamid::errc> : std::true_type {};
