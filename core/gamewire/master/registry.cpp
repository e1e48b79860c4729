#include <algorithm>
#include <limits>
#include <new>
#include <utility>

#include <gamewire/master/registry.hpp>

namespace gamewire::inline v0::master {
namespace {

bool can_be_listed(const registration& one) noexcept {
  return one.address.is_v4() && !server_address(one.address).is_end() && matches(one.info, one).has_value();
}

}  // namespace

std::error_code registry::publish(std::span<const registration> servers) noexcept {
  if (!std::ranges::all_of(servers, can_be_listed)) return gamewire::errc::invalid_argument;
  std::size_t size = 0;
  for (const registration& each : servers) {
    size += each.info.size();
    if (size > std::numeric_limits<std::uint32_t>::max()) return gamewire::errc::invalid_argument;
  }
  registry made;
  made.entries_.reset(new (std::nothrow) entry[servers.size()]);
  if (!made.entries_ || !made.infos_.reserve(size)) return gamewire::errc::no_memory;
  for (const registration& each : servers) {
    made.entries_[made.size_++] = {server_address(each.address), each.region,
                                   static_cast<std::uint32_t>(made.infos_.size()),
                                   static_cast<std::uint32_t>(each.info.size())};
    (void)made.infos_.append(as_bytes(each.info));  // there is room
  }
  const std::span all(made.entries_.get(), made.size_);
  std::ranges::sort(all, {}, &entry::address);
  made.size_ = static_cast<std::size_t>(std::ranges::unique(all, {}, &entry::address).begin() - all.begin());
  *this = std::move(made);
  return {};
}

bool registry::meets(const entry& one, const request& asked) const noexcept {
  const bool there =
      asked.region == region::world || one.region == region::world || one.region == asked.region;
  if (!there || asked.filter.empty()) return there;
  const std::string_view info = as_text(infos_.view().subspan(one.info, one.info_size));
  return matches(asked.filter, {one.address.to_endpoint(), one.region, info}).value_or(false);
}

registry::found registry::find(const request& asked, std::span<server_address> into) const noexcept {
  found so_far{0, true, 0};
  const auto first = std::ranges::upper_bound(entries(), asked.after, {}, &entry::address);
  for (auto each = first; each != entries().end(); ++each) {
    ++so_far.looked;
    if (!meets(*each, asked)) continue;
    if (so_far.count == into.size()) return so_far.all = false, so_far;
    into[so_far.count++] = each->address;
  }
  return so_far;
}

}  // namespace gamewire::inline v0::master
