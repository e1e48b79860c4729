/// When to connect again: what the machines have in common that outlive their connections.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <system_error>

#include <gamewire/error.hpp>
#include <gamewire/random.hpp>
#include <gamewire/time.hpp>

namespace gamewire::inline v0 {

struct reconnect_options {
  /// How many times in a row a connection that was lost, or could not be made, is tried again; 0: never, the
  /// conversation ends with its connection. The count starts anew once a connection has been of use.
  std::uint32_t attempts = 0;
  /// What is waited before the first of them; each next time twice as long, up to `max_delay`. Give or take a
  /// tenth, so that those whom one server has lost do not all come back at the same moment.
  nanoseconds delay = std::chrono::seconds(1);
  nanoseconds max_delay = std::chrono::minutes(1);

  /// `errc::invalid_options` for a delay that is not positive, or longer than `max_delay`; for more than a day.
  [[nodiscard]] std::error_code validate() const noexcept {
    const bool sane =
        delay > nanoseconds::zero() && delay <= max_delay && max_delay <= std::chrono::hours(24);
    return sane ? std::error_code{} : make_error_code(errc::invalid_options);
  }
};

/// May another attempt end better? A login that was refused would be again (`auth`, `banned`; and servers count, and ban),
/// and so would what this side got wrong (`usage`).
inline bool worth_retrying(std::error_code end) noexcept {
  return end != condition::auth && end != condition::banned && end != condition::usage;
}

/// Counts the attempts of one machine, which keeps the options.
class backoff {
 public:
  explicit backoff(std::uint64_t seed) noexcept : dice_(seed) {}

  /// How long to wait before the next attempt; nothing when there have been enough.
  std::optional<nanoseconds> next(const reconnect_options& chosen) noexcept {
    if (used_ == chosen.attempts) return std::nullopt;
    delay_ = used_++ == 0 ? chosen.delay : delay_ > chosen.max_delay / 2 ? chosen.max_delay : 2 * delay_;
    return jittered(delay_, dice_());
  }
  /// The connection was of use.
  void reset() noexcept { used_ = 0; }

 private:
  split_mix dice_;
  nanoseconds delay_{};
  std::uint32_t used_ = 0;
};

}  // namespace gamewire::inline v0
