/// What the RCON clients over datagrams have in common, which is all that their users see: goldsource.hpp and
/// battleye.hpp say what `Options` there are and how their servers are spoken to.
#pragma once

#include <gamewire/rcon/client.hpp>

namespace gamewire::inline v0::rcon {

/// A datagram machine with the commands and the events of rcon::client, so that one program serves all.
template <class Session, class Options>
class datagram_client : public session_machine<Session, Options> {
 public:
  static constexpr framing wire = framing::datagram;
  using event = rcon::client::event;

  using session_machine<Session, Options>::session_machine;

  /// Executes a command; its event is `reply` or `failed`. Commands wait for each other. Errors (nothing
  /// happens): `errc::busy` when as many are open as the options allow, `errc::invalid_argument` for what
  /// cannot be sent, `errc::closed`, `errc::no_memory`.
  accepted execute(std::string_view command) noexcept;
  /// The same for commands after which no reply is to be expected, such as `quit`: the event is `sent` once it
  /// has gone out, and nobody knows whether it arrived. What comes in reply belongs to no command.
  accepted execute_unanswered(std::string_view command) noexcept;
  /// Ends an open command: its event is `failed` with `errc::cancelled`. Else `errc::unknown_request`.
  std::error_code cancel(request_id id) noexcept;

  // The rest of the machine.
  std::optional<event> poll_event() noexcept;

  /// For traces: what `poll_transmit` gave last, with a '*' for each byte of the password and of what would
  /// betray it. Valid as long as that is.
  [[nodiscard]] bytes shown_transmit() const noexcept;
};

}  // namespace gamewire::inline v0::rcon
