/// BattlEye RCon (Arma, DayZ): over UDP, on a port of its own.
///
///     "BE", CRC-32 u32 of what follows, FF, type u8, payload
///
///     type  client                      server
///     0     password                    01: logged in; 00: refused; RCon that is off does not answer
///     1     sequence number, command    sequence number, text; of a part: sequence number,
///                                       00, count, index, text
///     2     sequence number             sequence number, message; until it comes back, again
///
/// A lost command is sent again with its number, which the server knows. Sequence numbers count from 0 to 255
/// and begin again. Source: BERConProtocol.txt, which BattlEye publishes.
#pragma once

#include <gamewire/rcon/datagram_client.hpp>

namespace gamewire::inline v0::rcon::battleye {

struct client_options {
  /// Copied, and wiped at the end.
  std::string_view password = {};
  /// How long the first attempt of the login waits; each next one half as long again, all give or take a tenth.
  /// And how many follow. Without an answer to any of them the conversation ends: RCon that is off says nothing.
  nanoseconds login_timeout = std::chrono::milliseconds(1500);
  std::uint8_t login_retries = 3;
  /// The same of a command, and of a keep-alive, without whose answer the conversation ends as well.
  nanoseconds timeout = std::chrono::milliseconds(1500);
  std::uint8_t retries = 3;
  /// What each command has in all, waiting for the login and for those before it included.
  nanoseconds deadline = std::chrono::seconds(10);
  /// An empty command after so long without one; 0: never. Servers drop who is silent for 45 seconds.
  nanoseconds keep_alive = std::chrono::seconds(30);
  std::size_t max_reply = std::size_t{1} << 20U;  // bytes
  std::size_t max_commands = 256;                 // open at a time
  /// Feeds the jitter of attempts.
  std::uint64_t seed = 0;

  /// `errc::invalid_options` for times that are not positive, a keep-alive that is negative or beyond 45 s,
  /// limits of 0, a password with a NUL or beyond 1024 bytes.
  [[nodiscard]] std::error_code validate() const noexcept;
  /// The longest command, in bytes: what a datagram carries that no network cuts.
  [[nodiscard]] static constexpr std::size_t max_command() noexcept { return 1391; }
  [[nodiscard]] nanoseconds total_deadline() const noexcept { return deadline; }
};

class session;

/// The login is asked for by itself. `unsolicited` is a message of the server's, with type 2 and its sequence
/// number; it has been, or will be, acknowledged, and copies are not told. A command with a NUL, an empty
/// one, or one of more than `max_command()` bytes, is `errc::invalid_argument`. Chunks are not told: parts of
/// replies come in any order. `closed` for `rcon::errc::login_refused`, or `rcon::errc::timeout`.
using client = datagram_client<session, client_options>;

}  // namespace gamewire::inline v0::rcon::battleye

namespace gamewire::inline v0 {

extern template class session_machine<rcon::battleye::session, rcon::battleye::client_options>;
extern template class rcon::datagram_client<rcon::battleye::session, rcon::battleye::client_options>;
static_assert(machine<rcon::battleye::client>);

}  // namespace gamewire::inline v0
