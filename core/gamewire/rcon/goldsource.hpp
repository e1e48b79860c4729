/// RCON of GoldSource (Half-Life, Counter-Strike 1.6, Day of Defeat …): over UDP, on the port of the game.
///
///     client   FF FF FF FF challenge rcon\n
///     server   FF FF FF FF challenge rcon 4063892145\n 00
///     client   FF FF FF FF rcon 4063892145 "password" status 00
///     server   FF FF FF FF l …text… 00 00            any number of these; long ones as split packets
///
/// There is no login: every command carries the password, and `authenticated` is told with the first that was
/// executed. There is no end of a reply but silence. What was lost is not known: only challenges are asked
/// for again, never commands, which the server might execute twice. But for one that came with a challenge that
/// did not hold, since the server was started again: it was not executed, and goes out once more, with a new one.
/// The engine rejects such a challenge, and then says that the password is bad as well:
///
///     server   FF FF FF FF 9Bad challenge.\n 00              or: 9No challenge for your address.\n
///     server   FF FF FF FF lBad rcon_password.\n 00 00
///
/// Either may come first, or alone. So the password is believed to be bad when it was sent with a challenge that was
/// new; and before it goes out again, the rest has `quiet_time` to come.
///
/// Source: the engine as ReHLDS has it, sv_main.cpp.
#pragma once

#include <gamewire/rcon/datagram_client.hpp>

namespace gamewire::inline v0::rcon::goldsource {

struct client_options {
  /// Copied, and wiped at the end.
  std::string_view password = {};
  /// How long the first request for a challenge waits; each next one half as long again, all give or
  /// take a tenth. And how many follow.
  nanoseconds timeout = std::chrono::milliseconds(1500);
  std::uint8_t retries = 2;
  /// What each command has in all, waiting for those before it included.
  nanoseconds deadline = std::chrono::seconds(10);
  /// How long a server is silent that has no more to say. Four round trips, if that is longer.
  nanoseconds quiet_time = std::chrono::milliseconds(500);
  std::size_t max_reply = std::size_t{1} << 20U;  // bytes
  std::size_t max_commands = 256;                 // open at a time
  /// Feeds the jitter of attempts.
  std::uint64_t seed = 0;

  /// `errc::invalid_options` for times that are not positive, limits of 0, a password with a quote, a NUL or
  /// a newline, or one that leaves no room for a command.
  [[nodiscard]] std::error_code validate() const noexcept;
  /// The longest command in bytes. Servers ignore requests of 512 bytes or more behind their FF FF FF FF.
  [[nodiscard]] std::size_t max_command() const noexcept;
  [[nodiscard]] nanoseconds total_deadline() const noexcept { return deadline; }
};

class session;

/// `closed` for `rcon::errc::login_refused` (a wrong password; none is set; no privilege) and
/// `rcon::errc::banned`, with the server's own words. A command with a newline or a NUL, or of more than
/// `max_command()` bytes, is `errc::invalid_argument`. `unsolicited` has the type byte of the datagram, and
/// what follows.
using client = datagram_client<session, client_options>;

}  // namespace gamewire::inline v0::rcon::goldsource

namespace gamewire::inline v0 {

extern template class session_machine<rcon::goldsource::session, rcon::goldsource::client_options>;
extern template class rcon::datagram_client<rcon::goldsource::session, rcon::goldsource::client_options>;
static_assert(machine<rcon::goldsource::client>);

}  // namespace gamewire::inline v0
