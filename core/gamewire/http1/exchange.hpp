/// The client side of HTTP/1.1: requests to one server, answered in order over one connection that is kept.
///
/// A stream machine that outlives its transports (`reconnecting`; machine.hpp states the contract):
///
///     http1::exchange exchange({.host = "127.0.0.1", .port = 1242});
///     auto id = exchange.send({.target = {.path = "/Api/ASF"}});
///     // while wants_transport(): open one, then opened(now); and drain: poll_transmit …, poll_event …
///     while (auto event = exchange.poll_event())
///       if (auto* answer = std::get_if<http1::answer>(&*event)) … answer->head.status, answer->body …
///
/// A transport is wanted while requests are open, and kept for `idle_timeout` behind the last of them. When the
/// machine gives one up, `wants_transport()` is false for at least one drain, also if it wants another next: so
/// a driver sees where the one ends.
///
/// Every status is an answer: redirects are not followed, errors of the server are not errors of the machine.
/// One request is on its way at a time. What the end of a connection leaves unanswered fails, with one
/// exception: a connection that has carried an answer before may have been closed by the server just when the
/// next request went out. (Where the end was there before, drivers let the machine hear it first, and nothing goes
/// out.) If no byte of an answer came, and asking twice does no harm (GET, HEAD, OPTIONS), it is sent again, once, on
/// a new connection (RFC 9110, 9.2.2; RFC 9112, 9.3.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gamewire/http1/head.hpp>
#include <gamewire/http1/request.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/session_machine.hpp>

namespace gamewire::inline v0::http1 {

/// Readable bytes behind the body of an answer: simdjson reads that far (its SIMDJSON_PADDING).
inline constexpr std::size_t body_padding = 64;

struct exchange_options {
  /// A name, or an address without its port: what Host says. Copied.
  std::string_view host = {};
  std::uint16_t port = 80;
  /// TLS lies below: the port that Host leaves out is 443.
  bool secure = false;
  /// What each request has in all, unless it says otherwise: connecting, and waiting for those before it,
  /// included.
  nanoseconds deadline = std::chrono::seconds(10);
  /// How long a connection without a request is kept.
  nanoseconds idle_timeout = std::chrono::seconds(15);
  /// Of each answer; its body too, where it is given whole.
  read_limits limits = {};
  /// The most requests that are open at a time, and their bytes on the wire.
  std::size_t max_requests = 64;
  std::size_t max_queued_bytes = std::size_t{1} << 20U;

  /// `errc::invalid_options` for times that are not positive, limits of 0 or as `read_limits::validate` says,
  /// a host that is none or has more than 255 bytes.
  [[nodiscard]] std::error_code validate() const noexcept;
  [[nodiscard]] nanoseconds total_deadline() const noexcept { return deadline; }
};

/// How the body of an answer is given.
enum class delivery : std::uint8_t {
  whole,   // with the answer
  pieces,  // an `answer_head`, then `chunk`s as they come, then the answer without it
};

/// What an answer begins with, of a request that takes it in pieces.
struct answer_head {
  request_id request;
  response_head head;  // views, as in all events
};

/// Some of the body, without the framing of its coding.
struct chunk {
  request_id request;
  bytes body;
};

/// The end of an answer. The body, if it is given whole, has `body_padding` readable zeros behind it. To an
/// upgrade that was granted (101) it is the machine's last event before `closed`: `exchange::trailing()` is
/// what came behind it. `round_trip` is from the request's last byte to the head.
struct answer {
  /// A copy, without the trailers.
  struct owned {
    std::uint16_t status;
    std::string reason;
    std::vector<std::pair<std::string, std::string>> fields;  // in their order; names may repeat
    std::string body;                                         // its capacity covers `body_padding` more
    nanoseconds round_trip;
  };
  request_id id;
  response_head head;
  bytes body;       // empty if it was given in pieces
  fields trailers;  // behind the last chunk; mostly none
  nanoseconds round_trip;
};

/// Copies; throws std::bad_alloc.
answer::owned own(const answer& answer);

class session;

/// Without a transport `receive_end` says that it could not be opened, and every request that is open fails.
class exchange : public session_machine<session, exchange_options> {
 public:
  static constexpr framing wire = framing::stream;
  using event = std::variant<answer_head, chunk, answer, failed, closed>;

  /// From options, which are copied; session_machine.hpp says what becomes of those that are not valid.
  using session_machine::session_machine;

  /// Sends a request, copied; its events end with an `answer` or `failed`. Without a host of its own it has
  /// that of the options; without a deadline of its own, theirs. Errors (nothing happens): those of `encode`;
  /// `errc::busy` when as many requests or bytes are open as the options allow; `errc::closed`,
  /// `errc::no_memory`.
  ///
  /// The errors of `failed`: `http1::errc::timeout`; those of `response_reader`, whose detail says at which
  /// byte; `closed_before_answer`, `closed_in_answer`; why the transport could not be opened, or ended;
  /// `upgraded` for those behind an upgrade.
  accepted send(const request& what, delivery how = delivery::whole, nanoseconds deadline = {}) noexcept;

  /// Ends an open request: its event is `failed` with `errc::cancelled`. One that is on its way takes the
  /// connection with it. Else `errc::unknown_request`.
  std::error_code cancel(request_id id) noexcept;

  // The rest of the machine.
  std::optional<event> poll_event() noexcept;

  // And that it reconnects.
  [[nodiscard]] bool wants_transport() const noexcept;
  void opened(time_point now) noexcept;

  /// For traces: what `poll_transmit` gave last, as others may see it. Equal to it but for the values marked
  /// secret, of which every byte is a '*'. Valid as long as that is.
  [[nodiscard]] bytes shown_transmit() const noexcept;

  /// After the answer to an upgrade: what came behind its head, the beginning of the other protocol. Valid
  /// as long as the views of that answer.
  [[nodiscard]] bytes trailing() const noexcept;
};

static_assert(reconnecting<exchange>);

}  // namespace gamewire::inline v0::http1

namespace gamewire::inline v0 {

extern template class session_machine<http1::session, http1::exchange_options>;

}  // namespace gamewire::inline v0
