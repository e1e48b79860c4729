/// A layer stands between a transport and a machine, and speaks a protocol that carries another one: TLS,
/// WebSocket. Like a machine it has no I/O; `over` (over.hpp) makes one machine of a layer and what it carries.
///
///                    below: as a machine                        above: what is carried
///             ┌─ receive, receive_end ─▶ ┌───────┐ ─ poll_plain() ─▶ the peer's words ─┐
///   transport ├─ on_timeout, opened ───▶ │ layer │ ─ plain_end()  ─▶ no more of them   ├ machine
///             └◀ poll_transmit ───────── └───────┘ ◀─ write(), shutdown() ─────────────┘
///
/// Beside the contract of machines (machine.hpp), which holds below as far as there are no events:
///
///  1. What `receive` is given comes out of `poll_plain` by and by. A piece lives until the next `poll_plain`, whatever
///     else is called; the span that was received stays readable until `poll_plain` has returned nothing.
///  2. `write` takes as much as there is room for, maybe nothing: while there is a handshake, or while too much of
///     what it took before has not been transmitted. A datagram it takes whole or not at all.
///  3. `plain_end` tells the peer's end once `poll_plain` has returned nothing, and why: what the transport said, or a
///     reason of the layer's own, which is an error of its own category, so that it names the layer. An orderly end
///     is one of the peer's words only: `write` goes on.
///  4. After `shutdown` nothing is taken, and nothing told.
///  5. `done` turns true when the transport has broken; and when the layer has failed, or `shutdown` was called, and
///     what was written, and the goodbye, has been transmitted or has had its time. Then there is no deadline.
///  6. A layer is made at the start of a transport; it waits for nothing before the first `poll_transmit`. `opened` puts
///     it there again, in whatever state it is.
#pragma once

#include <concepts>
#include <optional>
#include <system_error>

#include <gamewire/machine.hpp>

namespace gamewire::inline v0 {

template <class L>
concept layer =
    std::movable<L> && requires(L l, const L c, bytes in, std::error_code ec, std::size_t n, time_point now) {
      typename L::options;
      // What lies below, and what is carried above: a stream, or messages.
      { L::wire } -> std::convertible_to<framing>;
      { L::plain } -> std::convertible_to<framing>;

      // A new transport.
      { l.opened(now) } noexcept -> std::same_as<void>;
      { l.receive(in, now) } noexcept -> std::same_as<void>;
      { l.receive_end(ec, now) } noexcept -> std::same_as<void>;
      { l.on_timeout(now) } noexcept -> std::same_as<void>;
      { l.poll_transmit(now) } noexcept -> std::same_as<bytes>;
      { l.transmitted(n, now) } noexcept -> std::same_as<void>;
      { c.deadline() } noexcept -> std::same_as<time_point>;
      { c.done() } noexcept -> std::same_as<bool>;

      // The next piece that the peer said, a whole message where messages are carried; nothing: no more for now.
      { l.poll_plain() } noexcept -> std::same_as<std::optional<bytes>>;
      // The peer will say no more: {} by its own will, else why. Nothing: it may.
      { c.plain_end() } noexcept -> std::same_as<std::optional<std::error_code>>;
      // Words for the peer; how many bytes were taken.
      { l.write(in, now) } noexcept -> std::same_as<std::size_t>;
      // There are no more words for the peer: what is left goes out, and goodbye.
      { l.shutdown(now) } noexcept -> std::same_as<void>;
    };

}  // namespace gamewire::inline v0
