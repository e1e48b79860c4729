/// Requests of http1::exchange, in the order in which they were given. Not for users.
#pragma once

#include <array>
#include <memory>

#include <gamewire/http1/exchange.hpp>
#include <gamewire/owned_queue.hpp>
#include <gamewire/secret.hpp>
#include <gamewire/spare_nodes.hpp>

namespace gamewire::inline v0::http1 {

/// What is known of one.
struct ask_facts {
  request_id id = request_id::none;
  bool to_head = false;
  bool to_upgrade = false;
  bool safe = false;  // may be sent twice
  bool last = false;  // says that the connection is to be closed
  bool in_pieces = false;
  bool sent_again = false;
  bool answered = false;
  bool head_due = false;  // to be told
  nanoseconds time{};     // that it has
  time_point deadline = never;
  time_point sent_at{};
  nanoseconds round_trip{};
  response_head head;  // in head_bytes
  bytes piece;         // of the body, to be told
  std::error_code error;
  std::size_t detail_size = 0;
};

/// One accepted request, from then until its last event.
struct ask : ask_facts {
  std::unique_ptr<ask> next;
  secret wire;
  byte_buffer shown;  // with its secrets masked, if it has any
  byte_buffer head_bytes;
  byte_buffer body;  // whole, or pieces that are to be told as one
  byte_buffer trailers;
  std::array<char, 32> detail;

  void reset() noexcept {
    wire.capacity() > spare_capacity ? wire.wipe() : wire.clear();
    clear_spare(shown);
    clear_spare(head_bytes);
    clear_spare(body);
    clear_spare(trailers);
    static_cast<ask_facts&>(*this) = {};
  }
};

using spare_asks = spare_nodes<ask>;
using ask_list = owned_queue<ask>;

}  // namespace gamewire::inline v0::http1
