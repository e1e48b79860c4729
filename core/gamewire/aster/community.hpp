/// What a server of aster knows: users, channels, messages. For tests, examples and playing: it lives in memory, and
/// keeps passwords as they are.
///
///     aster::community community({.name = "home"});
///     community.add_user("bot", "secret");
///     community.add_channel("general");
///     aster::responder one({.of = &community});      // one for each connection (responder.hpp)
///
/// It is bounded: whoever asks for more than its options allow is told 403, and the oldest messages go when there are
/// too many.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <gamewire/aster/values.hpp>
#include <gamewire/time.hpp>

namespace gamewire::inline v0::aster {

struct community_options {
  /// Of the server.
  std::string_view name = "gamewire";
  bytes icon = {};  // a PNG file; without one, a small one of its own
  /// Of the protocol, as it is told to clients.
  aster::version version = {1, 0, 0};
  /// UNIX seconds at `time_point{}`: what messages are dated by.
  std::int64_t epoch = 0;
  /// How many there may be.
  std::size_t max_users = 1000;
  std::size_t max_channels = 100;
  std::size_t max_groups = 100;
  std::size_t max_emoji = 100;
  std::size_t max_messages = 10'000;   // in all channels
  std::size_t max_text = 16'384;       // bytes of a message, or a name
  std::size_t max_sync_servers = 100;  // of one user
  /// Bytes of events that are kept for those who take them slowly.
  std::size_t max_news = std::size_t{1} << 20U;
  /// What ids are made of.
  std::uint64_t seed = 0;
};

struct community_state;

/// Its calls may throw `std::bad_alloc`. It must outlive its responders.
class community {
 public:
  explicit community(const community_options& chosen = {});
  community(community&&) noexcept;
  community& operator=(community&&) noexcept;
  ~community();

  /// Nothing when the name is blank, or a user's and taken, or there are too many, as all of these.
  std::optional<uuid> add_user(std::string_view name, std::string_view password);
  std::optional<uuid> add_channel(std::string_view name);
  std::optional<uuid> add_emoji(std::string_view name, bytes file);
  /// The lowest so far.
  std::optional<uuid> add_group(std::string_view name, const permissions& can);
  /// False when one of them is unknown.
  bool add_to_group(uuid user, uuid group);
  /// As if that user had said it. Responders are to be drained then.
  std::optional<uuid> post(uuid author, uuid channel, std::string_view content, time_point now);

  /// For responders.
  [[nodiscard]] community_state& state() noexcept { return *state_; }

 private:
  std::unique_ptr<community_state> state_;
};

}  // namespace gamewire::inline v0::aster
