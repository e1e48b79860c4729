/// Requests of http1::exchange, in the order in which they were given. Not for users.
#pragma once

#include <array>
#include <memory>

#include <gamewire/http1/exchange.hpp>
#include <gamewire/owned_queue.hpp>
#include <gamewire/secret.hpp>

namespace gamewire::inline v0::http1 {

/// One accepted request, from then until its last event.
struct ask {
  std::unique_ptr<ask> next;
  request_id id = request_id::none;
  bool to_head = false;
  bool to_upgrade = false;
  bool safe = false;  // may be sent twice
  bool last = false;  // says that the connection is to be closed
  bool in_pieces = false;
  bool sent_again = false;
  nanoseconds time{};  // that it has
  time_point deadline = never;
  time_point sent_at{};
  secret wire;
  byte_buffer shown;  // with its secrets masked, if it has any

  bool answered = false;
  bool head_due = false;  // to be told
  nanoseconds round_trip{};
  byte_buffer head_bytes;
  response_head head;  // in head_bytes
  byte_buffer body;    // whole, or pieces that are to be told as one
  bytes piece;         // of the body, to be told
  byte_buffer trailers;
  std::error_code error;
  std::array<char, 32> detail;
  std::size_t detail_size = 0;
};

using ask_list = owned_queue<ask>;

}  // namespace gamewire::inline v0::http1
