/// The inside of http1::responder. Not for users.
#pragma once

#include <gamewire/http1/responder.hpp>

namespace gamewire::inline v0::http1 {

class responder_session {
 public:
  explicit responder_session(const responder_options& chosen) noexcept;

  std::error_code answer(request_id id, const response& given) noexcept;

  void receive(bytes piece, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<responder::event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }
  [[nodiscard]] bytes trailing() const noexcept { return upgraded_ ? reader_.trailing() : bytes(); }

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };
  enum class request : std::uint8_t { coming, untold, told };

  void pass(time_point now) noexcept;
  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  [[nodiscard]] bytes unsent() const noexcept { return outbound_.view().subspan(taken_); }
  /// Answers wait for the peer, so what it asks next does, too.
  [[nodiscard]] bool backed_up() const noexcept { return unsent().size() > options_.max_unsent; }
  /// The next request is not there yet.
  [[nodiscard]] bool reads() const noexcept {
    return phase_ == phase::open && request_ == request::coming && !backed_up();
  }
  void read() noexcept;
  bool take_head(const request_head& head) noexcept;
  bool take_end(const message_end& end) noexcept;
  void refuse(std::error_code why) noexcept;
  bool send(const response& what) noexcept;
  void start_closing() noexcept;
  void settle() noexcept;
  void end(std::error_code why) noexcept;

  responder_options options_;
  request_reader reader_;

  byte_buffer head_bytes_;  // of the request
  request_head head_;       // in it
  byte_buffer body_;
  byte_buffer trailers_;
  byte_buffer outbound_;
  std::size_t taken_ = 0;  // of it, by the transport

  time_point now_ = time_point::min();
  time_point last_used_ = never;    // and since when there is no request
  time_point request_due_ = never;  // its last byte
  time_point closing_due_ = never;
  time_point stalled_since_ = never;
  std::error_code error_;
  std::uint32_t last_request_ = 0;
  phase phase_ = phase::open;
  request request_ = request::coming;
  bool refused_ = false;  // what comes could not be read
  bool peer_ended_ = false;
  bool upgraded_ = false;
};

}  // namespace gamewire::inline v0::http1
