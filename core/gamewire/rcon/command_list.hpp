/// Commands of rcon::client, in the order in which they were given. Not for users.
#pragma once

#include <memory>

#include <gamewire/owned_queue.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/spare_nodes.hpp>

namespace gamewire::inline v0::rcon {

/// What is known of one.
struct command_facts {
  enum class state : std::uint8_t { queued, sending, awaiting, replied, sent, failed };

  request_id id = request_id::none;
  state is = state::queued;
  bool unanswered = false;  // nobody waits for its reply
  bool partial = false;     // of its reply, only so much came
  bool echoed = false;      // Rust's echo came
  bool marker_due = false;  // its marker is to be sent
  bool marked = false;      // its marker has been sent
  bool tentative = false;   // its reply may be that of one before it
  std::int32_t wire_id = 0;
  std::int32_t marker_id = 0;  // 0: none yet
  std::uint32_t packets = 0;
  std::size_t last_packet = 0;  // how long the body was that came last
  time_point deadline = never;
  time_point sent_at{};   // when it went out
  time_point asked_at{};  // the same, or when its marker did
  time_point heard_at{};
  nanoseconds round_trip{};
  std::error_code error;
  std::size_t outbound_at = 0;  // while it is sent: where it begins in what goes out
  std::uint64_t ended = 0;      // its place among the events

  [[nodiscard]] bool in_flight() const noexcept { return is == state::sending || is == state::awaiting; }
};

/// One accepted command, from then until its last event.
struct command : command_facts {
  std::unique_ptr<command> next;
  byte_buffer text;
  byte_buffer reply;

  void reset() noexcept {
    clear_spare(text);
    clear_spare(reply);
    static_cast<command_facts&>(*this) = {};
  }
};

using spare_commands = spare_nodes<command>;
using command_list = owned_queue<command>;

}  // namespace gamewire::inline v0::rcon
