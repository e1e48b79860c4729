/// So many per address and second: token buckets for strangers, in a table that never grows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <gamewire/endpoint.hpp>
#include <gamewire/time.hpp>

namespace gamewire::inline v0 {

/// One bucket per v4 address, and per /64 of v6, because a host has a whole /64 to send from.
///
/// An address hashes to a handful of buckets. When others hold them all, it takes over the fullest, which has
/// the least to remember, and starts with a full one: a collision, made or met, never blocks anybody, and a
/// flood of forged addresses does not wash out those who are at their limit.
class rate_limiter {
 public:
  /// Buckets an address can be in; the least size of a table.
  static constexpr std::size_t ways = 8;
  /// And the most of a table.
  static constexpr std::size_t most_buckets = std::size_t{1} << 24U;
  /// Are these fit for `allocate`?
  static bool fits(std::uint32_t rate, std::uint32_t burst, std::size_t buckets) noexcept;

  /// Without limit until this is called. `rate` is tokens per second, 0: no limit; a full bucket holds
  /// `burst`, at least 1; the table has `buckets`, a power of two from `ways` to `most_buckets`. False when the
  /// allocation failed.
  [[nodiscard]] bool allocate(std::uint32_t rate, std::uint32_t burst, std::size_t buckets,
                              std::uint64_t seed) noexcept;

  /// Takes one token of the address's bucket; false when it is empty.
  [[nodiscard]] bool take(const endpoint& from, time_point now) noexcept;

 private:
  /// A token_bucket without what all of them have in common.
  struct bucket {
    std::uint64_t address = 0;
    time_point full_at = time_point::min();
  };

  [[nodiscard]] bucket& find(std::uint64_t address) noexcept;

  std::unique_ptr<bucket[]> buckets_;
  std::size_t last_set_ = 0;
  std::uint64_t seed_ = 0;
  nanoseconds token_{};    // what one token takes to come back
  nanoseconds reserve_{};  // what all but one take
};

}  // namespace gamewire::inline v0
