/// What runs on a loop: it is given turns. Peers, hubs and timers are such. Not for users.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include <gamewire/time.hpp>

namespace gamewire::inline v0::epoll {

class reactor;

/// Gets a turn when a descriptor it watches is ready, when its deadline has come, or when it has asked for one.
/// Turns never nest: one source runs at a time, and never inside another.
class source : public std::enable_shared_from_this<source> {
 public:
  explicit source(reactor& on) noexcept : on_(on) {}
  virtual ~source() = default;
  source(const source&) = delete;
  source& operator=(const source&) = delete;

  /// One of its descriptors is ready. It only takes note; its turn comes soon.
  virtual void ready(int /*descriptor*/, bool /*readable*/, bool /*writable*/, bool /*failed*/) noexcept {}
  /// Does what there is to do, but no more than a share, so that others have theirs. May throw.
  virtual void turn() = 0;

  /// It is over: no more turns. Its turn may be under way; then that must end soon.
  void retire() noexcept;
  [[nodiscard]] bool retired() const noexcept { return retired_; }

 protected:
  [[nodiscard]] reactor& on() const noexcept { return on_; }
  /// Gives up its descriptors.
  virtual void release() noexcept {}

 private:
  friend class reactor;
  friend class timer_queue;
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  reactor& on_;
  std::size_t place_ = nowhere;  // in the timer queue
  bool queued_ = false;          // its turn will come
  bool retired_ = false;
};

/// What a user holds of a source. Destroying it retires the source, which itself lives until its turn is over:
/// so handlers may destroy the very thing whose handler they are.
template <class Source>
class owner {
 public:
  explicit owner(std::shared_ptr<Source> what) noexcept : what_(std::move(what)) {}
  owner(owner&& other) noexcept = default;
  owner& operator=(owner&& other) noexcept {
    std::swap(what_, other.what_);
    return *this;
  }
  ~owner() {
    if (what_) what_->retire();
  }

  Source* operator->() const noexcept { return what_.get(); }
  Source& operator*() const noexcept { return *what_; }
  explicit operator bool() const noexcept { return what_ != nullptr; }

 private:
  std::shared_ptr<Source> what_;
};

}  // namespace gamewire::inline v0::epoll
