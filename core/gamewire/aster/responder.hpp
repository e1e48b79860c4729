/// The server side of aster: one connection, from its first byte to its end.
///
/// A stream machine (machine.hpp states the contract), one for each connection that was accepted. They share a
/// `community`:
///
///     aster::responder responder({.of = &community});
///     responder.receive(piece, now);                 // then drain: poll_transmit …, poll_event …
///     while (auto event = responder.poll_event())
///       if (std::holds_alternative<aster::responder::news>(*event)) …the others have something to send: drain them…
///
/// It answers by itself. Whoever takes what others do too slowly is left behind, and ended.
#pragma once

#include <optional>
#include <variant>

#include <gamewire/aster/community.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/session_machine.hpp>

namespace gamewire::inline v0::aster {

struct responder_options {
  /// What it answers from; it must outlive the responder.
  community* of = nullptr;
  /// From the first call to the first byte.
  nanoseconds opening_timeout = std::chrono::seconds(30);
  /// From the first byte of a line to its end, however steadily they drip.
  nanoseconds line_timeout = std::chrono::seconds(30);
  /// How long a peer may take nothing of what is to be sent; and how long what is to be sent may hold up the end.
  nanoseconds stall_timeout = std::chrono::seconds(30);
  nanoseconds closing_timeout = std::chrono::seconds(5);
  /// The most bytes of one line that comes.
  std::size_t max_line = std::size_t{256} << 10U;
  /// Nothing more is read while so much is to be sent. Above it there are one answer at most, and what others did
  /// meanwhile (`community_options::max_news`, and a list of the channels).
  std::size_t max_unsent = std::size_t{1} << 20U;

  /// `errc::invalid_options` for no community, times that are not positive, a `max_line` below 1024 or above
  /// 1 GiB, no `max_unsent`.
  [[nodiscard]] std::error_code validate() const noexcept;
};

class server_session;

class responder : public session_machine<server_session, responder_options> {
 public:
  static constexpr framing wire = framing::stream;

  /// Who this connection is from now on; also of one that has just registered.
  struct logged_in {
    uuid user;
  };
  /// What happened here is to be heard elsewhere: the other responders of the community have something to send.
  struct news {};
  /// `closed`: `errc::malformed` (not the protocol: its first byte is '{'), `errc::line_too_long`, `errc::too_slow`,
  /// `errc::timeout`, the transport's end.
  using event = std::variant<logged_in, news, closed>;

  /// From options, which are copied; session_machine.hpp says what becomes of those that are not valid.
  using session_machine::session_machine;

  // The rest of the machine.
  std::optional<event> poll_event() noexcept;
};

static_assert(machine<responder>);

}  // namespace gamewire::inline v0::aster

namespace gamewire::inline v0 {

extern template class session_machine<aster::server_session, aster::responder_options>;

}  // namespace gamewire::inline v0
