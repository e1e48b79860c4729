/// The letters of Steam3, for reading and writing alike. Not for users.
#pragma once

#include <algorithm>
#include <iterator>

#include <gamewire/steamid/id.hpp>

namespace gamewire::inline v0::steamid::detail {

/// When the instance is written: if it is not the one that the letter stands for, in most.
enum class shown : unsigned char { if_other, always, never };

/// A type letter: the type, and the instance of an id that names none; of a chat, the flag.
struct letter_row {
  char letter;
  steamid::type type;
  std::uint32_t instance;
  shown shows;
};

/// As other libraries write them; so the instance of a group, which has none when it is valid, and of a chat that is
/// neither a lobby nor a group's, is not written. `i` is written for types that have no letter.
inline constexpr letter_row letters[]{
    {'U', type::individual, desktop_instance, shown::if_other},
    {'g', type::clan, 0, shown::never},
    {'G', type::game_server, 1, shown::if_other},
    {'A', type::anon_game_server, 0, shown::always},
    {'c', type::chat, clan_chat, shown::if_other},
    {'L', type::chat, lobby, shown::if_other},
    {'T', type::chat, 0, shown::never},
    {'M', type::multiseat, 0, shown::always},
    {'P', type::pending, 0, shown::if_other},
    {'C', type::content_server, 0, shown::if_other},
    {'a', type::anon_user, 0, shown::if_other},
    {'I', type::invalid, 0, shown::if_other},
    {'i', type::invalid, 0, shown::never},
};

/// The first that fits: c and L stand for the flags of a chat, and c comes first.
constexpr const letter_row& letter_of(id of) noexcept {
  const auto fits = [of](const letter_row& row) {
    return row.type == of.type() && (row.type != type::chat || row.instance == 0 || of.is_chat(row.instance));
  };
  const auto row = std::ranges::find_if(letters, fits);
  return row == std::end(letters) ? letters[std::size(letters) - 1] : *row;
}

}  // namespace gamewire::inline v0::steamid::detail
