/// Many machines behind one socket: thousands of peers asked at once, each by a machine of its own.
///
/// A hub (machine.hpp states the contract), driven by every driver of hubs. There is no queue inside; as long
/// as there is room, the caller starts the next, and so a list of any length streams through:
///
///     fleet<a2s::client> fleet({.in_flight = 500, .rate = 2000, .seed = …}, &options);
///     while (fleet.room() > 0 && more)
///       fleet.start(peer, id, [](a2s::client& client) { client.request_info(); });
///     … receive, poll_transmit …                  // drain; and start more when a `closed` has made room
///     if (const auto* one = std::get_if<fleet<a2s::client>::happened>(&*event)) … one->id, one->what …
///
/// What goes out keeps to a rate of packets per second. Machines that are in the middle of something come
/// before those that have not begun, and among themselves they take turns: with a low rate fewer are begun,
/// and none that was has to wait for it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#include <variant>

#include <gamewire/endpoint_index.hpp>
#include <gamewire/fleet_slots.hpp>
#include <gamewire/handover.hpp>
#include <gamewire/index_set.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/random.hpp>
#include <gamewire/timer_wheel.hpp>
#include <gamewire/token_bucket.hpp>

namespace gamewire::inline v0 {

struct fleet_options {
  /// The largest window.
  static constexpr std::uint32_t most_in_flight = 1'000'000;

  /// Machines at once, the window: from 1 to a million.
  std::uint32_t in_flight = 2000;
  /// Packets per second; 0: no limit.
  std::uint32_t rate = 5000;
  /// Packets that may go at once after a pause. 0: as many as in 10 ms, at least one.
  std::uint32_t burst = 0;
  /// Keys the table of peers, and makes the machines' jitter differ.
  std::uint64_t seed = 0;

  /// `errc::invalid_options` when one is out of the range stated above.
  [[nodiscard]] std::error_code validate() const noexcept;
  /// `burst` with its default filled in.
  [[nodiscard]] std::uint32_t burst_size() const noexcept;
};

/// What has gone through a fleet.
struct fleet_counters {
  std::uint64_t sent = 0;       // datagrams
  std::uint64_t received = 0;   // from peers in flight
  std::uint64_t strangers = 0;  // datagrams from anybody else, which were dropped
};

/// A machine that can be one of many. Beside the contract it has:
///  - a constructor from shared options, which are valid and outlive it, and a salt for its jitter;
///  - `write_transmit`, `poll_transmit` into memory of others, for which `max_transmit` bytes are enough and
///    0 means nothing to send; and `has_transmit`, whether it would give anything;
///  - `unreachable`, which ends the attempt in flight as the network's word that it was in vain.
/// It is at hand for a million at once: small, and without allocations as long as nothing unusual happens.
template <class M>
concept fleet_machine =
    machine<M> && M::wire == framing::datagram &&
    std::constructible_from<M, const typename M::options*, std::uint64_t> &&
    requires(M m, const M c, std::span<std::byte> out, std::error_code ec, time_point now) {
      { m.write_transmit(out, now) } noexcept -> std::same_as<std::size_t>;
      { c.max_transmit() } noexcept -> std::same_as<std::size_t>;
      { c.has_transmit() } noexcept -> std::same_as<bool>;
      { m.unreachable(ec, now) } noexcept -> std::same_as<void>;
    };

/// Views in its events live until the next non-const call for the fleet.
template <fleet_machine M>
class fleet {
 public:
  using options = fleet_options;
  /// Of `count`.
  using counters = fleet_counters;

  /// Something happened to the machine of `id`. Its `closed` is the last event of that id; there is room for
  /// another one then.
  struct happened {
    std::uint64_t id;  // the caller's, as `start` had it
    endpoint peer;
    typename M::event what;
  };
  /// `closed` is the fleet's own end.
  using event = std::variant<happened, closed>;

  /// Copies its own options; those of the machines must be valid and outlive the fleet. When its own are not
  /// valid, or memory is out, the fleet is closed from the start, and its `closed` event says why.
  fleet(const options& chosen, const typename M::options* shared) noexcept
      : stillborn_(shared != nullptr ? chosen.validate() : make_error_code(errc::invalid_options)) {
    if (stillborn_) return;
    state_.reset(new (std::nothrow) state(chosen, shared));
    if (state_ && state_->allocate()) return;
    state_.reset();
    stillborn_ = make_error_code(errc::no_memory);
  }

  fleet(fleet&&) noexcept = default;
  fleet& operator=(fleet&&) noexcept = default;

  /// What a machine in flight costs in all: itself, its timer, its share of the table of peers and of the
  /// lists of what is to be done.
  static constexpr std::size_t bytes_in_flight =
      sizeof(detail::fleet_slot<M>) + endpoint_index::bytes_per_slot + 1;

  /// How many `start` will accept now, if memory allows.
  [[nodiscard]] std::size_t room() const noexcept { return state_ ? state_->room() : 0; }
  /// How many were started and have not ended.
  [[nodiscard]] std::size_t in_flight() const noexcept { return state_ ? state_->used : 0; }
  /// From the start on; they stay when it is done.
  [[nodiscard]] counters count() const noexcept { return state_ ? state_->counted : counted_; }

  /// Makes a machine for a peer, and calls `setup(machine)`, which gives it its commands and must not throw.
  /// The machine ends when these have ended; further ones cannot be given. The caller's `id` is told with
  /// its events, and need not be unique.
  /// Errors (nothing happens): `errc::busy` (no room), `errc::duplicate` (this peer is in flight),
  /// `errc::invalid_argument` (no address), `errc::closed`, `errc::no_memory`.
  template <class Setup>
  std::error_code start(const endpoint& peer, std::uint64_t id, Setup&& setup) noexcept {
    return state_ ? state_->start(peer, id, setup) : make_error_code(errc::closed);
  }

  /// Datagrams from these peers are in a batch that has come: gets what lies in memory about them, so that
  /// `receive` finds it in the cache. No more than a hint; with a hundred thousand in flight it halves the
  /// cost of a query.
  void prefetch(std::span<const endpoint> peers) const noexcept {
    if (state_) state_->prefetch(peers);
  }

  // The hub.
  void receive(const endpoint& peer, bytes datagram, time_point now) noexcept {
    if (state_) state_->receive(peer, datagram, now);
  }
  void unreachable(const endpoint& peer, std::error_code why, time_point now) noexcept {
    if (state_) state_->unreachable(peer, why, now);
  }
  /// At most 64 at a time. Nothing while the rate allows no packet.
  std::size_t poll_transmit(std::span<transmit> out, time_point now) noexcept {
    return state_ ? state_->poll_transmit(out, now) : 0;
  }
  void transmitted(std::size_t count, time_point now) noexcept {
    if (state_) state_->transmitted(count, now);
  }
  /// For the machine it is like `unreachable`: its attempt has ended.
  void transmit_failed(std::error_code why, time_point now) noexcept {
    if (state_) state_->transmit_failed(why, now);
  }
  void on_timeout(time_point now) noexcept {
    if (state_) state_->on_timeout(now);
  }
  std::optional<event> poll_event() noexcept {
    if (stillborn_) return closed{std::exchange(stillborn_, {}), {}};
    if (!state_) return {};
    if (!state_->is_over()) return state_->poll_event();
    counted_ = state_->counted;
    state_.reset();
    return closed{};
  }
  /// Machines that were started end in their own time.
  void close(time_point now) noexcept {
    if (state_) state_->close(now);
  }
  /// Timers go off within two ticks of the wheel (2 ms) after their time, never before it. It can be too
  /// early: then `on_timeout` does next to nothing. While machines wait for the rate, it is when a
  /// millisecond's worth of packets can go, so that they go together.
  [[nodiscard]] time_point deadline() const noexcept { return state_ ? state_->deadline() : never; }
  [[nodiscard]] bool done() const noexcept { return !state_ && !stillborn_; }

 private:
  class state;

  std::unique_ptr<state> state_;         // until it is done
  handover<std::error_code> stillborn_;  // why there never was a state, until that is told
  counters counted_;                     // once there is no state any more
};

}  // namespace gamewire::inline v0

#include <gamewire/fleet_state.hpp>
