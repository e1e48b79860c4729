/// The server side of GoldSource's RCON, which goldsource.hpp describes: for a socket of its own, or for the one
/// that answers queries, as the engine has it.
///
/// A hub (machine.hpp states the contract). A command is to be answered when it is told, as the engine executes
/// it then and there:
///
///     rcon::goldsource::responder rcon({.password = "secret", .secret = random_bytes, .bans = &bans});
///     if (rcon::goldsource::responder::concerns(datagram)) rcon.receive(peer, datagram, now);
///     while (auto event = rcon.poll_event())
///       if (auto* command = std::get_if<rcon::goldsource::responder::command>(&*event))
///         rcon.answer(as_bytes(execute(command->text)));
///
/// No command is looked at that comes without the challenge of its address, which is a keyed hash and need not be
/// remembered. It holds for as long as the secret does: so it is with the engine, which forgets none.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include <gamewire/machine.hpp>
#include <gamewire/rcon/ban_list.hpp>
#include <gamewire/session_hub.hpp>
#include <gamewire/siphash.hpp>

namespace gamewire::inline v0::rcon::goldsource {

struct responder_options {
  /// Copied, and wiped at the end. An empty one is never right: nobody can execute anything.
  std::string_view password = {};
  /// Keys the challenges. All-zero is for tests: drivers refuse it.
  siphash_key secret{};
  /// Who is banned, and gets no answer but that; the list must outlive the responder. Without one nobody is.
  ban_list* bans = nullptr;
  /// An answer is cut into datagrams of so many bytes, from 64 to 65507.
  std::uint16_t max_datagram = 1400;
  /// The most bytes that wait to be sent, at least `max_datagram`; what is beyond that is dropped, as the network
  /// might have.
  std::size_t max_unsent = std::size_t{1} << 20U;
  /// How long after `close` the transport may take for what waits.
  nanoseconds closing_timeout = std::chrono::seconds(5);

  /// `errc::invalid_options` when one is out of the range stated above, and for a password with a quote, a NUL
  /// or a newline, or one that no request has room for.
  [[nodiscard]] std::error_code validate() const noexcept;
};

class responder_session;

class responder : public session_hub<responder_session, responder_options> {
 public:
  /// To be answered, before anything else is received. Without a quote around it, a NUL or newline at its end.
  struct command {
    endpoint from;
    std::string_view text;  // bytes of the peer's choice
  };
  /// Somebody tried a wrong password. `failures`: how many, as far as the ban list remembers.
  struct refused {
    endpoint from;
    std::uint32_t failures;
  };
  using event = std::variant<command, refused, closed>;

  /// Is it one of RCON's datagrams? No query is.
  static bool concerns(bytes datagram) noexcept;

  /// From options, which are copied; session_hub.hpp says what becomes of those that are not valid.
  using session_hub::session_hub;

  /// Answers the command that was told last, in as many datagrams as it takes; without text, in an empty one.
  /// More than once, if there is more to say. Errors: `errc::unknown_request`, `errc::closed`; `errc::no_room`
  /// when some of it was dropped.
  std::error_code answer(bytes text) noexcept;

  // The rest of the hub, which passes over datagrams that are none of RCON's.
  std::optional<event> poll_event() noexcept;

  /// For drivers, which do not let a responder without one talk to strangers.
  [[nodiscard]] bool has_secret() const noexcept;
};

static_assert(hub<responder>);

}  // namespace gamewire::inline v0::rcon::goldsource

namespace gamewire::inline v0 {

extern template class session_hub<rcon::goldsource::responder_session, rcon::goldsource::responder_options>;

}  // namespace gamewire::inline v0
