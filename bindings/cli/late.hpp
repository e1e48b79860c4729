/// Things that are dealt with some time after they came, in their order.
#pragma once

#include <deque>
#include <optional>
#include <utility>

#include <gamewire/time.hpp>

namespace gamewire::cli {

template <class T>
class late_queue {
 public:
  /// What comes while so many wait is lost.
  static constexpr std::size_t most = 1 << 18;

  explicit late_queue(nanoseconds delay) : delay_(delay) {}

  void push(T what, time_point now) {
    if (waiting_.size() < most) waiting_.push_back({later(now, delay_), std::move(what)});
  }

  /// The next one whose time has come.
  std::optional<T> pop(time_point now) {
    if (deadline() > now) return std::nullopt;
    std::optional<T> due(std::move(waiting_.front().what));
    waiting_.pop_front();
    return due;
  }

  [[nodiscard]] time_point deadline() const noexcept {
    return waiting_.empty() ? never : waiting_.front().due;
  }

 private:
  struct entry {
    time_point due;
    T what;
  };

  nanoseconds delay_;
  std::deque<entry> waiting_;
};

}  // namespace gamewire::cli
