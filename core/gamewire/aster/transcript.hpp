/// The messages that a client has heard or asked for, as they are now: edits and deletions applied.
///
///     aster::transcript said;
///     said.apply(event);                             // each event of the client
///     said.fetch_before(client, channel);            // a page further back; the answer is an event
///     for (const auto& one : said.in(channel)) …     // the oldest first
#pragma once

#include <map>
#include <string>
#include <vector>

#include <gamewire/aster/client.hpp>

namespace gamewire::inline v0::aster {

/// A message as it is now.
struct known_message {
  aster::uuid uuid = 0;
  aster::uuid author = 0;
  aster::uuid channel = 0;
  std::string content;
  std::int64_t date = 0;  // UNIX seconds, UTC
  bool edited = false;
  std::optional<aster::uuid> reply;  // to which message
};

/// An owned copy. May throw `std::bad_alloc`.
known_message own(const message& from);

/// Calls that change it may throw `std::bad_alloc`.
class transcript {
 public:
  /// At most so many messages of a channel are kept: the newest.
  explicit transcript(std::size_t most = 1000) noexcept : most_(most) {}

  /// To be called with each event of the client, before anything else is done to it.
  void apply(const client::event& event);

  /// Asks for the messages before the oldest that is known there; or for the newest. `errc::no_room` when as many of the
  /// channel are kept as may be: those would not be, and asking again would bring them again.
  accepted fetch_before(client& from, uuid channel, std::uint32_t count = 100) const;

  /// The oldest first. Valid until the next `apply`.
  [[nodiscard]] const std::vector<known_message>& in(uuid channel) const noexcept;
  /// Null when it is not known.
  [[nodiscard]] const known_message* get_message(uuid message) const noexcept;

 private:
  [[nodiscard]] known_message* find(uuid message) noexcept;
  void add(known_message one);
  void add_page(const list<message>& page);

  std::map<uuid, std::vector<known_message>> channels_;
  std::size_t most_;
};

}  // namespace gamewire::inline v0::aster
