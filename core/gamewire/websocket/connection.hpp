/// What all sides of WebSocket are: a layer (layer.hpp states the contract).
///
/// Whole frames without a mask are told where they were received. What is copied, once, is a message that came in
/// several frames or pieces, and that only within `max_message`.
///
/// Pings are answered, the last of several that came at once. Who is silent gets one, and has to show life. WebSocket
/// knows no half-close: when the peer says goodbye, that is answered at once, and `write` takes no more. When
/// `shutdown` was called, the peer's goodbye is waited for, as long as `closing_timeout`.
#pragma once

#include <cstdint>

#include <gamewire/http1/refusal.hpp>
#include <gamewire/session_layer.hpp>
#include <gamewire/websocket/error.hpp>

namespace gamewire::inline v0::websocket {

/// What a message says it is.
enum class message_type : std::uint8_t { text, binary };

class session;

/// `plain_end` is {} when the peer closed with 1000 or without a code; else an error of `websocket::category()`, or what the
/// transport said. `errc::truncated`: it ended without a Close, as many servers have it when they stop.
class connection : public session_layer<session> {
 public:
  /// For traces: what `poll_transmit` gave last, with a '*' for each byte of the handshake that is secret. What is
  /// carried is not hidden: its masks are part of it.
  [[nodiscard]] bytes shown_transmit() const noexcept;

  /// What the server said instead of a handshake: empty, unless `plain_end` is one of `status_error`. Until `opened`.
  [[nodiscard]] http1::refusal refusal() const noexcept;

  /// To look at. The handshake is over.
  [[nodiscard]] bool open() const noexcept;
  /// See lacks_secret.hpp. A server needs none: only clients mask.
  [[nodiscard]] bool has_secret() const noexcept;

 protected:
  explicit connection(made made) noexcept;
};

}  // namespace gamewire::inline v0::websocket

namespace gamewire::inline v0 {

extern template class session_layer<websocket::session>;

}  // namespace gamewire::inline v0
