/// RCON of Rust with `rcon.web 1`, which is what its servers have: JSON over WebSocket, on a port of its own.
///
/// A datagram machine that stands on WebSocket (websocket/client.hpp), where the password is part of the path:
///
///     over<websocket::messages, rcon::webrcon::client> client(
///         {.lower = {.host = "…", .port = 28016, .secret_segment = password, .secret = random,
///                    .max_message = rcon::webrcon::longest_message(1 << 20)}});  // for replies of `max_reply`
///     client->execute("status");
///
/// There is no login here: with a wrong password there is no WebSocket (`condition::auth`), and `authenticated` is told
/// with the first message that comes. A server that hangs up before that counts as `errc::closed_in_login`, which falls under
/// `condition::banned`: that is how servers ban. Replies are found by their identifiers; whatever else comes is told as
/// `unsolicited`: the type is that of `webrcon_type`, the packet's id is the identifier (0: the log, -1: chat), and
/// what is no message of this kind is told as it came, with the type `unreadable`.
#pragma once

#include <limits>

#include <gamewire/rcon/datagram_client.hpp>
#include <gamewire/rcon/webrcon_message.hpp>

namespace gamewire::inline v0::rcon::webrcon {

/// The type of an `unsolicited` that is no message.
inline constexpr std::int32_t unreadable = -1;

/// How long the message may be that brings a reply of `max_reply` bytes: JSON may write each of them as six ("\u0007"),
/// and there is more in it than the text. It is what `websocket::client_options::max_message` has to be at least, or
/// such a reply ends the connection; its default is not.
[[nodiscard]] constexpr std::size_t longest_message(std::size_t max_reply) noexcept {
  constexpr std::size_t escaped = 6, around = 4096, most = std::numeric_limits<std::size_t>::max();
  return max_reply <= (most - around) / escaped ? escaped * max_reply + around : most;
}

struct client_options {
  /// What each command has in all: the connection, and waiting for those before it, included.
  nanoseconds deadline = std::chrono::seconds(10);
  std::size_t max_reply = std::size_t{1} << 20U;  // bytes; see `longest_message`
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
