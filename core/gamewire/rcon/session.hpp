/// The inside of rcon::client. Not for users.
///
///     session.cpp           commands and time
///     session_ends.cpp      the end of a command, of a connection, of all
///     session_transmit.cpp  what goes out next
///     session_receive.cpp   whose is a packet, and is it the last?
///     session_events.cpp    what happened
#pragma once

#include <gamewire/rcon/command_list.hpp>
#include <gamewire/rcon/frame_decoder.hpp>
#include <gamewire/rcon/manners.hpp>
#include <gamewire/rcon/news.hpp>
#include <gamewire/rcon/wire_ids.hpp>
#include <gamewire/secret.hpp>

namespace gamewire::inline v0::rcon {

class session {
 public:
  explicit session(const client_options& chosen) noexcept;

  accepted open(std::string_view text, bool unanswered) noexcept;
  std::error_code cancel(request_id id) noexcept;
  std::error_code expire(request_id id) noexcept;

  void receive(bytes piece, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<client::event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }
  [[nodiscard]] bool wants_transport() const noexcept { return alive() && !resting(); }
  void opened(time_point now) noexcept { advance(now); }
  [[nodiscard]] bytes shown_transmit() const noexcept;

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };
  enum class login : std::uint8_t { to_send, sending, awaiting, over };
  /// What `outbound_` holds.
  enum class message : std::uint8_t { none, login, commands, marker, keep_alive };

  // session.cpp
  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  /// It has no connection, and waits before the next.
  [[nodiscard]] bool resting() const noexcept { return rests_until_ != never; }
  void advance(time_point now) noexcept;
  void start_deadlines() noexcept;
  [[nodiscard]] command* find(request_id id) noexcept;
  void expire(command& one) noexcept;
  void settle(command& one) noexcept;
  [[nodiscard]] command* oldest_in_flight() const noexcept;
  [[nodiscard]] nanoseconds patience() const noexcept;
  [[nodiscard]] time_point silent_at(const command& one) const noexcept;
  [[nodiscard]] time_point keep_alive_at() const noexcept;

  // session_ends.cpp
  void finish(command& one, command::state how, std::error_code why = {}) noexcept;
  void forget_reply_of(const command& one) noexcept;
  void withdraw(command& one) noexcept;
  void lose(std::error_code why, std::string_view detail = {}) noexcept;
  void end(std::error_code why, std::string_view detail = {}) noexcept;
  void end_in_login() noexcept;
  void fail_what_went_out(std::error_code why) noexcept;
  void take_back(command& first) noexcept;
  void forget_connection() noexcept;

  // session_transmit.cpp
  void compose() noexcept;
  bool compose_login() noexcept;
  bool compose_marker() noexcept;
  bool compose_commands() noexcept;
  [[nodiscard]] bool compose_command(command& one) noexcept;
  bool compose_keep_alive() noexcept;
  [[nodiscard]] command* next_to_send() const noexcept;
  [[nodiscard]] bytes unsent() const noexcept;
  void login_sent() noexcept;
  void commands_sent() noexcept;

  // session_receive.cpp
  void receive_frame(const frame& in) noexcept;
  void receive_login(const frame& in) noexcept;
  void log_in() noexcept;
  bool receive_own(const frame& in) noexcept;
  void receive_late(const frame& in) noexcept;
  void receive_foreign(const frame& in) noexcept;
  void hold(const frame& in) noexcept;
  void adopt_held(command& of) noexcept;
  void disown_held() noexcept {
    if (!held_.empty()) report_held();
  }
  void report_held() noexcept;
  void add_packet(command& to, bytes body) noexcept;
  bool keep_packet(command& to, bytes body) noexcept;
  [[nodiscard]] std::optional<frame> reply_so_far(const command& of) const noexcept;
  [[nodiscard]] bool cut_short(const command& of) const noexcept;
  void adopt_unfinished(command& of) noexcept;
  void receive_nameless(command& to, bytes body) noexcept;
  void receive_marker(command& of, bytes body) noexcept;
  void report_unsolicited(const frame& in) noexcept;
  [[nodiscard]] bool crowded() const noexcept;

  // session_events.cpp
  std::optional<client::event> poll_news() noexcept;
  std::optional<client::event> poll_ended() noexcept;
  void give_back() noexcept;

  client_options options_;
  manners manners_;
  frame_decoder decoder_;
  wire_ids ids_;
  backoff backoff_;
  command_list open_;              // in the order in which they were given, so those in flight first
  command* waiting_ = nullptr;     // the first of them that is not in flight
  command* undated_ = nullptr;     // the first whose deadline has not begun
  command_list ended_;             // whose last event has not been told
  std::unique_ptr<command> told_;  // whose reply the last event shows
  spare_commands spares_;
  news news_;
  byte_buffer held_;  // packets that may be the reply, or nobody's; as they were on the wire

  secret login_;                // the packet with the password, until it has been sent for the last time
  byte_buffer outbound_;        // what goes out; of the login, what traces see of it
  std::size_t taken_ = 0;       // how much of what is going out the transport has taken
  command* sending_ = nullptr;  // whose marker is going out, or the first of the commands that are

  time_point now_ = time_point::min();
  time_point login_deadline_ = never;
  time_point login_sent_{};
  time_point last_traffic_{};
  time_point hold_until_ = time_point::min();  // what was sent before may not have been read yet
  time_point rests_until_ = never;
  nanoseconds round_trip_{};

  std::error_code error_;
  byte_buffer detail_;
  std::uint64_t events_ = 0;  // how many there have been
  std::size_t commands_ = 0;  // open ones
  std::size_t queued_bytes_ = 0;
  std::size_t owed_ = 0;  // replies that may still come, of a server that does not name them
  std::uint32_t last_request_ = 0;
  std::int32_t login_id_ = 0;
  std::int32_t missed_marker_ = 0;  // the last marker whose answer no command waits for
  std::int32_t last_ended_ = 0;     // the last command with a whole reply
  std::int32_t last_marker_ = 0;    // the last that was answered
  std::uint16_t in_flight_ = 0;     // never more than max_in_flight
  phase phase_ = phase::open;
  login login_state_ = login::to_send;
  message message_ = message::none;
  bool keep_alive_due_ = false;
  bool of_use_ = false;  // something has come after the login
};

}  // namespace gamewire::inline v0::rcon
