/// The one concept of gamewire, and its plural.
///
/// A *machine* is one side of a conversation with one peer. It has no socket, no clock, no thread and no
/// source of randomness: bytes that arrived are given to it, bytes to send are taken from it, and the time is
/// an argument. A *driver* (a blocking loop, Asio, epoll, a simulator, a fuzzer, your own loop) moves the
/// bytes:
///
///          ┌─ receive(in, now) ───────▶ ┌─────────┐ ─ poll_transmit(now) ─▶ send, then transmitted(n, now)
///   driver ├─ receive_end(ec, now) ───▶ │ machine │ ─ poll_event() ───────▶ what happened
///          └─ on_timeout(now) ────────▶ └─────────┘ ─ deadline(), done() ─▶ when to call again, when to stop
///
/// The contract, on every line of which drivers, bindings and tests rely:
///
///  1. **Drain.** After any mutating call: send (`poll_transmit`, `transmitted`) until nothing is left or the
///     transport is full (what it has not taken is given again the next time), then `poll_event` until it is
///     empty, then read `deadline()` and `done()`. A hub's transmits may wait for the end of a received batch;
///     its events are drained after each `receive`.
///  2. **Views die at the next non-const call**, commands included: events, spans, everything. Callbacks get
///     views; futures, coroutines and blocking calls give owned twins. No call re-enters a machine from
///     inside its own callback: drivers queue it.
///  3. **The span given to `receive`** stays readable until `poll_event()` has returned nothing; then its
///     owner may reuse it. A machine that is given more before it was drained may drop it, as the network
///     might have.
///  4. **Total.** Every call is legal in every state; after `done()`, and on a moved-from machine, all are
///     no-ops. Bytes from the network can never throw, abort or loop. A failed allocation is a `limit` fault.
///  5. **Two scopes of failure.** Every request that a command accepts gets an id and ends in exactly one
///     event: its answer (whole or partial) or `failed`; the machine goes on. Only a fault of the
///     conversation (transport end, broken framing, refused login) fails every open request and then gives
///     one `closed`. `cancel(id)` ends one request. A fault of the caller comes back from the command as an
///     error and changes nothing.
///  6. **`done()`** turns true when the `closed` event has been polled and nothing is left to send (or the
///     closing deadline has passed). An idle machine is not done.
///  7. **Time.** `now` never decreases (a smaller value counts as the largest seen). After `on_timeout(now)`
///     and a drain, `deadline() > now`: no busy loops. A spurious `on_timeout` is harmless.
///  8. **Clocks.** `transmitted`, not `poll_transmit`, starts the attempt timer and the round-trip time; a
///     request's total deadline starts at the first `poll_transmit` after its command (or at `close`), so a
///     transport that never takes anything ends it too. Resolving and connecting count.
///  9. **Randomness is given**: `seed` (jitter, ids) and `secret` (challenges, masks) are options that drivers
///     fill from the system; all-zero is deterministic, and drivers refuse it for secrets. Limits are options
///     too: memory is bounded by them, and so is work.
///  10. **Memory.** Decoding never allocates. Buffers grow on demand up to their option and are given back when
///      idle. What a library needs to work (bzip2, TLS) is named and bounded.
#pragma once

#include <concepts>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

#include <gamewire/bytes.hpp>
#include <gamewire/endpoint.hpp>
#include <gamewire/error.hpp>
#include <gamewire/time.hpp>

namespace gamewire::inline v0 {

/// What a transport carries: messages with borders, or a row of bytes without.
enum class framing : unsigned char { datagram, stream };

/// One side of a conversation with one peer. Every operation is noexcept.
template <class M>
concept machine =
    std::movable<M> && requires(M m, const M c, bytes in, std::error_code ec, std::size_t n, time_point now) {
      typename M::event;    // a variant of small structs of views
      typename M::options;  // an aggregate with defaults
      { M::wire } -> std::convertible_to<framing>;
      // One datagram, or any piece of the stream.
      { m.receive(in, now) } noexcept -> std::same_as<void>;
      // No more input: {} is an orderly end, anything else says why.
      { m.receive_end(ec, now) } noexcept -> std::same_as<void>;
      // A no-op before deadline().
      { m.on_timeout(now) } noexcept -> std::same_as<void>;
      // The next datagram, or bytes of the stream; empty: nothing to send.
      { m.poll_transmit(now) } noexcept -> std::same_as<bytes>;
      // The transport took n of them, at `now`. A datagram is taken whole or not at all.
      { m.transmitted(n, now) } noexcept -> std::same_as<void>;
      { m.poll_event() } noexcept -> std::same_as<std::optional<typename M::event>>;
      // Accept no more, finish what is open, then be done.
      { m.close(now) } noexcept -> std::same_as<void>;
      { c.deadline() } noexcept -> std::same_as<time_point>;
      // Over: the driver closes the transport.
      { c.done() } noexcept -> std::same_as<bool>;
    };

/// A machine that says when it wants a transport, so that it can outlive one.
template <class M>
concept reconnecting = machine<M> && requires(M m, const M c, time_point now) {
  // The driver opens when it says so and closes when it stops; back-off shows in deadline().
  { c.wants_transport() } noexcept -> std::same_as<bool>;
  // A failed connect is reported by receive_end.
  { m.opened(now) } noexcept -> std::same_as<void>;
};

/// What a hub wants to send: one datagram, a view until it was transmitted or has failed.
struct transmit {
  endpoint to;
  bytes payload;
};

/// One socket, many peers: fleets and responders.
template <class H>
concept hub = std::movable<H> && requires(H h, const H c, endpoint peer, bytes in, std::span<transmit> out,
                                          std::size_t n, std::error_code ec, time_point now) {
  typename H::event;
  typename H::options;
  { h.receive(peer, in, now) } noexcept -> std::same_as<void>;
  // The network says that `peer` cannot be reached.
  { h.unreachable(peer, ec, now) } noexcept -> std::same_as<void>;
  // Fills a batch; its spans live until transmitted or transmit_failed.
  { h.poll_transmit(out, now) } noexcept -> std::same_as<std::size_t>;
  // The first n of the batch went out.
  { h.transmitted(n, now) } noexcept -> std::same_as<void>;
  // What is now the head of the batch cannot be sent.
  { h.transmit_failed(ec, now) } noexcept -> std::same_as<void>;
  { h.on_timeout(now) } noexcept -> std::same_as<void>;
  { h.poll_event() } noexcept -> std::same_as<std::optional<typename H::event>>;
  { h.close(now) } noexcept -> std::same_as<void>;
  { c.deadline() } noexcept -> std::same_as<time_point>;
  { c.done() } noexcept -> std::same_as<bool>;
};

/// Names one accepted request of one machine. Never reused while the request is open; never `none`.
enum class request_id : std::uint32_t { none = 0 };

/// The event that ends a request without an answer.
struct failed {
  request_id id;
  std::error_code error;
  std::string_view detail;  // what the peer said, or what exactly was wrong; may be empty
};

/// The last event of a machine: the conversation is over, by its own end (`error` is {}) or by a fault. `detail` is as
/// that of `failed`.
struct closed {
  std::error_code error;
  std::string_view detail;
};

/// What a command returns: the id of the request, or the caller's mistake (which changes nothing).
using accepted = std::expected<request_id, std::error_code>;

}  // namespace gamewire::inline v0
