/// The inside of rcon::responder. Not for users.
#pragma once

#include <gamewire/rcon/frame_decoder.hpp>
#include <gamewire/rcon/responder.hpp>
#include <gamewire/secret.hpp>

namespace gamewire::inline v0::rcon {

class server_session {
 public:
  explicit server_session(const responder_options& chosen) noexcept;

  std::error_code answer(request_id id, bytes text, bool whole) noexcept;
  std::error_code print(bytes text) noexcept;

  void receive(bytes piece, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<responder::event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };
  enum class asked : std::uint8_t { nothing, untold, told };
  enum class verdict : std::uint8_t { none, right, wrong };

  void begin(time_point now) noexcept;
  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  [[nodiscard]] bytes unsent() const noexcept { return outbound_.view().subspan(taken_); }
  [[nodiscard]] bool finished() const noexcept;
  [[nodiscard]] time_point idle_at() const noexcept;
  [[nodiscard]] std::size_t most_of_body() const noexcept;
  void hang_up(std::error_code why, std::string_view detail = {}) noexcept;
  void start_closing(std::error_code why, std::string_view detail) noexcept;
  void end(std::error_code why, std::string_view detail = {}) noexcept;

  void handle(const frame& in) noexcept;
  void handle_backlog() noexcept;
  void put_off(const frame& in) noexcept;
  [[nodiscard]] bool busy() const noexcept { return command_ != asked::nothing || verdict_ != verdict::none; }
  void log_in(const frame& in) noexcept;
  void pass_verdict() noexcept;
  void refuse_login() noexcept;
  void take_command(const frame& in) noexcept;
  void answer_odd(const frame& in) noexcept;

  void send_reply(bool whole) noexcept;
  void send(std::int32_t id, std::int32_t type, bytes body = {}) noexcept;

  responder_options options_;
  frame_decoder decoder_;
  secret password_;

  byte_buffer backlog_;      // packets that wait for an answer to one before them, as they were on the wire
  std::size_t handled_ = 0;  // of the backlog
  byte_buffer text_;         // of the command
  byte_buffer reply_;        // of its answer, what fills no packet yet
  byte_buffer outbound_;
  std::size_t taken_ = 0;  // of it, by the transport
  byte_buffer logins_;     // those that are to be told
  std::size_t logins_told_ = 0;

  time_point now_ = time_point::min();
  time_point login_deadline_ = never;
  time_point verdict_at_ = never;  // known when the packet before it has gone out
  time_point last_traffic_{};
  time_point stalled_since_ = never;
  time_point closing_deadline_ = never;

  std::error_code error_;
  std::string_view detail_;  // a literal
  std::uint32_t failures_ = 0;
  std::uint32_t last_request_ = 0;
  std::int32_t wire_id_ = 0;   // of the command
  std::int32_t login_id_ = 0;  // of the login
  phase phase_ = phase::open;
  asked command_ = asked::nothing;
  verdict verdict_ = verdict::none;  // on the login, which is to follow
  bool begun_ = false;
  bool logged_in_ = false;
};

}  // namespace gamewire::inline v0::rcon
