/// Lets Asio wait for a descriptor that is not Asio's. Not for users.
#pragma once

#include <array>
#include <system_error>
#include <utility>

#include <asio/posix/basic_stream_descriptor.hpp>

#include <gamewire/system.hpp>

namespace gamewire::inline v0::asio::detail {

/// Must let go of the descriptor before that is closed: the next one could have the same number.
template <class Executor>
class watch {
 public:
  using kind = ::asio::posix::descriptor_base::wait_type;
  static constexpr kind readable = ::asio::posix::descriptor_base::wait_read;
  static constexpr kind writable = ::asio::posix::descriptor_base::wait_write;
  static constexpr kind failing = ::asio::posix::descriptor_base::wait_error;

  explicit watch(const Executor& on) : open_(on) {}
  watch(const watch&) = delete;
  watch& operator=(const watch&) = delete;
  ~watch() { let_go(); }

  std::error_code follow(int descriptor) {
    std::error_code error;
    if (!open_.is_open()) open_.assign(descriptor, error);
    return error;
  }

  /// Calls `then` once, in a handler that `owner` makes, unless `cancel` or `let_go` come before. Does nothing
  /// while it waits for the same already.
  template <class Owner, class Then>
  void wait(kind what, Owner& owner, Then then) {
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
    if (open_.is_open()) open_.release();
    forget();
  }

 private:
  static constexpr std::array<bool, 3> nothing{};

  void forget() noexcept {
    waiting_ = nothing;
    ++round_;
  }

  ::asio::posix::basic_stream_descriptor<Executor> open_;
  std::array<bool, 3> waiting_ = nothing;  // for what, by `kind`
  unsigned round_ = 0;                     // handlers of an earlier one come too late
};

}  // namespace gamewire::inline v0::asio::detail
