/// What the RCON clients over datagrams have in common, which is all that their users see: goldsource.hpp and
/// battleye.hpp say what `Options` there are and how their servers are spoken to.
#pragma once

#include <memory>

#include <gamewire/rcon/client.hpp>

namespace gamewire::inline v0::rcon {

/// A datagram machine with the commands and the events of rcon::client, so that one program serves all.
template <class Session, class Options>
class datagram_client {
 public:
  static constexpr framing wire = framing::datagram;
  using options = Options;
  using event = rcon::client::event;

  /// Copies the options. When they are not valid, or memory is out, the client is closed from the start, and
  /// its `closed` event says why.
  explicit datagram_client(const options& chosen = {}) noexcept;
  datagram_client(datagram_client&&) noexcept;
  datagram_client& operator=(datagram_client&&) noexcept;
  ~datagram_client();

  /// Executes a command; its event is `reply` or `failed`. Commands wait for each other. Errors (nothing
  /// happens): `errc::busy` when as many are open as the options allow, `errc::invalid_argument` for what
  /// cannot be sent, `errc::closed`, `errc::no_memory`.
  accepted execute(std::string_view command) noexcept;
  /// The same for commands after which no reply is to be expected, such as `quit`: the event is `sent` once it
  /// has gone out, and nobody knows whether it arrived. What comes in reply belongs to no command.
  accepted execute_unanswered(std::string_view command) noexcept;
  /// Ends an open command: its event is `failed` with `errc::cancelled`. Else `errc::unknown_request`.
  std::error_code cancel(request_id id) noexcept;

  // The machine.
  void receive(bytes datagram, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept;

  /// For traces: what `poll_transmit` gave last, with a '*' for each byte of the password and of what would
  /// betray it. Valid as long as that is.
  [[nodiscard]] bytes shown_transmit() const noexcept;

 private:
  std::unique_ptr<Session> session_;
  handover<bool, false> unborn_ = false;  // there was no memory for a session, and nobody has heard of it
};

}  // namespace gamewire::inline v0::rcon
