/// What some games hide in rules and keywords. Optional decoders: nothing else in A2S needs them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gamewire/a2s/rules.hpp>

namespace gamewire::inline v0::a2s {

/// One mod of an Arma 3 or DayZ server.
struct arma_mod {
  std::uint32_t hash = 0;      // the game's own; of what, is not known
  bool dlc = false;            // a DLC or creator DLC
  std::uint64_t steam_id = 0;  // the workshop id, or a DLC's application id
  std::string name;            // bytes of the server's choice; of a DLC it may be missing
};

/// The binary rules of Arma 3 and DayZ ("server browser protocol"), which travel escaped and in pages inside
/// rules whose names are two bytes long.
struct arma_rules {
  std::uint8_t version = 0;    // 3: Arma 3; 2: DayZ, and Arma 3 once; 1: the oldest
  std::uint8_t overflow = 0;   // not 0: lists were cut by the server
  std::uint16_t dlc_mask = 0;  // a bit for each DLC that is loaded: `dlc_name`
  /// Arma only. Of the first byte bits 0 to 2 are the level, 3 to 5 that of the AI, 6 the advanced flight model, 7 the
  /// view from the third person; of the second bit 0 is the crosshair.
  std::optional<std::array<std::uint8_t, 2>> difficulty;
  std::vector<std::pair<std::uint16_t, std::uint32_t>> dlcs;  // mask bit, hash
  std::vector<arma_mod> mods;
  std::vector<std::string> signatures;  // the names of the keys that mods may be signed with
  std::string description;              // DayZ only
  bool partial = false;                 // pages are missing, or the data end early or in a way of their own
  bool dayz = false;                    // which of the two readings fitted

  /// The game's name for one bit of the mask; "" when unknown.
  [[nodiscard]] static std::string_view dlc_name(std::uint16_t bit, bool dayz) noexcept;
};

/// Nothing when the rules hold no first page. Where Arma and DayZ differ, the reading that leaves no byte
/// over wins; when none does, the usual one for the version. Throws std::bad_alloc.
std::optional<arma_rules> decode_arma_rules(const rules_view& rules);

/// `KEY:VALUE` lists in the keywords of Unreal Engine games (ARK, Squad, Conan …), which may start with a
/// comma and whose values may contain commas. Nothing when it is no such list. Views into the keywords.
/// Throws std::bad_alloc.
std::optional<std::vector<std::pair<std::string_view, std::string_view>>> decode_unreal_keywords(
    std::string_view keywords);

/// The player numbers that Rust hides in its keywords, because it has more players than INFO's bytes can
/// count.
struct rust_keywords {
  std::optional<std::uint32_t> players;      // cp
  std::optional<std::uint32_t> max_players;  // mp
  std::optional<std::uint32_t> queued;       // qp
  std::optional<std::uint32_t> protocol;     // v
  std::optional<std::uint64_t> born;         // Unix time of the last wipe
};

/// Nothing when neither cp nor mp is among the keywords. Never allocates.
std::optional<rust_keywords> decode_rust_keywords(std::string_view keywords) noexcept;

}  // namespace gamewire::inline v0::a2s
