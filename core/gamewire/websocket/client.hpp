/// The client side of WebSocket, a layer (RFC 6455):
///
///     over<websocket::messages, asf::log> log({.lower = {.host = "127.0.0.1", .port = 1242, .path = "/Api/NLog"}});
///     over<tls::client, over<websocket::messages, M>> secure({.lower = {.host = "…"}, .upper = {.lower = {…}, …}});
///
/// `messages` carries messages: one piece is one of them. `lines` carries a stream of lines, each of which is a
/// message without its newline: so a machine that speaks lines over TCP speaks them here.
///
/// Redirects are not followed, no extension is offered. connection.hpp says how the two sides part.
#pragma once

#include <span>
#include <string_view>

#include <gamewire/http1/request.hpp>
#include <gamewire/siphash.hpp>
#include <gamewire/websocket/connection.hpp>

namespace gamewire::inline v0::websocket {

/// Everything is copied by the layer.
struct client_options {
  /// A name, or an address without its port: what Host says.
  std::string_view host = {};
  std::uint16_t port = 80;
  /// TLS lies below: the port that Host leaves out is 443.
  bool secure = false;
  /// As it is sent: begins with '/', encoded where it must be; with a query, if there is one.
  std::string_view path = "/";
  /// Unless it is empty, one more segment behind the path, which may then have no query. It is percent-encoded, and not
  /// shown in traces: Rust servers have their password there.
  std::string_view secret_segment = {};
  /// Beside those of the handshake, such as Authorization. A secret's value is not shown in traces.
  std::span<const http1::header> headers = {};
  /// The subprotocol to ask for. A server that knows none is taken as well.
  std::string_view protocol = {};
  /// What is written.
  message_type writes = message_type::text;
  /// Keys the masks of frames, and the key of the handshake: RFC 6455, 10.3, wants them unforeseeable, for the sake of
  /// what stands between. All-zero is for tests: no driver takes it.
  siphash_key secret{};
  /// From the first `poll_transmit`; connecting counts, when the layer is not told when that was over.
  nanoseconds handshake_timeout = std::chrono::seconds(10);
  /// How long the rest, the goodbye and the peer's may take.
  nanoseconds closing_timeout = std::chrono::seconds(2);
  /// After so much silence of the peer it gets a Ping; 0: never. And how long it then has to say something, from the Ping's
  /// last byte; or, while what lies before that is going out, to take some of it.
  nanoseconds ping_interval = std::chrono::seconds(30);
  nanoseconds pong_timeout = std::chrono::seconds(10);
  /// Bytes of one message of the peer's, whole; of the head of its answer; and that wait to be transmitted before
  /// `write` takes no more. A message that is longer than that is taken when none waits.
  std::size_t max_message = std::size_t{1} << 20U;
  std::size_t max_head = std::size_t{16} << 10U;
  std::size_t max_unsent = std::size_t{64} << 10U;
  /// Fragments of one message that bring nothing: a message of those alone would never be too large, and never end.
  std::uint32_t max_empty_fragments = 1000;

  /// `errc::invalid_options` for what cannot be written (a host, path, header or protocol; the segments "." and ".."),
  /// headers of the handshake's own; times that are not positive (negative, of `ping_interval`); a `max_message` or
  /// `max_unsent` of 0, a `max_head` below 64. It writes the request to find out: `errc::no_memory`.
  [[nodiscard]] std::error_code validate() const noexcept;
};

/// Carries machines whose `wire` is `framing::datagram`.
class messages : public connection {
 public:
  /// What it carries.
  static constexpr framing plain = framing::datagram;
  using options = client_options;

  /// When options are not valid or memory is out, it is over from the start, and `plain_end` says why.
  explicit messages(const options& chosen) noexcept;
};

/// Carries machines of lines, whose `wire` is `framing::stream`.
class lines : public connection {
 public:
  /// What it carries.
  static constexpr framing plain = framing::stream;
  using options = client_options;

  /// As of `messages`.
  explicit lines(const options& chosen) noexcept;
};

static_assert(layer<messages> && layer<lines>);

}  // namespace gamewire::inline v0::websocket
