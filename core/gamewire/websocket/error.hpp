/// What can go wrong with a WebSocket.
#pragma once

#include <cstdint>
#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::websocket {

/// The values of the category: these; from 100 to 999 the status of the server that refused the handshake
/// (`status_error`); from 1000 to 4999 the code with which the peer closed (`close_error`).
enum class errc {
  handshake_timeout = 1,  // no answer to the handshake, or no end of it, in time
  closed_in_handshake,    // the transport ended before the handshake did
  refused_by_close,       // a Close frame in place of an answer: so a Rust server refuses a wrong password
  bad_handshake,          // what came is no HTTP, or no handshake
  handshake_too_large,    // its head exceeds the limit
  wrong_accept,           // Sec-WebSocket-Accept does not answer the key: a cache, or no WebSocket server
  unwanted_extension,     // the server chose an extension; none was offered
  unwanted_protocol,      // the server chose a subprotocol that was not asked for
  reserved_bits,          // a frame of an extension
  unknown_opcode,
  bad_length,          // beyond 2^63, or not written as short as it could be
  long_control,        // a control frame of more than 125 bytes
  fragmented_control,  // a control frame that is not the only one of its message
  masked,              // from a server, which must not
  unmasked,            // from a client, which must not
  bad_continuation,    // a fragment that continues nothing, or a message that begins inside another
  bad_close,           // a Close frame with a code that is none
  bad_text,            // text that is not UTF-8
  message_too_large,   // the limit
  no_pong,             // nothing came in answer to a Ping
  truncated,           // the transport ended without a Close frame
  too_many_fragments,  // the limit of empty ones
  not_drained,         // misuse: a piece was received before the one before it was drained
};

/// "gamewire.websocket". Each value falls under a `condition` (gamewire/error.hpp), also statuses and codes.
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

/// The handshake was answered with another status than 101. `condition::auth` for 401 and 403, else
/// `condition::http`.
inline std::error_code status_error(std::uint16_t status) noexcept { return {status, category()}; }

/// The peer closed with this code (RFC 6455, 7.4), which is not the usual 1000.
inline std::error_code close_error(std::uint16_t code) noexcept { return {code, category()}; }

/// The code to close with, when that went wrong.
std::uint16_t close_code_of(std::error_code error) noexcept;

}  // namespace gamewire::inline v0::websocket

template <>
struct std::is_error_code_enum<gamewire::websocket::errc> : std::true_type {};
