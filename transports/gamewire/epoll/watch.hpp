/// One descriptor that a source waits for, which can become another one.
#pragma once

#include <gamewire/epoll/reactor.hpp>

namespace gamewire::inline v0::epoll {

class watch {
 public:
  /// Brings the loop up to date, by a system call where something has changed: the descriptor (it is another
  /// one when `generation` changes, be its number the same) or the interest in writing. Less than 0 is none.
  std::error_code set(reactor& on, source& who, int descriptor, unsigned generation, bool sending) {
    const bool anew = descriptor != descriptor_ || generation != generation_;
    if (!anew && sending == sending_) return {};
    if (anew) clear(on, who);
    if (descriptor < 0) return {};
    if (const auto error = on.watch(descriptor, who, sending, anew)) return error;
    descriptor_ = descriptor;
    generation_ = generation;
    sending_ = sending;
    return {};
  }

  void clear(reactor& on, const source& who) noexcept {
    if (descriptor_ >= 0) on.unwatch(descriptor_, who);
    descriptor_ = -1;
  }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_ = -1;
  unsigned generation_ = 0;
  bool sending_ = false;
};

}  // namespace gamewire::inline v0::epoll
