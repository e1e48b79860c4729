/// The server side of HTTP/1.1: one connection, its requests one after the other.
///
/// A stream machine (machine.hpp states the contract), one for each connection that was accepted:
///
///     http1::responder responder;
///     responder.receive(piece, now);                 // then drain: poll_transmit …, poll_event …
///     while (auto event = responder.poll_event())
///       if (auto* asked = std::get_if<http1::responder::asked>(&*event)) … asked->head.target …
///     responder.answer(request, {.status = 200, .body = …});   // at once or later; then drain
///
/// One request is told at a time, whole, and the next when that has been answered. What cannot be read is answered by
/// itself (`status_of`), and ends the connection, as does what asks for that. A client that waits for leave to send its
/// body (Expect: 100-continue) gets it.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include <gamewire/http1/request_reader.hpp>
#include <gamewire/http1/response.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/session_machine.hpp>

namespace gamewire::inline v0::http1 {

struct responder_options {
  /// Of each request, its body included. As much as a head may have is kept of what comes ahead of an answer; more ends
  /// the connection.
  read_limits limits = {.max_body = std::uint64_t{1} << 20U};
  /// While more bytes of answers than this wait for the transport, the next request is not told: who asks on and on and
  /// does not listen is given no more memory than this, and one answer.
  std::size_t max_unsent = std::size_t{64} << 10U;
  /// From the first byte of a request to its last.
  nanoseconds request_timeout = std::chrono::seconds(30);
  /// How long a connection without a request is kept.
  nanoseconds idle_timeout = std::chrono::seconds(130);
  /// How long a peer may take nothing of an answer.
  nanoseconds stall_timeout = std::chrono::seconds(30);
  /// How long after `close` an answer that is owed may take; and after one to what could not be read, how long the peer is
  /// listened to, for a connection that is closed over unread bytes may take the answer with it (RFC 9112, 9.6).
  nanoseconds closing_timeout = std::chrono::seconds(2);

  /// `errc::invalid_options` for times that are not positive, limits as `read_limits::validate` says.
  [[nodiscard]] std::error_code validate() const noexcept;
};

class responder_session;

/// An orderly end of what the peer says lets what it has asked be answered. `closed`: `errc::timeout` (a request that does
/// not end, a peer that takes nothing, an answer that `close` did not get), what could not be read, the transport's end.
class responder : public session_machine<responder_session, responder_options> {
 public:
  static constexpr framing wire = framing::stream;

  /// To be answered.
  struct asked {
    request_id request;
    request_head head;  // views, as in all events
    bytes body;         // whole, without the framing of its coding
    fields trailers;    // behind its last chunk; mostly none
  };
  using event = std::variant<asked, closed>;

  /// From options, which are copied; session_machine.hpp says what becomes of those that are not valid.
  using session_machine::session_machine;

  /// Answers the request that was told last; copied. To HEAD it goes without its body, to HTTP/1.0 without chunks. It ends
  /// the connection, and says so, where the request or the answer wants that, to HTTP/1.0, and after `close`. With 101 the
  /// machine ends when that is sent, and `trailing()` is what the other protocol begins with. Errors (nothing happens):
  /// `errc::unknown_request`; those of `encode`; 101 for what asked for no upgrade (HTTP/1.0 cannot: RFC 9110, 7.8) is
  /// `errc::invalid_argument`, as are other 1xx; `errc::no_memory`.
  std::error_code answer(request_id id, const response& what) noexcept;

  // The rest of the machine.
  std::optional<event> poll_event() noexcept;

  /// After 101: what came behind the request. Valid until the responder is moved, or gone.
  [[nodiscard]] bytes trailing() const noexcept;
};

static_assert(machine<responder>);

}  // namespace gamewire::inline v0::http1

namespace gamewire::inline v0 {

extern template class session_machine<http1::responder_session, http1::responder_options>;

}  // namespace gamewire::inline v0
