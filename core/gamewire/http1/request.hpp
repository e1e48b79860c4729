/// Requests, for clients to write.
///
///     std::array<std::byte, 512> room;
///     const std::array names{std::string_view("my bot")};
///     auto wire = http1::encode({.target = {.path = "/Api/Bot", .segments = names},
///                                .host = "127.0.0.1:1242"}, room);
///     // GET /Api/Bot/my%20bot HTTP/1.1 …
///
/// What cannot be said in one way only is refused, with nothing written: no name, value or path can end a
/// line and begin another.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <system_error>

#include <gamewire/bytes.hpp>
#include <gamewire/http1/fields.hpp>

namespace gamewire::inline v0::http1 {

/// A field to be sent. A secret's value is not shown in traces (`encode_shown`).
struct header {
  std::string_view name;
  std::string_view value;
  bool secret = false;
};

/// One "name=value" of a query, or of a form. A secret's value is not shown in traces.
struct parameter {
  std::string_view name;
  std::string_view value;
  bool secret = false;
};

/// What is asked for: "/Api/Bot" + {"my bot"} + {{"key", "1"}} is "/Api/Bot/my%20bot?key=1".
struct target {
  /// As it is sent: begins with '/', encoded where it must be. It may have a query, but then no segments. Or "*", and
  /// nothing else.
  std::string_view path = "/";
  /// Each is one segment behind the path, whatever it holds: all but letters, digits and "-._~" is
  /// percent-encoded, '/' too. An empty last one gives a '/' at the end. "." and ".." are refused: servers
  /// take them for ways up, encoded or not.
  std::span<const std::string_view> segments = {};
  std::span<const parameter> query = {};
};

/// Views, needed until it is written or sent.
struct request {
  std::string_view method = "GET";  // a token; case counts
  http1::target target = {};
  /// The value of Host, as `format_host` makes it. Not empty, but in requests to an `exchange`.
  std::string_view host = {};
  /// Beside those that are written anyway and are refused here: Host, Accept-Encoding (identity),
  /// Content-Length, Connection, Upgrade; and those that need more than a writer: Transfer-Encoding, Trailer,
  /// TE, Expect.
  std::span<const header> headers = {};
  /// Sent with its Content-Length, which is also there for POST, PUT and PATCH without one.
  bytes body = {};
  /// The body holds secrets: none of it is shown in traces.
  bool secret_body = false;
  /// The protocol to go on with, such as "websocket": written as Upgrade and Connection.
  std::string_view upgrade = {};
  /// The last on this connection: `Connection: close`.
  bool close = false;
};

/// May it be sent again when nobody knows whether it arrived? GET, HEAD and OPTIONS: RFC 9110, 9.2.1.
bool is_safe(std::string_view method) noexcept;

/// Writes the request to the front of `out`. Errors: `errc::no_room`; `errc::invalid_argument` for a method
/// or name that is no token, or CONNECT; a value with a control character (CR, LF, NUL …) or with blanks
/// around it; a path, host or protocol with what cannot stand there; a field of the writer's own; both
/// `upgrade` and `close`.
std::expected<bytes, std::error_code> encode(const request& what, std::span<std::byte> out) noexcept;

/// The same, and as long, with '*' for every byte of secret values.
std::expected<bytes, std::error_code> encode_shown(const request& what, std::span<std::byte> out) noexcept;

/// Bytes that `encode` needs, or its error.
std::expected<std::size_t, std::error_code> encoded_size(const request& what) noexcept;

/// Writes "a=1&b=2", the body of an application/x-www-form-urlencoded (a blank is %20). `errc::no_room`.
std::expected<bytes, std::error_code> encode_form(std::span<const parameter> what,
                                                  std::span<std::byte> out) noexcept;

/// Writes the value of Host for a server: a name, or an address, an IPv6 one in brackets and without its
/// zone; with the port, unless that is the scheme's own (80, and 443 if `secure`). Errors: `errc::no_room`,
/// `errc::invalid_argument` for what is no host, as one with its port, "play.example.org:80".
std::expected<std::string_view, std::error_code> format_host(std::string_view host, std::uint16_t port,
                                                             bool secure, std::span<char> out) noexcept;

}  // namespace gamewire::inline v0::http1
