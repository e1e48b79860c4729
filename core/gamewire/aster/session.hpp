/// The inside of aster::client. Not for users.
///
///     session.cpp           requests and time
///     session_ends.cpp      the end of a request, of a connection, of all
///     session_transmit.cpp  what goes out next
///     session_receive.cpp   what is a line: an event, an answer, and to what
///     session_login.cpp     the first request of a connection
#pragma once

#include <gamewire/aster/client.hpp>
#include <gamewire/aster/pending.hpp>
#include <gamewire/stream_input.hpp>

namespace gamewire::inline v0::aster {

/// As it stands in JSON, quotes included.
struct known_password {
  std::unique_ptr<known_password> next;
  secret quoted;
};

class session {
 public:
  explicit session(const client_options& chosen) noexcept;

  template <class Make>
  accepted ask(Make make, nanoseconds time) noexcept {
    if (phase_ != phase::open) return std::unexpected(make_error_code(gamewire::errc::closed));
    if (open_ + zombies_ >= options_.max_requests)
      return std::unexpected(make_error_code(gamewire::errc::busy));
    auto made = make();
    if (!made) return std::unexpected(made.error());
    return accept(std::move(*made), time);
  }
  std::error_code cancel(request_id id) noexcept;

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
  [[nodiscard]] std::string_view last_packet() const noexcept { return as_text(told_line_); }

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };
  enum class login : std::uint8_t { to_send, sent, over };
  using told = std::optional<client::event>;

  // session.cpp
  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  /// It has no connection, and waits before the next.
  [[nodiscard]] bool resting() const noexcept { return rests_until_ != never; }
  void advance(time_point now) noexcept { now_ = std::max(now_, now); }
  accepted accept(request_line line, nanoseconds time) noexcept;
  void start_deadlines() noexcept;
  void expire() noexcept;
  [[nodiscard]] time_point keep_alive_at() const noexcept;
  [[nodiscard]] time_point first_deadline() const noexcept;
  [[nodiscard]] std::size_t overdue() const noexcept;
  [[nodiscard]] time_point last_overdue_at() const noexcept;

  // session_ends.cpp
  void fail(pending& one, std::error_code why) noexcept;
  void fail_waiting(pending& one, std::error_code why) noexcept;
  void forget(pending& one) noexcept;
  std::unique_ptr<pending> take_sent(pending& one) noexcept;
  void finish(std::unique_ptr<pending> one, std::error_code why) noexcept;
  void lose(std::error_code why, std::string_view detail = {}) noexcept;
  void end(std::error_code why, std::string_view detail = {}) noexcept;
  void give_up_sent(std::error_code why, bool another_follows) noexcept;
  void forget_connection() noexcept;
  bool poll_ended(told& event) noexcept;
  void give_back() noexcept;

  // session_transmit.cpp
  void start_next() noexcept;
  void queue_ping() noexcept;
  [[nodiscard]] bool mask(const request_line& line) noexcept;

  // session_receive.cpp
  struct place {
    pending* of = nullptr;
    bool fence = false;
  };
  bool poll_line(told& event) noexcept;
  void receive_line(bytes line, told& event) noexcept;
  [[nodiscard]] bool next_line() noexcept;
  [[nodiscard]] bytes text_of_line() const noexcept;
  told receive_packet(const packet& in) noexcept;
  [[nodiscard]] place find(const text& command) const noexcept;
  [[nodiscard]] place first_place() const noexcept;
  [[nodiscard]] bool may_answer(const pending& one, bool fence) const noexcept;
  told receive_ambiguous(const packet& in, pending& one) noexcept;
  told skip_first() noexcept;
  told tell_held(bool as_answer) noexcept;
  told answer_to(pending& one, const packet& in, bytes line) noexcept;
  void drop_late_answer(pending& one) noexcept;
  told event_of(const packet& in, bytes line) noexcept;
  told tell_unsolicited(bytes line, std::error_code why) noexcept;
  void settle() noexcept;

  // session_login.cpp
  std::unique_ptr<pending> make_login() noexcept;
  told receive_login(pending& one, const packet& in) noexcept;
  void refuse_login(command which, std::int32_t status) noexcept;
  void receive_version(const packet& in) noexcept;
  [[nodiscard]] bool add_password(bytes quoted) noexcept;
  void log_in_again() noexcept;
  void password_proved() noexcept;
  [[nodiscard]] bool password_changed(const request_line& line) noexcept;
  void password_may_have_changed(const request_line& line) noexcept;
  void forget_passwords() noexcept;

  client_options options_;
  stream_input in_;
  json::document document_;
  backoff backoff_;
  pending_list waiting_;           // in the order in which they were given
  pending_list sent_;              // and in which they went out, the one that is going out included
  pending_list ended_;             // to be told
  std::unique_ptr<pending> told_;  // whose answer or failure the last event shows

  secret name_;                            // as it stands in JSON
  owned_queue<known_password> passwords_;  // the one to log in by, and what it may have become
  byte_buffer masked_;
  pending* sending_ = nullptr;
  std::size_t taken_ = 0;  // of what is going out, by the transport

  bytes line_;                  // that is being looked at, with its newline
  bytes told_line_;             // that the last event shows
  byte_buffer held_;            // a packet that answers the first of those sent, or is an event
  std::size_t held_count_ = 0;  // of the elements in it
  std::size_t largest_ = 0;     // of the lines that the document has read

  time_point now_{};
  time_point login_deadline_ = never;
  time_point ready_at_{};
  time_point heard_at_{};
  time_point hold_until_{};  // nothing is sent before
  time_point rests_until_ = never;

  std::optional<disconnected> lost_;  // to be told
  std::error_code error_;
  byte_buffer detail_;
  aster::version version_;
  uuid self_ = 0;
  std::size_t open_ = 0;     // that are to end in an event
  std::size_t untold_ = 0;   // of those sent, that have failed
  std::size_t zombies_ = 0;  // of those sent, that have failed, and may still be answered
  std::size_t queued_bytes_ = 0;
  std::uint32_t last_request_ = 0;
  phase phase_ = phase::open;
  login login_state_ = login::to_send;
  entry entry_;
  bool undated_ = false;  // there are some whose deadline has not begun
  bool of_use_ = false;   // something has come behind the login
  bool maybe_registered_ = false;
  bool tells_held_ = false;  // the last event shows what is held
  bool line_done_ = false;   // `line_` has been understood, and is to be consumed
  bool pinging_ = false;     // a ping of its own is open
};

}  // namespace gamewire::inline v0::aster
