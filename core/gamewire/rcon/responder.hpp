/// The server side of RCON: one connection, from its login to its end.
///
/// A stream machine (machine.hpp states the contract), one for each connection that was accepted. They share
/// nothing but the list of those who are banned:
///
///     rcon::ban_list bans;
///     rcon::responder responder({.password = "secret", .peer = peer, .bans = &bans});
///     responder.receive(piece, now);                 // then drain: poll_transmit …, poll_event …
///     while (auto event = responder.poll_event())
///       if (auto* command = std::get_if<rcon::responder::command>(&*event)) …
///     responder.answer(request, output);             // at once or later; then drain
///
/// One command is told at a time, the next when that has been answered: so answers go out in the order of the
/// commands, and whoever sends many ahead waits. It answers logins, markers and odd packets by itself, in the
/// manner of the game that it stands for.
///
/// Passwords: the one that is right is copied, compared in a time that tells nothing about it, and wiped at
/// the end. What a peer sends as a password is in the pieces given to `receive`, which no driver hides: whoever
/// traces an rcon::responder leaves out what it receives before its first `login`.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include <gamewire/machine.hpp>
#include <gamewire/rcon/ban_list.hpp>
#include <gamewire/rcon/frame.hpp>
#include <gamewire/session_machine.hpp>

namespace gamewire::inline v0::rcon {

/// Which game's manners a responder has.
enum class style : std::uint8_t {
  source,     // an empty packet before the verdict; long answers in many packets; markers come back
  source2,    // CS2: the verdict alone; one packet of any length; markers are not answered
  minecraft,  // the verdict alone; packets of 4096 bytes; odd packets are answered "Unknown request …"
};

struct responder_options {
  /// Copied. An empty one is never right: nobody can log in.
  std::string_view password = {};
  /// For which game it stands.
  rcon::style style = rcon::style::source;
  /// Whose connection it is, and who is banned; the list must outlive the responder. Without one nobody is.
  endpoint peer = {};
  ban_list* bans = nullptr;
  /// So many wrong passwords end the connection, banned or not.
  std::uint32_t max_failures = 10;
  /// From the first call to the right password.
  nanoseconds login_timeout = std::chrono::seconds(30);
  /// How long behind the empty packet, where the style has one, the verdict on a password follows. 0: at once,
  /// and so mostly in the same segment, which Source does as well, now and then; but there are clients that
  /// drop what they have read behind one packet, and then wait for ever.
  nanoseconds verdict_delay = std::chrono::milliseconds(100);
  /// How long a peer may take nothing of what is to be sent.
  nanoseconds stall_timeout = std::chrono::seconds(30);
  /// How long a peer that is logged in may say nothing while nothing is owed to it; 0: for ever.
  nanoseconds idle_timeout = nanoseconds::zero();
  /// How long what is to be sent, and a command that is not answered yet, may hold up the end.
  nanoseconds closing_timeout = std::chrono::seconds(5);
  /// The most bytes of one packet that comes, on the wire; and of packets that wait for an answer to one
  /// before them.
  std::size_t max_frame = std::size_t{16} << 10U;
  std::size_t max_backlog = std::size_t{64} << 10U;
  /// The most bytes that wait to be sent, long answers included. Before the login 4096.
  std::size_t max_unsent = std::size_t{16} << 20U;

  /// `errc::invalid_options` for times that are not positive (negative `verdict_delay` and
  /// `idle_timeout`), limits of 0, a `max_frame` below 64, a `max_unsent` below 4096, a password with a NUL or
  /// one that does not fit `max_frame`.
  [[nodiscard]] std::error_code validate() const noexcept;
};

class server_session;

/// For a peer that is banned it closes at the first call. An orderly end of what the peer says lets what has come be
/// answered, within the closing timeout: some send a command and shut down their side. After `close` commands that were
/// not told yet are dropped.
class responder : public session_machine<server_session, responder_options> {
 public:
  static constexpr framing wire = framing::stream;

  /// Somebody tried a password. `failures`: how many wrong ones this address has sent, as far as the ban list
  /// remembers, or, without one, this connection.
  struct login {
    bool ok;  // it was right
    std::uint32_t failures;
  };
  /// To be answered. The text ends at its first NUL.
  struct command {
    request_id request;
    std::string_view text;  // bytes of the peer's choice
  };
  /// `closed`: `errc::banned`, `errc::login_refused` (too many wrong passwords), `errc::timeout` (no login,
  /// or a peer that says or takes nothing), `errc::too_large` (a packet, the backlog or what is unsent),
  /// `errc::bad_frame`, `errc::not_rcon`, the transport's end.
  using event = std::variant<login, command, closed>;

  /// From options, which are copied; session_machine.hpp says what becomes of those that are not valid.
  using session_machine::session_machine;

  /// Answers the command that was told last; copied, and split as the style has it. Without text, an empty
  /// packet. Errors (nothing happens): `errc::unknown_request`, `errc::closed`. Errors that end the
  /// connection: `errc::too_large`, `errc::no_memory`.
  std::error_code answer(request_id id, bytes text) noexcept;
  /// The beginning of an answer whose end is to follow by `answer`. Packets are as full as without it. Errors as of
  /// `answer`.
  std::error_code answer_part(request_id id, bytes text) noexcept;
  /// Something that was not asked for: a line of the console, an event of the game. It goes out at once, between
  /// the packets of an answer if need be, in packets of type 1 and id 0, as Squad's do; clients that know
  /// nothing of those drop them, or should. Errors (nothing happens): `errc::closed` when nobody is logged in;
  /// `rcon::errc::too_large` when too much waits to be sent, for a peer that only listens is not worth an end.
  std::error_code print(bytes text) noexcept;

  // The rest of the machine.
  std::optional<event> poll_event() noexcept;
};

static_assert(machine<responder>);

}  // namespace gamewire::inline v0::rcon

namespace gamewire::inline v0 {

extern template class session_machine<rcon::server_session, rcon::responder_options>;

}  // namespace gamewire::inline v0
