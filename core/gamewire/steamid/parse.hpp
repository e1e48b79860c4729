/// SteamIDs from text, in any of the forms that Steam, its games and its sites write:
///
///     76561198006409530                 the 64 bits; a number below 2^32 is the account of a person
///     STEAM_0:0:23071901                Steam2: account 2 Z + Y of a person; universe 0 is public, as is 1
///     [U:1:46143802]                    Steam3: type, universe, account and, if it is there, the instance
///     drb-cnfp                          an invite code
///     SWUWA-B2BL                        a friend code of Counter-Strike; its check bits are checked
///     AFVRT-GADA-A7BJB-AACC             a private queue code of Counter-Strike: of a group
///     https://steamcommunity.com/profiles/76561198006409530, also profiles/[U:1:46143802], gid/… of a group,
///     user/drb-cnfp, and s.team/p/drb-cnfp; with or without https:// and www., also on my.steamchina.com; or the
///     path alone
///     https://steamcommunity.com/id/someone, groups/… and games/…: names that only Steam can look up
///     STEAM_ID_PENDING, UNKNOWN         what servers print for who is not known yet
///
/// Steam2, and the codes, know no instance: 1 is taken. A Steam3 without one means 1 for people and game servers (as
/// ValvePython has it; others say 0, which is written out here: [G:1:7:0]) and 0 for all others; L and c stand for the
/// flags of a lobby and of a group's chat.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include <gamewire/steamid/error.hpp>
#include <gamewire/steamid/friend_code.hpp>
#include <gamewire/steamid/id.hpp>
#include <gamewire/steamid/invite_code.hpp>
#include <gamewire/steamid/number.hpp>
#include <gamewire/steamid/url.hpp>

namespace gamewire::inline v0::steamid {

/// All of `text` must be one of the forms; nothing around it, not even a blank. Errors: those of the form
/// that it looks like; `unknown_form`; `needs_lookup` and `no_account`.
constexpr std::expected<id, errc> parse(std::string_view text) noexcept;

/// The forms one by one, all of the text. Errors: `unknown_form`, and those of their numbers.
constexpr std::expected<id, errc> parse_steam64(std::string_view text) noexcept;
constexpr std::expected<id, errc> parse_steam2(std::string_view text) noexcept;
constexpr std::expected<id, errc> parse_steam3(std::string_view text) noexcept;
/// Errors: `bad_address`, `needs_lookup`, and those of the form that ends the address.
constexpr std::expected<id, errc> parse_url(std::string_view text) noexcept;

/// The name in an address for which `parse` says `needs_lookup`. The method ResolveVanityURL of Steam's Web
/// API, interface ISteamUser, finds the id of it; it wants `kind` as `url_type`. A view into the text. Error:
/// `bad_address` for any other.
constexpr std::expected<vanity, errc> find_vanity(std::string_view text) noexcept;

}  // namespace gamewire::inline v0::steamid

#include <gamewire/steamid/parse_forms.hpp>
