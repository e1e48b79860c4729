/// Datagrams that are dealt with some time after they came, in their order.
#pragma once

#include <deque>
#include <optional>
#include <utility>

#include <gamewire/time.hpp>

namespace gamewire::cli {

template <class T>
class late_queue {
 public:
  /// What comes while so many bytes wait is lost.
  static constexpr std::size_t most = 64U << 20;

  explicit late_queue(nanoseconds delay) : delay_(delay) {}

  void push(T what, time_point now) {
    const std::size_t size = size_of(what);
    if (most - size_ < size) return;
    size_ += size;
    waiting_.push_back({later(now, delay_), std::move(what)});
  }

  /// The next one whose time has come.
  std::optional<T> pop(time_point now) {
    if (deadline() > now) return std::nullopt;
    std::optional<T> due(std::move(waiting_.front().what));
    waiting_.pop_front();
    size_ -= size_of(*due);
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

  static std::size_t size_of(const T& what) noexcept { return sizeof(entry) + what.payload.size(); }

  nanoseconds delay_;
  std::deque<entry> waiting_;
  std::size_t size_ = 0;
};

}  // namespace gamewire::cli
