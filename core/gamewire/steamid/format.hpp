/// SteamIDs as text. What does not exist for a type is nothing; see parse.hpp for what each form leaves out.
#pragma once

#include <optional>

#include <gamewire/steamid/friend_code.hpp>
#include <gamewire/steamid/id.hpp>
#include <gamewire/steamid/invite_code.hpp>
#include <gamewire/steamid/letter.hpp>
#include <gamewire/steamid/short_text.hpp>

namespace gamewire::inline v0::steamid {

/// "76561198006409530"
constexpr short_text to_steam64(id of) noexcept { return short_text().put(of.bits()); }

/// What GoldSource and most Source games print for the public universe, STEAM_0:…, or what newer ones do,
/// STEAM_1:…. Both are read alike.
enum class steam2_style : unsigned char { public_is_0, public_is_1 };

/// "STEAM_0:0:23071901": of people only.
constexpr std::optional<short_text> to_steam2(id of,
                                              steam2_style style = steam2_style::public_is_0) noexcept {
  if (of.type() != type::individual) return std::nullopt;
  const bool as_zero = of.universe() == universe::public_ && style == steam2_style::public_is_0;
  const std::uint64_t x = as_zero ? 0 : static_cast<std::uint64_t>(of.universe());
  short_text text;
  text.put("STEAM_").put(x).put(':').put(std::uint64_t{of.account() & 1});
  return text.put(':').put(std::uint64_t{of.account() >> 1});
}

/// "[U:1:46143802]": of every id, with the instance where it says something: "[A:1:42135013:188991]", "[G:1:7:0]". It
/// reads back as the same id, if the type and the universe are those of one, but for an instance of a group or of a chat
/// that is neither a lobby nor a group's: nobody writes these.
constexpr short_text to_steam3(id of) noexcept {
  const detail::letter_row& row = detail::letter_of(of);
  const bool shows = row.shows == detail::shown::if_other ? of.instance() != row.instance
                                                          : row.shows == detail::shown::always;
  short_text text;
  text.put('[').put(row.letter).put(':').put(static_cast<std::uint64_t>(of.universe()));
  text.put(':').put(std::uint64_t{of.account()});
  if (shows) text.put(':').put(std::uint64_t{of.instance()});
  return text.put(']');
}

/// "drb-cnfp": of valid people. Behind `https://s.team/p/` it leads to their profile.
constexpr std::optional<short_text> to_invite_code(id of) noexcept {
  if (of.type() != type::individual || !of.valid()) return std::nullopt;
  return encode_invite_code(of.account());
}

/// "SWUWA-B2BL": of valid people, for Counter-Strike.
constexpr std::optional<short_text> to_friend_code(id of) noexcept {
  if (of.type() != type::individual || !of.valid()) return std::nullopt;
  return encode_friend_code(of.account());
}

/// Of valid groups: the code of their private queue in Counter-Strike.
constexpr std::optional<short_text> to_queue_code(id of) noexcept {
  if (of.type() != type::clan || !of.valid()) return std::nullopt;
  return encode_queue_code(of.account());
}

/// "https://steamcommunity.com/profiles/76561198006409530", or under gid/ a group; nobody else has a page.
constexpr std::optional<short_text> to_url(id of) noexcept {
  short_text text;
  text.put("https://steamcommunity.com/");
  if (of.type() == type::individual) return text.put("profiles/").put(of.bits());
  if (of.type() == type::clan) return text.put("gid/").put(of.bits());
  return std::nullopt;
}

}  // namespace gamewire::inline v0::steamid
