/// What aster's packets are about, as structs of views: nothing is allocated, lists are read when they are walked
/// through. Views are valid as long as the packet that they are from.
///
/// Ids are random and of 53 bits; old databases have some of 63. What a server may leave out is 0, empty, or a
/// `maybe`.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include <gamewire/aster/picture.hpp>
#include <gamewire/json/read.hpp>

namespace gamewire::inline v0::aster {

using json::list;
using json::map;
using json::maybe;
using json::text;

// The `json_members` beside each struct says which member of the JSON its fields are; it is for `json::read`.

/// Of a user, channel, message, group or emoji. Never used as a number.
using uuid = std::int64_t;

/// A user, with the groups that it is in.
struct user {
  list<aster::uuid> groups;
  maybe<aster::uuid> group;  // of servers before 1.0, in place of `groups`
  text name;
  picture pfp;
  aster::uuid uuid = 0;
};
constexpr auto json_members(std::type_identity<user>) {
  using is = user;
  return json::members<is>(json::member<&is::groups>("groups"), json::member<&is::name>("name"),
                           json::member<&is::pfp>("pfp"), json::member<&is::uuid>("uuid"),
                           json::member<&is::group>("group_uuid"));
}

/// A channel. They are sorted by their position.
struct channel {
  text name;
  json::value permissions;        // since 1.0; `{}` for all that is known
  maybe<std::uint32_t> position;  // since 1.0
  aster::uuid uuid = 0;
};
constexpr auto json_members(std::type_identity<channel>) {
  using is = channel;
  return json::members<is>(json::member<&is::name>("name"), json::member<&is::permissions>("permissions"),
                           json::member<&is::position>("position"), json::member<&is::uuid>("uuid"));
}

/// What somebody said.
struct message {
  aster::uuid author = 0;
  aster::uuid channel = 0;
  text content;
  std::int64_t date = 0;  // UNIX seconds, UTC
  bool edited = false;
  maybe<aster::uuid> reply;  // to which message
  aster::uuid uuid = 0;

  /// Its date.
  [[nodiscard]] std::chrono::sys_seconds time() const noexcept {
    return std::chrono::sys_seconds(std::chrono::seconds(date));
  }
};
constexpr auto json_members(std::type_identity<message>) {
  using is = message;
  return json::members<is>(json::member<&is::author>("author_uuid"),
                           json::member<&is::channel>("channel_uuid"), json::member<&is::content>("content"),
                           json::member<&is::date>("date"), json::member<&is::edited>("edited"),
                           json::member<&is::reply>("reply"), json::member<&is::uuid>("uuid"));
}

/// What somebody may do. On the wire two bits each, the lowest first.
enum class permission : std::uint8_t {
  modify_channels = 0,
  modify_icon_name,
  modify_groups,
  modify_user_groups,
  ban_users = 4,
  send_messages,
  read_messages,
  manage_messages,
  join_voice = 8,
  view_channel,
};

/// Neither, or one of the two.
enum class stance : std::uint8_t { inherit, allow, deny };

/// Two bits for each `permission`.
class permissions {
 public:
  constexpr permissions() = default;
  explicit constexpr permissions(std::array<std::uint8_t, 3> wire) noexcept : wire_(wire) {}

  /// The server does not survive a fourth stance, so that there is none.
  constexpr permissions& set(permission which, stance how) noexcept {
    std::uint8_t& byte = wire_[static_cast<std::size_t>(which) / 4];
    const unsigned shift = shift_of(which);
    byte = static_cast<std::uint8_t>((byte & ~(3U << shift)) | static_cast<unsigned>(how) << shift);
    return *this;
  }
  /// A fourth stance on the wire counts as `deny`.
  [[nodiscard]] constexpr stance get(permission which) const noexcept {
    const unsigned bits = wire_[static_cast<std::size_t>(which) / 4] >> shift_of(which) & 3U;
    return bits == 3 ? stance::deny : static_cast<stance>(bits);
  }
  /// As they are sent.
  [[nodiscard]] constexpr const std::array<std::uint8_t, 3>& wire() const noexcept { return wire_; }

  friend bool operator==(const permissions&, const permissions&) = default;

  /// From an array of bytes; those that are missing inherit, more than three are passed over.
  static json::problem read_json(json::cursor& at, permissions& out) noexcept {
    list<std::uint8_t> wire;
    if (const auto wrong = json::read_at(at, wire)) return wrong;
    out = {};
    std::size_t size = 0;
    for (const std::uint8_t byte : wire)
      if (size != out.wire_.size()) out.wire_[size++] = byte;
    return wire.complete() ? json::problem{} : json::errc::out_of_range;
  }

 private:
  static constexpr unsigned shift_of(permission which) noexcept {
    return 2 * (static_cast<unsigned>(which) % 4);
  }

  std::array<std::uint8_t, 3> wire_{};
};

/// A group of users, and what it may do.
struct group {
  std::int32_t colour = 0;  // 0xRRGGBB
  text name;
  aster::permissions permissions;
  std::uint32_t position = 0;  // 0 is the highest
  aster::uuid uuid = 0;
};
constexpr auto json_members(std::type_identity<group>) {
  using is = group;
  return json::members<is>(json::member<&is::colour>("colour"), json::member<&is::name>("name"),
                           json::member<&is::permissions>("permissions"),
                           json::member<&is::position>("position"), json::member<&is::uuid>("uuid"));
}

/// A server in the list that a user keeps at one of them.
struct sync_server {
  std::int32_t idx = 0;  // its place in the list, which the server counts
  text ip;               // or a name
  maybe<text> name;      // what that server is called, and its picture
  maybe<picture> pfp;
  std::int32_t port = 0;    // whatever was stored: it may be none
  text uname;               // the user's name there
  maybe<aster::uuid> uuid;  // of the user there
};
constexpr auto json_members(std::type_identity<sync_server>) {
  using is = sync_server;
  return json::members<is>(json::member<&is::idx>("idx"), json::member<&is::ip>("ip"),
                           json::member<&is::name>("name"), json::member<&is::pfp>("pfp"),
                           json::member<&is::port>("port"), json::member<&is::uname>("uname"),
                           json::member<&is::uuid>("uuid"));
}

/// What `sync_set` stored.
struct sync_profile {
  picture pfp;
  text uname;
};
constexpr auto json_members(std::type_identity<sync_profile>) {
  using is = sync_profile;
  return json::members<is>(json::member<&is::pfp>("pfp"), json::member<&is::uname>("uname"));
}

/// An emoji, with its picture.
struct emoji {
  picture data;
  text name;
  aster::uuid uuid = 0;
};
constexpr auto json_members(std::type_identity<emoji>) {
  using is = emoji;
  return json::members<is>(json::member<&is::data>("data"), json::member<&is::name>("name"),
                           json::member<&is::uuid>("uuid"));
}

/// Reads a pair, which the protocol has as an array of two.
template <class First, class Second>
json::problem read_pair(json::cursor& at, First& first, Second& second) noexcept {
  if (!at.take('[')) return json::errc::wrong_type;
  if (const auto wrong = json::read_at(at, first)) return wrong;
  if (!at.take(',')) return json::errc::wrong_type;
  if (const auto wrong = json::read_at(at, second)) return wrong;
  return at.take(']') ? json::problem{} : json::errc::wrong_type;
}

/// An emoji without its picture.
struct emoji_name {
  text name;
  aster::uuid uuid = 0;
  static json::problem read_json(json::cursor& at, emoji_name& out) noexcept {
    return read_pair(at, out.name, out.uuid);
  }
};

/// How far a user has read in a channel.
struct last_read {
  std::int64_t date = 0;     // UNIX seconds, UTC
  std::uint32_t unread = 0;  // messages since
  static json::problem read_json(json::cursor& at, last_read& out) noexcept {
    return read_pair(at, out.date, out.unread);
  }
};

/// Of the protocol. Servers and clients whose `major` differs do not understand each other.
struct version {
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  std::uint32_t patch = 0;

  friend auto operator<=>(const version&, const version&) = default;
  static json::problem read_json(json::cursor& at, version& out) noexcept {
    if (!at.take('[')) return json::errc::wrong_type;
    for (std::uint32_t* part : {&out.major, &out.minor, &out.patch}) {
      if (part != &out.major && !at.take(',')) return json::errc::wrong_type;
      if (const auto wrong = json::read_at(at, *part)) return wrong;
    }
    return at.take(']') ? json::problem{} : json::errc::wrong_type;
  }
};

}  // namespace gamewire::inline v0::aster
