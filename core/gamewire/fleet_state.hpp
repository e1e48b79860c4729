/// The inside of a fleet, included by fleet.hpp. Not for users.
#pragma once

#include <gamewire/fleet.hpp>

namespace gamewire::inline v0 {

/// A machine in flight is named by the number of its slot. Whatever is to be done for it is noted in sets:
/// a datagram to send, events to tell. Its timer is on while it has a deadline, perhaps for an earlier time: a
/// deadline that was put off leaves its timer where it is, and so does the end of a machine, whose slot the next one
/// gets. For a timer's neighbours lie anywhere in memory, and most timers never go off; this way most are never
/// touched either.
template <fleet_machine M>
class fleet<M>::state {
 public:
  state(const options& chosen, const typename M::options* shared) noexcept
      : chosen_(chosen), shared_(shared), bucket_(chosen.rate, chosen.burst_size()) {}

  [[nodiscard]] bool allocate() noexcept {
    datagram_size_ = M(shared_, 0).max_transmit();
    datagrams_.reset(new (std::nothrow) std::byte[datagram_size_ * batch_size]);
    return datagrams_ != nullptr;
  }

  [[nodiscard]] std::size_t room() const noexcept { return closing_ ? 0 : chosen_.in_flight - used; }
  [[nodiscard]] bool is_over() const noexcept { return closing_ && used == 0; }

  template <class Setup>
  std::error_code start(const endpoint& peer, std::uint64_t id, Setup& setup) noexcept {
    bury();
    if (closing_) return errc::closed;
    if (peer.family() == ip_family::none) return errc::invalid_argument;
    const std::uint64_t key = hash(peer, chosen_.seed);
    if (find(peer, key) != none) return errc::duplicate;
    if (room() == 0) return errc::busy;
    if (slots_.full() && !grow()) return errc::no_memory;
    const index which = slots_.take();
    if (!index_.insert(key, which)) return slots_.give(which), make_error_code(errc::no_memory);

    slot& made = slots_[which];
    made.id = id;
    made.peer = peer;
    std::construct_at(&made.machine, shared_, mix64(chosen_.seed) + ++started_);
    ++used;
    setup(made.machine);
    if (made.machine.has_transmit()) {
      fresh_.insert(which);
    } else {
      made.machine.close(now_);
      eventful_.insert(which);
    }
    return {};
  }

  /// Each round needs what the one before has fetched for all. A small fleet is in the cache anyway.
  void prefetch(std::span<const endpoint> peers) const noexcept {
    constexpr std::size_t fits_in_cache = 4096;
    if (slots_.capacity() <= fits_in_cache) return;
    constexpr std::size_t at_once = 64;
    std::array<std::uint64_t, at_once> keys;
    std::array<index, at_once> found;
    for (; !peers.empty(); peers = peers.subspan(std::min(peers.size(), at_once))) {
      const std::size_t count = std::min(peers.size(), at_once);
      for (std::size_t i = 0; i < count; ++i) {
        keys[i] = hash(peers[i], chosen_.seed);
        index_.prefetch(keys[i]);
      }
      for (std::size_t i = 0; i < count; ++i) {
        found[i] = index_.find(keys[i], [](index) { return true; });
        if (found[i] != none) detail::prefetch(&slots_[found[i]], sizeof(slot));
      }
    }
  }

  void receive(const endpoint& peer, bytes datagram, time_point now) noexcept {
    pass(now);
    const index which = find(peer, hash(peer, chosen_.seed));
    if (which == none) return void(++counted.strangers);
    ++counted.received;
    slots_[which].machine.receive(datagram, now_);
    touch(which);
  }

  void unreachable(const endpoint& peer, std::error_code why, time_point now) noexcept {
    pass(now);
    const index which = find(peer, hash(peer, chosen_.seed));
    if (which == none) return;
    slots_[which].machine.unreachable(why, now_);
    touch(which);
  }

  std::size_t poll_transmit(std::span<transmit> out, time_point now) noexcept {
    pass(now);
    const std::size_t allowed =
        static_cast<std::size_t>(std::min<std::uint64_t>(bucket_.available(now_), batch_size));
    const std::size_t limit = std::min(out.size(), allowed);
    const std::size_t first = std::exchange(first_, 0);
    const std::size_t last = std::exchange(last_, 0);
    used_bytes_ = 0;
    // What the transport has not taken comes first again.
    for (std::size_t i = first; i != last; ++i) {
      if (batch_[i].from == none) continue;
      if (last_ < limit)
        offer(batch_[i].from, out);
      else
        ready_.insert(batch_[i].from);
    }
    while (last_ < limit) {
      const index which = next_to_send();
      if (which == none) break;
      offer(which, out);
    }
    return last_;
  }

  void transmitted(std::size_t count, time_point now) noexcept {
    pass(now);
    count = std::min(count, last_ - first_);
    bucket_.take(count, now_);
    counted.sent += count;
    for (; count != 0; --count) conclude(batch_[first_++]);
  }

  /// As if it had gone out, and the network had said at once that it was in vain.
  void transmit_failed(std::error_code why, time_point now) noexcept {
    pass(now);
    if (first_ == last_) return;
    const offered failed = batch_[first_++];
    if (failed.from == none) return;
    conclude(failed);
    slots_[failed.from].machine.unreachable(why, now_);
    touch(failed.from);
  }

  void on_timeout(time_point now) noexcept {
    pass(now);
    wheel_.advance(slots_, now_, [this](index which) {
      if (!slots_[which].in_use()) return;
      M& machine = slots_[which].machine;
      if (machine.deadline() > now_) return set_timer(which);
      machine.on_timeout(now_);
      touch(which);
    });
  }

  /// Built where it is returned: the machine's events can be large.
  std::optional<event> poll_event() noexcept {
    bury();
    while (current_ != none || (current_ = next_with_news()) != none) {
      slot& one = slots_[current_];
      const auto what = one.machine.poll_event();
      if (!what) set_timer(current_);
      if (one.machine.done())
        retire(std::exchange(current_, none));
      else if (!what)
        current_ = none;
      if (what) return std::optional<event>(std::in_place, std::in_place_index<0>, one.id, one.peer, *what);
    }
    return {};
  }

  void close(time_point now) noexcept {
    pass(now);
    closing_ = true;
  }

  [[nodiscard]] time_point deadline() const noexcept {
    const time_point timer = used != 0 ? wheel_.next() : never;
    const bool waits = !ready_.empty() || !fresh_.empty() || first_ != last_;
    if (!waits || bucket_.available(now_) != 0) return timer;
    const time_point breath = later(now_, timer_wheel::tick);
    return std::min(timer, std::max(bucket_.next(), std::min(breath, bucket_.when_full())));
  }

  std::size_t used = 0;  // machines in flight
  counters counted;

 private:
  using index = typename detail::fleet_slots<M>::index;
  using slot = detail::fleet_slot<M>;
  static constexpr index none = detail::fleet_slots<M>::none;
  static constexpr std::size_t batch_size = 64;

  struct offered {
    index from;  // none: that machine is gone
    std::uint32_t size;
  };

  /// The beginning of every call: time goes by, and views die.
  void pass(time_point now) noexcept {
    now_ = std::max(now_, now);
    bury();
  }

  [[nodiscard]] index find(const endpoint& peer, std::uint64_t key) const noexcept {
    const index found = index_.find(key, [&](index which) { return slots_[which].peer == peer; });
    return found != endpoint_index::none ? found : none;
  }

  /// All in step, the slots last, so that what failed half-way does no harm.
  bool grow() noexcept {
    const std::size_t next = slots_.next_capacity(chosen_.in_flight);
    const auto hash_of = [this](index which) { return hash(slots_[which].peer, chosen_.seed); };
    return index_.reserve(next, hash_of) && fresh_.reserve(next) && ready_.reserve(next) &&
           eventful_.reserve(next) && slots_.grow(next);
  }

  /// A machine was given something: it may have events, and something to send.
  void touch(index which) noexcept {
    if (current_ == none) current_ = which;
    if (current_ != which) eventful_.insert(which);
    if (slots_[which].machine.has_transmit()) ready_.insert(which);
  }

  void set_timer(index which) noexcept {
    wheel_.arm_no_later(slots_, which, slots_[which].machine.deadline(), now_);
  }

  [[nodiscard]] index next_to_send() noexcept {
    if (const index which = ready_.take(); which != index_set::none) return which;
    const index which = fresh_.take();
    return which != index_set::none ? which : none;
  }

  [[nodiscard]] index next_with_news() noexcept {
    const index which = eventful_.take();
    return which != index_set::none ? which : none;
  }

  /// Puts what a machine has to send into the batch, if it still has. With its first datagram its time
  /// begins to run; and it is to end with what it has begun.
  void offer(index which, std::span<transmit> out) noexcept {
    ready_.erase(which);
    fresh_.erase(which);
    slot& one = slots_[which];
    const std::span<std::byte> room(datagrams_.get() + used_bytes_, datagram_size_);
    const std::size_t size = one.machine.write_transmit(room, now_);
    one.machine.close(now_);
    set_timer(which);
    if (size == 0) return;
    used_bytes_ += size;
    batch_[last_] = {which, static_cast<std::uint32_t>(size)};
    out[last_++] = {one.peer, room.first(size)};
  }

  /// A datagram went out.
  void conclude(const offered& what) noexcept {
    if (what.from == none) return;
    M& machine = slots_[what.from].machine;
    machine.transmitted(what.size, now_);
    if (machine.has_transmit()) ready_.insert(what.from);
    set_timer(what.from);
  }

  /// A machine is done. Its last event may be a view into it, so that it stays until the next call.
  void retire(index which) noexcept {
    index_.erase(hash(slots_[which].peer, chosen_.seed), which);
    fresh_.erase(which);
    ready_.erase(which);
    eventful_.erase(which);
    for (std::size_t i = first_; i != last_; ++i)
      if (batch_[i].from == which) batch_[i].from = none;
    --used;
    bury();  // if the last one had no event
    retired_ = which;
  }

  void bury() noexcept {
    if (retired_ == none) return;
    slot& one = slots_[retired_];
    one.machine.~M();
    one.peer = {};
    slots_.give(std::exchange(retired_, none));
  }

  options chosen_;
  const typename M::options* shared_;
  token_bucket bucket_;
  time_point now_ = time_point::min();
  detail::fleet_slots<M> slots_;
  endpoint_index index_;
  timer_wheel wheel_;
  index_set fresh_;       // to send their first datagram
  index_set ready_;       // to send another one
  index_set eventful_;    // to be asked for events
  index current_ = none;  // the one that is asked, or is to be first
  index retired_ = none;
  std::uint64_t started_ = 0;
  bool closing_ = false;

  // What poll_transmit gave out: entries from first_ to last_ are still to be sent.
  std::array<offered, batch_size> batch_{};
  std::size_t first_ = 0;
  std::size_t last_ = 0;
  std::unique_ptr<std::byte[]> datagrams_;
  std::size_t datagram_size_ = 0;
  std::size_t used_bytes_ = 0;
};

}  // namespace gamewire::inline v0
