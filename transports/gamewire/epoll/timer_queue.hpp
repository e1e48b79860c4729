/// The deadlines of the sources of one loop, the first one first. Not for users.
#pragma once

#include <cstdint>
#include <vector>

#include <gamewire/epoll/source.hpp>

namespace gamewire::inline v0::epoll {

/// A binary heap, in which each source knows its place. Why not core's timer_wheel: that one has ticks of a
/// millisecond, an end of two hours and at most a million numbered nodes, and gives up the order within a
/// tick; users' timers are to be exact to what the kernel can do. With 10 000 deadlines a change is at most
/// 13 steps, next to the system call that was its cause.
class timer_queue {
 public:
  /// Sets its only deadline; `never` for none. Of equal ones the first that was set comes first. May throw
  /// `std::bad_alloc` when it had none before.
  void set(source& who, time_point at);
  void remove(source& who) noexcept;

  /// Of the first; `never` without any.
  [[nodiscard]] time_point next() const noexcept { return heap_.empty() ? never : heap_.front().at; }
  /// Takes out the first one whose time has come; null when there is none.
  source* pop(time_point now) noexcept;

 private:
  struct entry {
    time_point at;
    std::uint64_t order;
    source* who;

    friend bool operator<(const entry& a, const entry& b) noexcept {
      return a.at != b.at ? a.at < b.at : a.order < b.order;
    }
  };

  void put(std::size_t place, const entry& what) noexcept;
  void settle(std::size_t place, const entry& what) noexcept;

  std::vector<entry> heap_;
  std::uint64_t order_ = 0;
};

}  // namespace gamewire::inline v0::epoll
