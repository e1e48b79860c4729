/// Challenges that need not be remembered: a keyed hash of who asks and when. Not for users.
#pragma once

#include <gamewire/a2s/message.hpp>
#include <gamewire/endpoint.hpp>
#include <gamewire/siphash.hpp>
#include <gamewire/time.hpp>

namespace gamewire::inline v0::a2s {

/// Time is cut into slots as long as `lifetime`. A challenge holds in its slot and in the next one, for the
/// address and port it was made for.
class challenger {
 public:
  challenger(const siphash_key& secret, nanoseconds lifetime) noexcept
      : secret_(secret), lifetime_(lifetime) {}

  [[nodiscard]] challenge issue(const endpoint& peer, time_point now) const noexcept;
  [[nodiscard]] bool holds(const challenge& given, const endpoint& peer, time_point now) const noexcept;

 private:
  [[nodiscard]] std::uint64_t slot(time_point now) const noexcept;
  [[nodiscard]] challenge make(const endpoint& peer, std::uint64_t slot) const noexcept;

  siphash_key secret_;
  nanoseconds lifetime_;
};

/// The challenge made of a hash. Never `no_challenge` nor `zero_challenge`, by which clients say that they
/// have none: what never goes out never holds.
challenge to_challenge(std::uint64_t hash) noexcept;

}  // namespace gamewire::inline v0::a2s
