/// The inside of http1::exchange. Not for users.
///
///     session.cpp          requests, time, what goes out
///     session_receive.cpp  answers, and the ends of connections
///     session_events.cpp   what happened
#pragma once

#include <gamewire/http1/ask_list.hpp>
#include <gamewire/http1/response_reader.hpp>

namespace gamewire::inline v0::http1 {

class session {
 public:
  explicit session(const exchange_options& chosen) noexcept;

  accepted send(const request& given, delivery how, nanoseconds time) noexcept;
  std::error_code cancel(request_id id) noexcept;

  void receive(bytes piece, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<exchange::event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }
  [[nodiscard]] bool wants_transport() const noexcept;
  void opened(time_point now) noexcept;
  [[nodiscard]] bytes shown_transmit() const noexcept;
  [[nodiscard]] bytes trailing() const noexcept { return trailing_; }

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };
  /// `released`: the driver is to close it, and has to have seen that before another is wanted.
  enum class link : std::uint8_t { none, up, released };

  // session.cpp
  void advance(time_point now) noexcept;
  void start_deadlines() noexcept;
  void release_link() noexcept;
  void finish(ask& one, std::error_code why = {}) noexcept;
  void end(std::error_code why) noexcept;
  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  /// The first request has left, in part at least, and is not answered.
  [[nodiscard]] bool in_flight() const noexcept { return link_ == link::up && taken_ != 0; }
  [[nodiscard]] bytes unsent() const noexcept;
  [[nodiscard]] time_point idle_at() const noexcept;

  // session_receive.cpp
  void read() noexcept;
  bool take_head(ask& of, const response_head& head) noexcept;
  bool take_body(ask& of, bytes data) noexcept;
  bool complete(ask& of, const message_end& end) noexcept;
  void answered() noexcept;
  void switch_protocols() noexcept;
  void broken(const fault& why) noexcept;
  void lose_link(std::error_code why) noexcept;
  void lose_link_in_flight(std::error_code why) noexcept;

  // session_events.cpp
  std::optional<exchange::event> poll_parts(ask& of) noexcept;
  std::optional<exchange::event> poll_ended() noexcept;

  exchange_options options_;
  std::array<char, 264> host_room_;
  std::string_view host_;
  response_reader reader_;
  ask_list open_;              // the first may be on its way
  ask_list ended_;             // whose last event has not been told
  std::unique_ptr<ask> told_;  // what the last event shows
  spare_asks spares_;
  bytes trailing_;

  time_point now_{};
  time_point last_used_{};
  time_point reopen_at_ = never;
  std::error_code error_;
  std::size_t requests_ = 0;      // open ones
  std::size_t queued_bytes_ = 0;  // theirs
  std::size_t taken_ = 0;         // of the first request, how much the transport has taken
  std::uint32_t last_request_ = 0;
  phase phase_ = phase::open;
  link link_ = link::none;
  bool proven_ = false;  // this connection has carried an answer
};

}  // namespace gamewire::inline v0::http1
