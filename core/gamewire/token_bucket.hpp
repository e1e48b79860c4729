/// So many per second: one bucket of tokens.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include <gamewire/time.hpp>

namespace gamewire::inline v0 {

/// Remembers only when it will be full again: each token taken puts that off by the time one needs to come
/// back (the generic cell rate algorithm of ATM). Full at first.
class token_bucket {
 public:
  /// Without limit.
  token_bucket() = default;
  /// `rate` tokens per second, 0: no limit. A full bucket holds `burst`, at least 1.
  token_bucket(std::uint32_t rate, std::uint32_t burst) noexcept {
    if (rate != 0) *this = every(interval(rate), burst);
  }

  /// What a token takes to come back at so many per second, which is positive: rounded up, so that there are
  /// never more.
  static constexpr nanoseconds interval(std::uint32_t rate) noexcept {
    constexpr std::uint64_t second = std::nano::den;
    return nanoseconds((second + rate - 1) / rate);
  }

  /// One token every `interval`, which is positive; a full bucket holds `burst`, at least 1, but none more than come in
  /// the longest time there is. For rates below one per second.
  static token_bucket every(nanoseconds interval, std::uint32_t burst) noexcept {
    token_bucket made;
    made.token_ = interval;
    made.depth_ = interval * std::min<std::int64_t>(std::max(burst, 1U), nanoseconds::max() / interval);
    return made;
  }

  /// How many there are.
  [[nodiscard]] std::uint64_t available(time_point now) const noexcept {
    if (token_ == nanoseconds::zero()) return std::numeric_limits<std::uint64_t>::max();
    return static_cast<std::uint64_t>(std::max(depth_ - lack(now), nanoseconds::zero()) / token_);
  }

  /// Takes `count`. More than there are is a debt: there are none until it has come back.
  void take(std::uint64_t count, time_point now) noexcept {
    if (token_ != nanoseconds::zero())
      full_at_ = later(std::max(full_at_, now), token_ * static_cast<std::int64_t>(count));
  }

  /// When there will be one; and when all will be there. Not after `now` if that is so now.
  [[nodiscard]] time_point next() const noexcept {
    const nanoseconds back = depth_ - token_;
    const bool before_all = full_at_.time_since_epoch() < nanoseconds::min() + back;
    return before_all ? time_point::min() : full_at_ - back;
  }
  [[nodiscard]] time_point when_full() const noexcept { return full_at_; }

 private:
  [[nodiscard]] nanoseconds lack(time_point now) const noexcept {
    return full_at_ > now ? full_at_ - now : nanoseconds::zero();
  }

  nanoseconds token_{};  // what one token takes to come back; 0: nothing is limited
  nanoseconds depth_{};  // what all do
  time_point full_at_ = time_point::min();
};

}  // namespace gamewire::inline v0
