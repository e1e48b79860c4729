/// What a client knows of a server, kept as the events tell: users, who of them is there, channels, groups, name and
/// icon.
///
///     aster::directory known;
///     while (auto event = client.poll_event()) {
///       known.apply(*event);
///       if (std::holds_alternative<aster::ready>(*event)) known.fetch(client);
///       …
///     }
///     if (const auto* channel = known.get_channel_by_name("#general")) …
///
/// What begins with `get` reads, and never waits; what begins with `fetch` asks the server, and its answer is an event
/// as any other. Owns what it keeps; pointers live until the next `apply`. Calls that change it may throw
/// `std::bad_alloc`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gamewire/aster/client.hpp>

namespace gamewire::inline v0::aster {

/// A user as it is now.
struct known_user {
  aster::uuid uuid = 0;
  std::string name;                 // empty: only that there is such a user is known yet
  std::vector<std::byte> pfp;       // the file, or nothing
  std::vector<aster::uuid> groups;  // of servers before 1.0 one at most
  bool online = false;
};

/// A channel as it is now.
struct known_channel {
  aster::uuid uuid = 0;
  std::string name;
  std::uint32_t position = 0;  // among the others; of servers before 1.0, the place in the list
};

/// A group as it is now.
struct known_group {
  aster::uuid uuid = 0;
  std::string name;
  aster::permissions permissions;
  std::int32_t colour = 0;     // 0xRRGGBB
  std::uint32_t position = 0;  // 0 is the highest
};

/// Look-ups by name or id take time for as many as there are; users by id, for the logarithm.
class directory {
 public:
  /// To be called with each event of the client, before anything else is done to it.
  void apply(const client::event& event);

  /// Asks for users, channels, name and icon; gives why one of these was refused. Who is online the server says by
  /// itself, at the login and from then on. Groups are for `client::ask(aster::list_groups{})`: the servers of 2025
  /// fail over it.
  std::error_code fetch(client& from);
  /// Asks for one user, as `client::ask`.
  accepted fetch_user(client& from, uuid user) { return from.ask(aster::get_user{user}); }

  /// Have the answers to all that `fetch` asks for come, or failed? Once that is so, it stays so.
  [[nodiscard]] bool complete() const noexcept { return complete_; }

  /// Oneself; 0 before the login, or without one.
  [[nodiscard]] uuid self() const noexcept { return self_; }
  /// Of the protocol, as `ready` told it; and of the server, "" until its answer has come.
  [[nodiscard]] aster::version version() const noexcept { return version_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// The file, or nothing.
  [[nodiscard]] const std::vector<std::byte>& icon() const noexcept { return icon_; }

  /// Null for those that are not known, here and below: a user may have been made an instant ago.
  [[nodiscard]] const known_user* get_user(uuid user) const noexcept;
  [[nodiscard]] const known_user* get_user_by_name(std::string_view name) const noexcept;
  [[nodiscard]] const known_channel* get_channel(uuid channel) const noexcept;
  /// With or without '#' around it.
  [[nodiscard]] const known_channel* get_channel_by_name(std::string_view name) const noexcept;
  /// By their ids.
  [[nodiscard]] const std::map<uuid, known_user>& users() const noexcept { return users_; }
  /// By their position.
  [[nodiscard]] const std::vector<known_channel>& channels() const noexcept { return channels_; }
  /// The highest first.
  [[nodiscard]] const std::vector<known_group>& groups() const noexcept { return groups_; }

 private:
  void apply_answer(const answer& from);
  void apply_user(const user& from);
  void apply_online(const list<uuid>& from);
  void apply_channels(const list<channel>& from);
  void apply_groups(const list<group>& from);
  void done(request_id id) noexcept;

  std::map<uuid, known_user> users_;
  std::vector<known_channel> channels_;
  std::vector<known_group> groups_;
  std::string name_;
  std::vector<std::byte> icon_;
  std::vector<request_id> awaited_;  // of `fetch`
  aster::version version_;
  uuid self_ = 0;
  bool told_online_ = false;  // by an event, which is right
  bool fetched_ = false;
  bool complete_ = false;
};

}  // namespace gamewire::inline v0::aster
