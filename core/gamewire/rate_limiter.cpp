#include <algorithm>
#include <bit>
#include <new>
#include <span>

#include <gamewire/random.hpp>
#include <gamewire/rate_limiter.hpp>
#include <gamewire/token_bucket.hpp>

namespace gamewire::inline v0 {
namespace {

/// The v4 address or the v6 prefix. No v6 sender has an address that starts with ff, so v4 ones go there.
std::uint64_t limited_part(const endpoint& of) noexcept {
  const std::size_t size = of.is_v4() ? 4 : 8;
  std::uint64_t part = 0xffffffff;
  for (std::size_t i = 0; i < size; ++i) part = part << 8 | of.address()[i];
  return part;
}

}  // namespace

bool rate_limiter::fits(std::uint32_t rate, std::uint32_t burst, std::size_t buckets) noexcept {
  return (rate == 0 || burst > 0) && std::has_single_bit(buckets) && buckets >= ways &&
         buckets <= most_buckets;
}

bool rate_limiter::allocate(std::uint32_t rate, std::uint32_t burst, std::size_t buckets,
                            std::uint64_t seed) noexcept {
  if (rate == 0) return true;
  buckets_.reset(new (std::nothrow) bucket[buckets]);
  if (buckets_ == nullptr) return false;
  last_set_ = buckets / ways - 1;
  seed_ = seed;
  token_ = token_bucket::interval(rate);
  reserve_ = token_ * (std::max(burst, 1U) - 1);
  return true;
}

rate_limiter::bucket& rate_limiter::find(std::uint64_t address) noexcept {
  const std::size_t set = static_cast<std::size_t>(mix64(address ^ seed_)) & last_set_;
  const std::span<bucket, ways> choice(buckets_.get() + set * ways, ways);
  const auto own = std::ranges::find(choice, address, &bucket::address);
  if (own != choice.end()) return *own;
  bucket& fullest = *std::ranges::min_element(choice, {}, &bucket::full_at);
  fullest = {.address = address};
  return fullest;
}

bool rate_limiter::take(const endpoint& from, time_point now) noexcept {
  if (buckets_ == nullptr) return true;
  bucket& its = find(limited_part(from));
  if (its.full_at > later(now, reserve_)) return false;
  its.full_at = later(std::max(its.full_at, now), token_);
  return true;
}

}  // namespace gamewire::inline v0
