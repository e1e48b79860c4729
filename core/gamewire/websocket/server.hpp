/// The server side of WebSocket, a layer: see client.hpp for what the two kinds carry.
///
/// What is no handshake is answered as HTTP has it, and the connection ends: 400, 404 for another path, 405, 426 for
/// another version; what is no request, as `http1::status_of` has it. No extension is accepted.
#pragma once

#include <string_view>

#include <gamewire/websocket/connection.hpp>

namespace gamewire::inline v0::websocket {

/// Everything is copied by the layer.
struct server_options {
  /// What has to be asked for, as it is sent; empty: anything.
  std::string_view path = {};
  /// The subprotocol that is spoken, for clients that ask for it among others; the others get none. Case counts.
  std::string_view protocol = {};
  /// What is written; and as in `client_options`.
  message_type writes = message_type::text;
  nanoseconds handshake_timeout = std::chrono::seconds(10);
  nanoseconds closing_timeout = std::chrono::seconds(2);
  nanoseconds ping_interval = std::chrono::seconds(30);
  nanoseconds pong_timeout = std::chrono::seconds(10);
  std::size_t max_message = std::size_t{1} << 20U;
  std::size_t max_head = std::size_t{16} << 10U;
  std::size_t max_unsent = std::size_t{64} << 10U;
  std::uint32_t max_empty_fragments = 1000;

  /// `errc::invalid_options` for a protocol that cannot be written, and for times and limits as `client_options` has
  /// it.
  [[nodiscard]] std::error_code validate() const noexcept;
};

/// As `messages`.
class server_messages : public connection {
 public:
  /// What it carries.
  static constexpr framing plain = framing::datagram;
  using options = server_options;

  /// When options are not valid or memory is out, it is over from the start, and `plain_end` says why.
  explicit server_messages(const options& chosen = {}) noexcept;
};

/// As `lines`.
class server_lines : public connection {
 public:
  /// What it carries.
  static constexpr framing plain = framing::stream;
  using options = server_options;

  /// As of `server_messages`.
  explicit server_lines(const options& chosen = {}) noexcept;
};

static_assert(layer<server_messages> && layer<server_lines>);

}  // namespace gamewire::inline v0::websocket
