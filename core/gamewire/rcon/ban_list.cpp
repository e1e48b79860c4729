#include <algorithm>
#include <array>
#include <new>
#include <span>

#include <gamewire/error.hpp>
#include <gamewire/rcon/ban_list.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::uint32_t most_addresses = 65536;

/// The address without its port; of v6, the /64.
endpoint network_of(const endpoint& who) noexcept {
  if (!who.is_v6()) return who.with_port(0);
  std::array<std::uint8_t, 16> network = who.address();
  std::fill(network.begin() + 8, network.end(), std::uint8_t{0});
  return endpoint::v6(network, 0);
}

}  // namespace

std::error_code ban_options::validate() const noexcept {
  const bool valid = max_failures != 0 && max_addresses != 0 && max_addresses <= most_addresses &&
                     duration >= nanoseconds::zero();
  return valid ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

ban_list::ban_list(const ban_options& chosen) noexcept : options_(chosen) {
  if (chosen.validate()) options_.max_addresses = 0;
}

bool ban_list::holds(const entry& one, time_point now) const noexcept {
  if (one.failures == 0) return false;
  return options_.duration == nanoseconds::zero() || now < later(one.last, options_.duration);
}

ban_list::entry* ban_list::find(const endpoint& network) const noexcept {
  if (!entries_) return nullptr;
  for (entry& one : std::span(entries_.get(), options_.max_addresses))
    if (one.failures != 0 && one.network == network) return &one;
  return nullptr;
}

/// The one that there is the least to remember of.
ban_list::entry& ban_list::least(time_point now) const noexcept {
  const std::span all(entries_.get(), options_.max_addresses);
  return *std::ranges::min_element(all, [&](const entry& a, const entry& b) {
    const std::uint32_t failures_a = holds(a, now) ? a.failures : 0;
    const std::uint32_t failures_b = holds(b, now) ? b.failures : 0;
    return failures_a != failures_b ? failures_a < failures_b : a.last < b.last;
  });
}

bool ban_list::banned(const endpoint& who, time_point now) const noexcept {
  const entry* const one = find(network_of(who));
  return one != nullptr && one->failures >= options_.max_failures && holds(*one, now);
}

std::uint32_t ban_list::count_failure(const endpoint& who, time_point now) noexcept {
  if (!entries_ && options_.max_addresses != 0)
    entries_.reset(new (std::nothrow) entry[options_.max_addresses]);
  if (!entries_) return 1;
  const endpoint network = network_of(who);
  entry* one = find(network);
  if (one == nullptr) one = &(least(now) = entry{.network = network});
  if (!holds(*one, now)) one->failures = 0;
  one->last = now;
  return one->failures = std::min(one->failures, ~std::uint32_t{1}) + 1;
}

void ban_list::forgive(const endpoint& who) noexcept {
  if (entry* const one = find(network_of(who))) *one = {};
}

}  // namespace gamewire::inline v0::rcon
