/// Requests of http1::exchange, in the order in which they were given. Not for users.
#pragma once

#include <array>
#include <memory>
#include <utility>

#include <gamewire/http1/exchange.hpp>
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

/// First in, any out.
class ask_list {
 public:
  ask_list() = default;
  ask_list(const ask_list&) = delete;
  ~ask_list() {
    while (first_) first_ = std::move(first_->next);  // one by one: no recursion
  }

  [[nodiscard]] ask* first() const noexcept { return first_.get(); }
  [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }

  void push(std::unique_ptr<ask> one) noexcept {
    ask* const added = one.get();
    (last_ != nullptr ? last_->next : first_) = std::move(one);
    last_ = added;
  }

  std::unique_ptr<ask> take(const ask& one) noexcept {
    ask* before = nullptr;
    for (ask* at = first_.get(); at != &one; at = at->next.get()) before = at;
    std::unique_ptr<ask>& link = before != nullptr ? before->next : first_;
    std::unique_ptr<ask> taken = std::exchange(link, std::move(link->next));
    if (last_ == taken.get()) last_ = before;
    return taken;
  }

 private:
  std::unique_ptr<ask> first_;
  ask* last_ = nullptr;
};

}  // namespace gamewire::inline v0::http1
