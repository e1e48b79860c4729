/// SteamIDs: who somebody is on Steam, in 64 bits.
///
///     bits  0-31 the account   32-51 the instance   52-55 the type   56-63 the universe
///
/// People, groups, chats and game servers have one. It is written in many ways; parse.hpp reads them all, and
/// format.hpp writes them. Everything here is constexpr, allocates nothing and never throws.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace gamewire::inline v0::steamid {

/// Where Steam itself runs; everybody is in the public one. Others fit into the bits, but mean nothing.
enum class universe : std::uint8_t { invalid, public_, beta, internal, dev, rc };

/// What has the id. 11 to 15 fit into the bits, but mean nothing.
enum class type : std::uint8_t {
  invalid,
  individual,
  multiseat,
  game_server,
  anon_game_server,
  pending,
  content_server,
  clan,
  chat,
  p2p_super_seeder,  // also: console user
  anon_user,
};

/// The word for each, as it stands in JSON: "public", "game_server"; "unknown" for what means nothing.
constexpr std::string_view name_of(universe of) noexcept {
  constexpr std::string_view names[]{"invalid", "public", "beta", "internal", "dev", "rc"};
  return of <= universe::rc ? names[static_cast<std::size_t>(of)] : "unknown";
}
constexpr std::string_view name_of(type of) noexcept {
  constexpr std::string_view names[]{
      "invalid",        "individual", "multiseat", "game_server",      "anon_game_server", "pending",
      "content_server", "clan",       "chat",      "p2p_super_seeder", "anon_user"};
  return of <= type::anon_user ? names[static_cast<std::size_t>(of)] : "unknown";
}

/// Instances of people.
inline constexpr std::uint32_t all_instances = 0;
inline constexpr std::uint32_t desktop_instance = 1;
inline constexpr std::uint32_t console_instance = 2;
inline constexpr std::uint32_t web_instance = 4;

/// Flags in the instance of a chat; the low 12 bits are the instance proper.
inline constexpr std::uint32_t clan_chat = 0x80000;
inline constexpr std::uint32_t lobby = 0x40000;
inline constexpr std::uint32_t matchmaking_lobby = 0x20000;

/// Of 20 bits.
inline constexpr std::uint32_t largest_instance = 0xfffff;

/// What an id is made of.
struct fields {
  std::uint32_t account = 0;                  // nobody's
  std::uint32_t instance = desktop_instance;  // 20 bits; what it means depends on the type
  steamid::type type = steamid::type::individual;
  steamid::universe universe = steamid::universe::public_;

  friend constexpr bool operator==(const fields&, const fields&) noexcept = default;
};

/// A SteamID: a number with names for its parts. Any 64 bits are one; `valid()` says whether Steam could have
/// given it. Ids compare as their numbers do.
class id {
 public:
  /// 0, which nobody has.
  constexpr id() = default;
  constexpr explicit id(std::uint64_t bits) noexcept : bits_(bits) {}

  /// Nothing if the instance or the type is beyond its bits.
  static constexpr std::optional<id> from(const fields& of) noexcept {
    if (of.instance > largest_instance || static_cast<std::uint64_t>(of.type) > 15) return std::nullopt;
    return id(static_cast<std::uint64_t>(of.universe) << 56 | static_cast<std::uint64_t>(of.type) << 52 |
              std::uint64_t{of.instance} << 32 | of.account);
  }
  /// A person in the public universe, at a desktop.
  static constexpr id individual(std::uint32_t account) noexcept { return *from({.account = account}); }
  /// A group in the public universe.
  static constexpr id clan(std::uint32_t account) noexcept {
    return *from({.account = account, .instance = 0, .type = steamid::type::clan});
  }

  /// All of it, and its parts.
  [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return bits_; }
  [[nodiscard]] constexpr std::uint32_t account() const noexcept { return static_cast<std::uint32_t>(bits_); }
  [[nodiscard]] constexpr std::uint32_t instance() const noexcept { return bits_ >> 32 & largest_instance; }
  [[nodiscard]] constexpr steamid::type type() const noexcept {
    return static_cast<steamid::type>(bits_ >> 52 & 15);
  }
  [[nodiscard]] constexpr steamid::universe universe() const noexcept {
    return static_cast<steamid::universe>(bits_ >> 56);
  }
  [[nodiscard]] constexpr fields parts() const noexcept {
    return {account(), instance(), type(), universe()};
  }

  /// Of a chat: does its instance have this flag?
  [[nodiscard]] constexpr bool is_chat(std::uint32_t flag) const noexcept {
    return type() == steamid::type::chat && (instance() & flag) != 0;
  }

  /// Could Steam have given it? The type and the universe exist (but not RC, which is gone); people, groups
  /// and game servers have an account; people have an instance up to 4, groups have none; and an anonymous
  /// game server has an account or an instance.
  [[nodiscard]] constexpr bool valid() const noexcept {
    const bool in_range = universe() >= steamid::universe::public_ && universe() <= steamid::universe::dev &&
                          type() >= steamid::type::individual && type() <= steamid::type::anon_user;
    if (!in_range) return false;
    switch (type()) {
      case steamid::type::individual: return account() != 0 && instance() <= web_instance;
      case steamid::type::clan: return account() != 0 && instance() == 0;
      case steamid::type::game_server: return account() != 0;
      case steamid::type::anon_game_server: return account() != 0 || instance() != 0;
      default: return true;
    }
  }

  friend constexpr auto operator<=>(const id&, const id&) noexcept = default;

 private:
  std::uint64_t bits_ = 0;
};

}  // namespace gamewire::inline v0::steamid

template <>
struct std::hash<gamewire::steamid::id> {
  std::size_t operator()(gamewire::steamid::id of) const noexcept {
    return std::hash<std::uint64_t>{}(of.bits());
  }
};
