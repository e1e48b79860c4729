/// One descriptor that a source waits for, which can become another one. Not for users.
#pragma once

#include <gamewire/epoll/reactor.hpp>

namespace gamewire::inline v0::epoll {

class watch {
 public:
  /// Brings the loop up to date, by a system call where something has changed: the descriptor (it is another
  /// one when `generation` changes, be its number the same) or what is wanted of it. Less than 0 is none.
  std::error_code set(reactor& on, source& who, int descriptor, unsigned generation, interest wanted) {
    const bool anew = descriptor != descriptor_ || generation != generation_;
    if (!anew && wanted == wanted_) return {};
    if (anew) clear(on, who);
    if (descriptor < 0) return {};
    if (const auto error = on.watch(descriptor, who, wanted, anew)) return error;
    descriptor_ = descriptor;
    generation_ = generation;
    wanted_ = wanted;
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
  interest wanted_;
};

}  // namespace gamewire::inline v0::epoll
