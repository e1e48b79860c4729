/// Lets Asio wait for a descriptor that is not Asio's. Not for users.
#pragma once

#include <array>
#include <system_error>
#include <utility>

#include <gamewire/asio/waitable.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::asio::detail {

/// Must let go of the descriptor before that is closed: the next one could have the same number.
template <class Executor>
class watch {
 public:
  using kind = typename waitable<Executor>::wait_type;
  static constexpr kind readable = waitable<Executor>::wait_read;
  static constexpr kind writable = waitable<Executor>::wait_write;
  static constexpr kind failing = waitable<Executor>::wait_error;

  explicit watch(const Executor& on) : open_(on) {}
  watch(const watch&) = delete;
  watch& operator=(const watch&) = delete;
  ~watch() { let_go(); }

  std::error_code follow(int descriptor) {
    return open_.is_open() ? std::error_code{} : open_.borrow(descriptor);
  }

  /// Calls `then` once, in a handler that `owner` makes, unless `cancel` or `let_go` come before. Does nothing
  /// while it waits for the same already.
  template <class Owner, class Then>
  void wait(kind what, Owner& owner, Then then) {
    if constexpr (waitable<Executor>::hides_failure)
      if (what == writable) wait(failing, owner, then);
    if (std::exchange(waiting_[what], true)) return;
    open_.async_wait(what, owner.wake([this, what, round = round_, then](std::error_code) {
      if (round != round_) return;
      waiting_[what] = false;
      then();
    }));
  }

  void cancel() noexcept {
    std::error_code ignored;
    if (waiting_ != nothing) open_.cancel(ignored);
    forget();
  }

  void let_go() noexcept {
    if (open_.is_open()) open_.give_back();
    forget();
  }

 private:
  static constexpr std::array<bool, 3> nothing{};

  void forget() noexcept {
    waiting_ = nothing;
    ++round_;
  }

  waitable<Executor> open_;
  std::array<bool, 3> waiting_ = nothing;  // for what, by `kind`
  unsigned round_ = 0;                     // handlers of an earlier one come too late
};

}  // namespace gamewire::inline v0::asio::detail
