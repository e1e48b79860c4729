/// Timers for a million machines: arming and cancelling take the same time however many there are.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include <gamewire/time.hpp>

namespace gamewire::inline v0 {

/// The part of a timer that lies in what it is the timer of. Small, because there are so many: room for
/// `timer_wheel::max_nodes`, and for ticks modulo 2^23.
struct timer_link {
  std::uint64_t next : 20;      // in its list, or `timer_wheel`'s mark for the last one
  std::uint64_t previous : 21;  // or the list that begins here, or that it is not armed
  std::uint64_t tick : 23;      // when it goes off, modulo 2^23
};
static_assert(sizeof(timer_link) == 8);

/// A hierarchical timing wheel (Varghese, Lauck 1987). Time is cut into ticks of 2^20 ns, about a
/// millisecond; a timer goes off with the first tick that begins at or after its time, never before.
///
/// A timer lies in the list of the highest digit, to the base 64, in which its tick differs from the current
/// one. When that digit comes, it moves down to where the next digit says, until the last one comes. So a
/// timer is moved as often as its distance has digits, and time that jumps passes over empty lists unseen.
///
/// Timers are named by numbers below `max_nodes`, and `nodes[number]` is the `timer_link&` of one, wherever
/// that lies. It is up to the caller to give the same nodes each time.
class timer_wheel {
 public:
  /// Names a timer: below `max_nodes`.
  using index = std::uint32_t;
  static constexpr index max_nodes = (1U << 20) - 1;
  /// In so many nanoseconds time is cut.
  static constexpr nanoseconds tick{1 << 20};
  /// A timer that is set to a later time goes off then nevertheless; about two hours and a half.
  static constexpr nanoseconds longest = tick * ((1 << 23) - 1);

  /// Of every node before its first use: it is not armed.
  static void clear(timer_link& node) noexcept { node.previous = unarmed; }
  static bool armed(const timer_link& node) noexcept { return node.previous != unarmed; }

  /// Sets a timer that is not armed. One whose time has come goes off with the next tick.
  template <class Nodes>
  void arm(Nodes&& nodes, index which, time_point at, time_point now) noexcept {
    pass(now);
    const std::uint64_t end = std::clamp(first_tick(at, now), elapsed_ + 1, elapsed_ + most_ticks);
    nodes[which].tick = end & tick_mask;
    link(nodes, which, end);
  }

  /// Sets a timer to go off at `at` or earlier: one that is armed for an earlier time is left where it is.
  template <class Nodes>
  void arm_no_later(Nodes&& nodes, index which, time_point at, time_point now) noexcept {
    timer_link& node = nodes[which];
    if (armed(node)) {
      if (tick_of(node) <= first_tick(at, now)) return;
      cancel(nodes, which);
    }
    if (at != never) arm(nodes, which, at, now);
  }

  /// As if it had never been set; also of one that is not armed.
  template <class Nodes>
  void cancel(Nodes&& nodes, index which) noexcept {
    timer_link& node = nodes[which];
    if (!armed(node)) return;
    if (node.next != none) nodes[static_cast<index>(node.next)].previous = node.previous;
    if ((node.previous & begins_list) == 0) {
      nodes[static_cast<index>(node.previous)].next = node.next;
    } else {
      const auto list = static_cast<std::uint32_t>(node.previous & ~begins_list);
      lists_[list] = static_cast<index>(node.next);
      if (node.next == none) vacate(list);
    }
    clear(node);
  }

  /// Calls `due(number)` for each timer whose time has come; it is not armed any more and may be armed again,
  /// but other timers must not be touched in that call. Takes time for timers that go off or move down a
  /// digit, and for no others.
  template <class Nodes, class Due>
  void advance(Nodes&& nodes, time_point now, Due&& due) noexcept {
    for (index which = collect(nodes, tick_before(now)); which != none;) {
      const auto follower = static_cast<index>(nodes[which].next);
      due(which);
      which = follower;
    }
  }

  /// When to call `advance`: the first timer does not go off before, and perhaps not yet. Later than the last
  /// `now`. `never` without timers.
  [[nodiscard]] time_point next() const noexcept {
    const std::uint64_t first = next_tick();
    return first > last_tick ? never : time_point(nanoseconds(as_signed(first << tick_bits)));
  }

 private:
  static constexpr unsigned tick_bits = 20;
  static constexpr unsigned digit_bits = 6;
  static constexpr unsigned digits = 8;  // 64 bits of nanoseconds are 44 of ticks
  static constexpr std::uint64_t tick_mask = (1U << 23) - 1;
  static constexpr std::uint64_t most_ticks = tick_mask;
  static constexpr std::uint64_t last_tick = ~std::uint64_t{0} >> tick_bits;
  static constexpr index none = max_nodes;  // all 20 bits of a link; `& none` says to compilers that it fits
  static constexpr std::uint64_t begins_list = 1U << 20;
  static constexpr std::uint64_t unarmed = (1U << 21) - 1;

  /// Nanoseconds from the least time point there is, so that they count up from 0; and back.
  static constexpr std::uint64_t as_unsigned(time_point at) noexcept {
    return static_cast<std::uint64_t>(at.time_since_epoch().count()) + (std::uint64_t{1} << 63);
  }
  static constexpr std::int64_t as_signed(std::uint64_t since_least) noexcept {
    return static_cast<std::int64_t>(since_least - (std::uint64_t{1} << 63));
  }
  static constexpr std::uint64_t tick_before(time_point at) noexcept { return as_unsigned(at) >> tick_bits; }
  static constexpr std::uint64_t tick_after(time_point at) noexcept {
    const std::uint64_t since = as_unsigned(at);
    return (since >> tick_bits) + ((since & ((1U << tick_bits) - 1)) != 0 ? 1 : 0);
  }

  /// With which tick a timer goes off.
  static constexpr std::uint64_t first_tick(time_point at, time_point now) noexcept {
    return std::max(tick_after(at), tick_before(now) + 1);
  }

  /// The whole of a tick of which a node keeps the lower bits. None is further ahead than they can tell.
  [[nodiscard]] std::uint64_t tick_of(const timer_link& node) const noexcept {
    return elapsed_ + ((node.tick - elapsed_) & tick_mask);
  }

  /// Time has passed without anything to do in it.
  void pass(time_point now) noexcept {
    const std::uint64_t today = tick_before(now);
    if (today > elapsed_ && today < next_tick()) elapsed_ = today;
  }

  /// The first tick with a list that is not empty.
  [[nodiscard]] std::uint64_t next_tick() const noexcept {
    if (levels_ == 0) return std::numeric_limits<std::uint64_t>::max();
    const auto level = static_cast<unsigned>(std::countr_zero(levels_));
    const auto digit = static_cast<std::uint64_t>(std::countr_zero(occupied_[level]));
    const unsigned shift = level * digit_bits;
    return ((elapsed_ >> (shift + digit_bits) << digit_bits) | digit) << shift;
  }

  /// Empties that list and gives its first node.
  index detach_first() noexcept {
    const auto level = static_cast<unsigned>(std::countr_zero(levels_));
    const auto digit = static_cast<unsigned>(std::countr_zero(occupied_[level]));
    const unsigned list = level << digit_bits | digit;
    vacate(list);
    return lists_[list];
  }

  /// Brings time up to `today`. Gives the first of a chain of those that are due.
  template <class Nodes>
  index collect(Nodes& nodes, std::uint64_t today) noexcept {
    index first = none;
    index last = none;
    for (std::uint64_t next = next_tick(); next <= today; next = next_tick()) {
      elapsed_ = next;
      for (index which = detach_first(); which != none;) {
        timer_link& node = nodes[which];
        const auto follower = static_cast<index>(node.next);
        const std::uint64_t end = tick_of(node);
        if (end > today) {
          link(nodes, which, end);
        } else {
          clear(node);
          node.next = none;
          if (last != none)
            nodes[last].next = which & none;
          else
            first = which;
          last = which;
        }
        which = follower;
      }
    }
    elapsed_ = std::max(elapsed_, today);
    return first;
  }

  template <class Nodes>
  void link(Nodes& nodes, index which, std::uint64_t end) noexcept {
    const unsigned level = (static_cast<unsigned>(std::bit_width(end ^ elapsed_)) - 1) / digit_bits;
    const auto digit = static_cast<unsigned>(end >> level * digit_bits & ((1U << digit_bits) - 1));
    const std::uint64_t bit = std::uint64_t{1} << digit;
    const unsigned list = level << digit_bits | digit;
    const index second = (occupied_[level] & bit) != 0 ? lists_[list] : none;
    if (second != none) nodes[second].previous = which & none;
    nodes[which].next = second & none;
    nodes[which].previous = (begins_list | list) & unarmed;
    lists_[list] = which;
    occupied_[level] |= bit;
    levels_ |= 1U << level;
  }

  void vacate(unsigned list) noexcept {
    const unsigned level = list >> digit_bits;
    occupied_[level] &= ~(std::uint64_t{1} << (list & ((1U << digit_bits) - 1)));
    if (occupied_[level] == 0) levels_ &= ~(1U << level);
  }

  std::uint64_t elapsed_ = 0;                        // the current tick; no timer is due at it
  std::uint32_t levels_ = 0;                         // digits with a list that is not empty
  std::array<std::uint64_t, digits> occupied_{};     // such lists, for each digit
  std::array<index, digits << digit_bits> lists_{};  // their first nodes
};

}  // namespace gamewire::inline v0
