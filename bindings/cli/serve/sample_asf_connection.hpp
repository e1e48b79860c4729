/// A connection to the sample ASF: HTTP, until it asks for the stream of the log.
#pragma once

#include <deque>
#include <string>
#include <variant>

#include <gamewire/http1/responder.hpp>
#include <gamewire/over.hpp>
#include <gamewire/websocket/server.hpp>

namespace gamewire::cli {

/// Tells a WebSocket what it is given; nobody has to say anything to it, and who does is left.
class sample_feed {
 public:
  static constexpr framing wire = framing::datagram;
  using event = std::variant<closed>;
  struct options {};

  explicit sample_feed(const options& = {}) noexcept {}

  /// From one who takes nothing of it, it parts.
  void tell(std::string message);

  // The machine.
  void receive(bytes, time_point) noexcept { end({}); }
  void receive_end(std::error_code why, time_point) noexcept { end(why); }
  void on_timeout(time_point) noexcept {}
  bytes poll_transmit(time_point) noexcept { return untold_.empty() ? bytes() : as_bytes(untold_.front()); }
  void transmitted(std::size_t size, time_point) noexcept;
  std::optional<event> poll_event() noexcept;
  void close(time_point) noexcept { end({}); }
  [[nodiscard]] time_point deadline() const noexcept { return never; }
  [[nodiscard]] bool done() const noexcept { return state_ == state::done; }

 private:
  enum class state : std::uint8_t { open, closed, done };

  void end(std::error_code why) noexcept;

  std::deque<std::string> untold_;
  std::error_code error_;
  state state_ = state::open;
};

/// A machine that is another one from the moment on when the log is asked for. It is to play with: memory that runs out
/// ends the program.
class sample_asf_connection {
 public:
  static constexpr framing wire = framing::stream;
  using options = http1::responder_options;
  using event = http1::responder::event;

  explicit sample_asf_connection(const options& chosen = {}) noexcept
      : inside_(std::in_place_type<http1::responder>, chosen) {}

  /// Nothing happens when HTTP is over.
  void answer(request_id id, const http1::response& what) noexcept;
  /// Instead of an answer: it has asked for the log, by this request, and gets what is told from now on. The WebSocket
  /// answers the handshake.
  void follow(request_id id, std::string request, time_point now);
  void tell(std::string message);

  // The machine.
  void receive(bytes in, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept;

 private:
  using stream = over<websocket::server_messages, sample_feed>;

  std::variant<http1::responder, stream> inside_;
  std::string opening_;  // what the WebSocket begins with
};

static_assert(machine<sample_feed> && machine<sample_asf_connection>);

/// The request as it was sent, but for a body.
std::string written(const http1::request_head& head);

}  // namespace gamewire::cli
