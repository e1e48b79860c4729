/// What driving a hub means whoever waits for its sockets. It never waits itself. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include <gamewire/handler.hpp>
#include <gamewire/lacks_secret.hpp>
#include <gamewire/udp_sockets.hpp>

namespace gamewire::inline v0 {

template <hub H>
class hub_engine {
 public:
  using event = typename H::event;

  hub_engine(udp_sockets&& open, H&& hub) : sockets_(std::move(open)), hub_(std::move(hub)) {}

  [[nodiscard]] H& hub() noexcept { return hub_; }
  [[nodiscard]] udp_sockets& sockets() noexcept { return sockets_; }
  [[nodiscard]] const udp_sockets& sockets() const noexcept { return sockets_; }

  /// Receives, looks at the clock, hands out and sends, as far as it goes without waiting, but no more than a
  /// burst of each, so that others have their turn. False when `on_event` wants no more. An error is the
  /// system's trouble.
  template <handler_of<event> F>
  std::expected<bool, std::error_code> turn(F& on_event) {
    busy_ = false;
    if (!hand_out(on_event) || !hand_in(on_event))
      return false;  // what the last turn left, when it was cut short
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      const auto goes_on = receive(i, on_event);
      if (!goes_on || !*goes_on) return goes_on;
    }
    if (const time_point now = system::now(); hub_.deadline() <= now) hub_.on_timeout(now);
    // A handler may command what is to be sent at once; what is sent may fail and be told to the handler.
    for (std::size_t sent = 0; sent < max_burst;) {
      if (!hand_out(on_event)) return false;
      const std::size_t moved = flush();
      if (moved == 0) return true;
      sent += moved;
    }
    busy_ = true;
    return hand_out(on_event);
  }

  /// When the next turn is due, whatever the sockets say; at once when the last one was cut short.
  [[nodiscard]] time_point deadline() const noexcept { return busy_ ? time_point::min() : hub_.deadline(); }

 private:
  static constexpr std::size_t max_burst = 256;  // datagrams
  static constexpr std::size_t max_troubles = 64;
  static constexpr std::size_t batch_size = system::datagram_batch::capacity;

  template <class F>
  std::expected<bool, std::error_code> receive(std::size_t i, F& on_event) {
    for (std::size_t n = 0; n < max_burst; n += batch_size) {
      const auto batch = sockets_.receive(i);
      if (batch) unheard_ = *batch;  // first, for the turn may end while errors are heard
      if (!batch && is_trouble(batch.error()) && ++troubles_ == max_troubles)
        return std::unexpected(batch.error());
      if (sockets_.failing(i) && !hear_errors(i, on_event)) return false;
      if (batch || system::would_block(batch.error())) troubles_ = 0;
      if (!batch && system::would_block(batch.error())) return true;
      if (!batch) continue;
      announce(*batch);
      if (!hand_in(on_event)) return false;
      if (batch->size() < batch_size) return true;
      flush();  // so that the peers have something to do while the rest is read
    }
    busy_ = true;
    return true;
  }

  /// That a datagram was too large for some link is nobody's fault, and anybody can forge the message that says
  /// so.
  static bool is_trouble(std::error_code error) noexcept {
    return !system::would_block(error) && error != std::errc::message_size;
  }

  /// A hub of very many peers can fetch ahead what it knows of these.
  void announce(std::span<const system::datagram> batch) noexcept {
    if constexpr (requires(std::span<const endpoint> peers) { hub_.prefetch(peers); }) {
      std::array<endpoint, batch_size> peers;
      std::ranges::transform(batch, peers.begin(), &system::datagram::from);
      hub_.prefetch(std::span(peers).first(batch.size()));
    }
  }

  /// Gives the hub what was received. What is left when `on_event` wants no more, or throws, waits for the next turn.
  template <class F>
  bool hand_in(F& on_event) {
    if (unheard_.empty()) return true;
    const time_point now = system::now();
    while (!unheard_.empty()) {
      const system::datagram& one = unheard_.front();
      unheard_ = unheard_.subspan(1);
      hub_.receive(one.from, one.payload, now);
      if (!hand_out(on_event)) return false;
    }
    return true;
  }

  template <class F>
  bool hear_errors(std::size_t i, F& on_event) {
    for (std::size_t n = 0; n < max_burst; ++n) {
      const auto lost = sockets_.next_error(i);
      if (!lost) return true;
      troubles_ = 0;
      hub_.unreachable(lost->to, lost->error, system::now());
      if (!hand_out(on_event)) return false;
    }
    return true;
  }

  /// Sends one batch; how many are dealt with, sent or not.
  std::size_t flush() {
    std::array<transmit, batch_size> batch;
    const time_point now = system::now();  // an answer may be here before the send returns
    const std::size_t count = hub_.poll_transmit(batch, now);
    std::size_t done = 0;
    while (done < count) {
      const auto sent = sockets_.send(std::span(batch).first(count).subspan(done));
      if (!sent || *sent == 0) {
        if (done != 0) hub_.transmitted(done, now);
        if (sent) return done;  // the socket is full
        hub_.transmit_failed(sent.error(), now);
        return done + 1;
      }
      done += *sent;
    }
    if (count != 0) hub_.transmitted(count, now);
    return count;
  }

  template <class F>
  bool hand_out(F& on_event) {
    while (const auto happened = hub_.poll_event())
      if (!hand_over(on_event, *happened)) return false;
    return true;
  }

  udp_sockets sockets_;
  H hub_;
  std::span<const system::datagram> unheard_;  // of the last batch, which lives until the next
  bool busy_ = false;                          // there may be more to do at once
  std::size_t troubles_ = 0;  // errors in a row that the network did not explain: the socket's own
};

}  // namespace gamewire::inline v0
