/// What all sides of WebSocket are: a layer (layer.hpp states the contract).
///
/// Whole frames without a mask are told where they were received. What is copied, once, is a message that came in
/// several frames or pieces, and that only within `max_message`.
///
/// Pings are answered, the last of several that came at once. Who is silent gets one, and has to show life. WebSocket
/// knows no half-close: when the peer says goodbye, that is answered at once, and `write` takes no more. When
/// `shutdown` was called, the peer's goodbye is waited for, as long as `closing_timeout`.
#pragma once

#include <memory>
#include <optional>
#include <system_error>

#include <gamewire/handover.hpp>
#include <gamewire/layer.hpp>
#include <gamewire/websocket/error.hpp>

namespace gamewire::inline v0::websocket {

/// What a message says it is.
enum class message_type : std::uint8_t { text, binary };

class session;

class connection {
 public:
  static constexpr framing wire = framing::stream;

  connection(connection&&) noexcept;
  connection& operator=(connection&&) noexcept;
  ~connection();

  // Below.
  void opened(time_point now) noexcept;
  void receive(bytes in, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept;
  /// For traces: what `poll_transmit` gave last, with a '*' for each byte of the handshake that is secret. What is
  /// carried is not hidden: its masks are part of it.
  [[nodiscard]] bytes shown_transmit() const noexcept;

  // Above.
  std::optional<bytes> poll_plain() noexcept;
  /// {}: the peer closed, with 1000 or without a code. Else an error of `websocket::category()`, or what the transport
  /// said. `errc::truncated`: it ended without a Close, as many servers have it when they stop.
  [[nodiscard]] std::optional<std::error_code> plain_end() const noexcept;
  std::size_t write(bytes in, time_point now) noexcept;
  void shutdown(time_point now) noexcept;

  /// To look at. The handshake is over.
  [[nodiscard]] bool open() const noexcept;
  /// See lacks_secret.hpp. A server needs none: only clients mask.
  [[nodiscard]] bool has_secret() const noexcept;

 protected:
  struct made {
    std::unique_ptr<websocket::session> session;
    std::error_code error;  // why there is none
  };
  explicit connection(made made) noexcept;

 private:
  std::unique_ptr<websocket::session> session_;
  handover<std::optional<std::error_code>> unborn_;  // why there is none
};

}  // namespace gamewire::inline v0::websocket
