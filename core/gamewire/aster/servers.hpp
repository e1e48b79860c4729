/// Several servers, as one bot or program sees them: what is known of each, and look-ups over all of them.
///
///     aster::servers all;
///     auto* home = all.add({"home.example", 2345});   // null: it is among them already
///     home->directory.apply(event);                    // each event of the client that talks to it
///     if (all.complete()) …
///
/// The clients are the program's own, each driven as it likes: this only knows.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include <gamewire/aster/directory.hpp>
#include <gamewire/aster/transcript.hpp>

namespace gamewire::inline v0::aster {

/// Where servers listen, unless told otherwise.
inline constexpr std::uint16_t default_port = 2345;

/// Where a server is.
struct server_name {
  std::string host;  // compared as it is written
  std::uint16_t port = default_port;

  friend bool operator==(const server_name&, const server_name&) = default;
};

/// An emoji in the text of a message: `<:HOST:PORT:UUID:>`. The form has no room for addresses with colons in them.
struct emoji_mark {
  std::string_view host;  // of the server that has it: a view into what was parsed
  std::uint16_t port = default_port;
  aster::uuid uuid = 0;  // for `get_emoji`

  /// Of exactly such a text; nothing for another.
  static std::optional<emoji_mark> parse(std::string_view text) noexcept;
  /// The first one in a text, and where it stands there.
  static std::optional<std::pair<emoji_mark, std::string_view>> find(std::string_view in) noexcept;
  /// As it is written. May throw `std::bad_alloc`.
  [[nodiscard]] std::string text() const;
};

/// What a user keeps at a server of others: name, picture, list.
struct sync_data {
  /// One of the list.
  struct server {
    server_name at;
    std::string user;  // the name there
    std::string name;  // what the server is called; empty if that is not stored
    std::vector<std::byte> pfp;
    std::optional<aster::uuid> uuid;  // of the user there
  };

  std::string user;
  std::vector<std::byte> pfp;
  std::vector<server> servers;

  /// Of the packets that answered `sync_get` and `sync_get_servers`; nothing when they are none. What is no picture
  /// becomes none, and a server whose port is no port is left out. May throw `std::bad_alloc`.
  static std::optional<sync_data> of(const json::value& profile, const json::value& servers);
};

/// May throw `std::bad_alloc`.
class servers {
 public:
  /// One server: where it is, what is known of it, and what was said there. The program applies the events.
  struct entry {
    server_name at;
    aster::directory directory;
    aster::transcript transcript;
  };

  /// Null when it is among them already. Stays where it is.
  entry* add(server_name at);
  /// Null when it is not among them.
  [[nodiscard]] entry* find(const server_name& at) noexcept;
  [[nodiscard]] const std::deque<entry>& all() const noexcept { return all_; }

  /// Is each of them? False when there is none.
  [[nodiscard]] bool complete() const noexcept;

  /// The first that one of them knows, in their order; null if none does.
  [[nodiscard]] const known_user* get_user(uuid user) const noexcept;
  [[nodiscard]] const known_channel* get_channel(uuid channel) const noexcept;
  [[nodiscard]] const known_channel* get_channel_by_name(std::string_view name) const noexcept;

 private:
  std::deque<entry> all_;
};

}  // namespace gamewire::inline v0::aster
