/// RCON of Rust with `rcon.web 1`, which is what its servers have: JSON over WebSocket, on a port of its own.
///
/// A datagram machine that stands on WebSocket (websocket/client.hpp), where the password is part of the path:
///
///     over<websocket::messages, rcon::webrcon::client> client(
///         {.lower = {.host = "…", .port = 28016, .secret_segment = password, .secret = random}});
///     client->execute("status");
///
/// There is no login here: with a wrong password there is no WebSocket (`condition::auth`), and `authenticated` is told
/// with the first message that comes. Replies are found by their identifiers; whatever else comes is told as
/// `unsolicited`: the type is that of `webrcon_type`, the packet's id is the identifier (0: the log, -1: chat), and
/// what is no message of this kind is told as it came, with the type `unreadable`.
#pragma once

#include <gamewire/rcon/datagram_client.hpp>
#include <gamewire/rcon/webrcon_message.hpp>

namespace gamewire::inline v0::rcon::webrcon {

/// The type of an `unsolicited` that is no message.
inline constexpr std::int32_t unreadable = -1;

struct client_options {
  /// What each command has in all: the connection, and waiting for those before it, included.
  nanoseconds deadline = std::chrono::seconds(10);
  std::size_t max_reply = std::size_t{1} << 20U;  // bytes
  std::size_t max_commands = 256;                 // open at a time

  /// `errc::invalid_options` for a time that is not positive, limits of 0.
  [[nodiscard]] std::error_code validate() const noexcept;
  [[nodiscard]] nanoseconds total_deadline() const noexcept { return deadline; }
};

class session;

/// A command that is not UTF-8, or whose message would be longer than 1400 bytes, is `errc::invalid_argument`.
using client = datagram_client<session, client_options>;

}  // namespace gamewire::inline v0::rcon::webrcon

namespace gamewire::inline v0 {

extern template class session_machine<rcon::webrcon::session, rcon::webrcon::client_options>;
extern template class rcon::datagram_client<rcon::webrcon::session, rcon::webrcon::client_options>;
static_assert(machine<rcon::webrcon::client>);

}  // namespace gamewire::inline v0
