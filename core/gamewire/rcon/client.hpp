/// The client side of RCON: logs in to one server and executes commands there.
///
/// A stream machine (machine.hpp states the contract):
///
///     rcon::client client({.password = "secret"});
///     auto id = client.execute("status");            // may be given at once: it waits for the login
///     client.receive(piece, now);                    // then drain: poll_transmit …, poll_event …
///     while (auto event = client.poll_event())
///       if (auto* reply = std::get_if<rcon::reply>(&*event)) … as_text(reply->body) …
///
/// RCON does not say where a reply ends, and servers differ: a `profile` says what to expect of this one, and
/// the automatic one finds out (manners.hpp has the table). A server that refuses the password is never asked
/// again: it counts the failures, and bans.
///
/// It may outlive its connections (`client_options::reconnect`): what has gone out to one that was lost fails,
/// for it may have been executed; what has not waits for the next one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <gamewire/machine.hpp>
#include <gamewire/rcon/frame.hpp>
#include <gamewire/reconnect.hpp>
#include <gamewire/session_machine.hpp>

namespace gamewire::inline v0::rcon {

/// What servers of a kind do, and so how the end of a reply is found.
enum class profile : std::uint8_t {
  automatic,    // found out on the connection; until then a pause longer than `quiet_time` ends a reply
  source,       // many packets; an empty packet behind the command comes back behind the reply
  source2,      // CS2: one packet of any length
  minecraft,    // many packets; one request at a time, alone in its segment; unknown types are answered
  single,       // one packet, perhaps with another id: Factorio, ARK, Palworld, Conan, Project Zomboid …
  squad,        // as Source, with events in between and an end marker that breaks the framing
  rust_legacy,  // an echo of type 4, then one packet
};

struct client_options {
  /// Copied by the client, and wiped from its memory as soon as it has been sent; by one that reconnects, at the
  /// end.
  std::string_view password = {};
  /// What to expect of the server.
  rcon::profile profile = rcon::profile::automatic;
  /// From the first `poll_transmit` to the server's verdict, on each connection. Connecting counts.
  nanoseconds login_timeout = std::chrono::seconds(10);
  /// What each command has in all, waiting for the login and for those before it included.
  nanoseconds deadline = std::chrono::seconds(10);
  /// How long a server is silent that has no more to say: the end of replies without another sign. Four times
  /// the round trip of the login, if that is longer; and three times as long behind a packet that may be full, of
  /// 3700 bytes or more.
  nanoseconds quiet_time = std::chrono::milliseconds(500);
  /// An empty packet after so long without traffic; 0: never.
  nanoseconds keep_alive = nanoseconds::zero();
  /// The most bytes of one packet on the wire, and of one reply.
  std::size_t max_frame = default_max_frame;
  std::size_t max_reply = std::size_t{64} << 20U;
  /// The most commands that are open at a time, and the bytes of those that wait to be sent.
  std::size_t max_commands = 256;
  std::size_t max_queued_bytes = std::size_t{1} << 20U;
  /// How many commands are sent ahead of their replies, where the server's kind allows it: those of Source.
  std::uint16_t max_in_flight = 1;
  /// After a connection that was lost, could not be made or went out of step, or a server that has forgotten
  /// the login. Not after a refused login or an end during it, for servers count those, and ban; nor when it
  /// is no RCON server, or another attempt would not mend it (`worth_retrying`). Anything that is heard after the login
  /// is of use.
  reconnect_options reconnect = {};
  /// Where ids begin, and what makes back-offs differ.
  std::uint64_t seed = 0;

  /// `errc::invalid_options` for times that are not positive (a negative keep-alive), limits of 0, a
  /// `max_frame` below 4096, a password with a NUL or longer than `max_command()`, and as `reconnect` has it.
  [[nodiscard]] std::error_code validate() const noexcept;
  /// The longest command, in bytes: what one packet may hold for servers of this kind, 4086. Minecraft drops the
  /// connection on more than 1446, which is therefore the most for `automatic` as well.
  [[nodiscard]] std::size_t max_command() const noexcept;
  [[nodiscard]] nanoseconds total_deadline() const noexcept { return deadline; }
};

/// The password was right. Once for each connection.
struct authenticated {};

/// The connection is over, and another one is to follow in so long. `detail` is a literal.
struct disconnected {
  std::error_code error;  // `errc::closed` of gamewire: it ended in order
  std::string_view detail;
  nanoseconds retry_in;
};

/// Part of a reply that is still coming: the body of one packet, which may end inside a character.
struct chunk {
  request_id request;
  bytes body;
};

/// All that the server said to a command, its chunks in one piece. `partial`: the connection or the deadline
/// ended before the reply did; or it is Palworld's, which for some texts announces more bytes than it sends, and
/// has been silent since.
/// `round_trip` is from the command's `transmitted` to the first packet.
struct reply {
  /// A copy.
  struct owned {
    std::string body;
    bool partial;
    nanoseconds round_trip;
  };
  request_id id;
  bytes body;
  bool partial;
  nanoseconds round_trip;
};

/// A command whose reply nobody waits for has been taken by the transport.
struct sent {
  using owned = std::monostate;
  request_id id;
};

/// A packet that answers nothing: an event of the game (Squad's chat has type 1), a packet of an odd type; what comes
/// behind the end of a reply, if that was not its end.
struct unsolicited {
  std::int32_t type;       // as on the wire; frame.hpp has names for some
  std::int32_t packet_id;  // the same
  bytes body;
};

/// Copies; throws std::bad_alloc. Of a command that gets no reply there is nothing to keep.
reply::owned own(const reply& reply);
inline std::monostate own(const sent&) noexcept { return {}; }

class session;

/// When the server ends the transport during the login, in order or by a reset, that counts as
/// `errc::closed_in_login`, which falls under `condition::banned`: that is how servers ban. With `profile::squad`, once
/// the password has been sent, as `errc::login_refused`: Squad says no in no other way. Later a command gets what has
/// come of its reply.
class client : public session_machine<session, client_options> {
 public:
  static constexpr framing wire = framing::stream;
  using event = std::variant<authenticated, chunk, reply, sent, failed, closed, unsolicited, disconnected>;

  /// From options, which are copied; session_machine.hpp says what becomes of those that are not valid.
  using session_machine::session_machine;

  /// Executes a command; its event is `reply` or `failed`. Errors (nothing happens): `errc::busy` when as many
  /// are open as the options allow, `errc::invalid_argument` for a NUL inside or more than `max_command()`
  /// bytes, `errc::closed`, `errc::no_memory`.
  accepted execute(std::string_view command) noexcept;
  /// The same for commands after which no reply is to be expected, such as `quit`: the event is `sent` once it
  /// has gone out. A reply is dropped.
  accepted execute_unanswered(std::string_view command) noexcept;

  /// Ends an open command: its event is `failed` with `errc::cancelled`. What has gone out cannot be called
  /// back; the reply is dropped. Else `errc::unknown_request`.
  std::error_code cancel(request_id id) noexcept;
  /// Ends an open command as its deadline would: its event is `reply` with what has come, `partial`, or `failed`
  /// with `errc::timeout`. For callers with a patience of their own for each. Else `errc::unknown_request`.
  std::error_code expire(request_id id) noexcept;

  // The rest of the machine.
  std::optional<event> poll_event() noexcept;
  /// False while it waits before it connects again, and when all is over.
  [[nodiscard]] bool wants_transport() const noexcept;
  /// Who drives a client that does not reconnect need not call it.
  void opened(time_point now) noexcept;

  /// For traces: what `poll_transmit` gave last, as others may see it. Equal to it but for the password, of
  /// which every byte is a '*'. Valid as long as that is.
  [[nodiscard]] bytes shown_transmit() const noexcept;
};

static_assert(reconnecting<client>);

}  // namespace gamewire::inline v0::rcon

namespace gamewire::inline v0 {

extern template class session_machine<rcon::session, rcon::client_options>;

}  // namespace gamewire::inline v0
