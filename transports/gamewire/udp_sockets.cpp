#include <algorithm>

#include <gamewire/udp_sockets.hpp>

namespace gamewire::inline v0 {

std::expected<udp_sockets, std::error_code> udp_sockets::bind(std::span<const endpoint> local,
                                                              driver_options chosen) {
  std::vector<system::socket> bound;
  for (const endpoint& one : local) {
    auto made = system::socket::udp(one.family());
    if (!made) return std::unexpected(made.error());
    if (const auto error = made->bind(one)) return std::unexpected(error);
    bound.push_back(std::move(*made));
  }
  return adopt(std::move(bound), std::move(chosen));
}

std::expected<udp_sockets, std::error_code> udp_sockets::adopt(std::vector<system::socket> bound,
                                                               driver_options chosen) {
  udp_sockets made(std::move(chosen));
  for (auto& one : bound) {
    const auto local = one.local_endpoint();
    if (!local) return std::unexpected(local.error());
    if (made.slot_for(local->family()) != nullptr)
      return std::unexpected(std::make_error_code(std::errc::invalid_argument));
    // Not every kernel has these, and without them a hub is told less.
    (void)one.keep_errors(true);
    (void)one.count_drops();
    if (made.options_.never_fragment)
      if (const auto error = one.never_fragment()) return std::unexpected(error);
    if (const auto granted = one.set_receive_buffer(made.options_.receive_buffer); !granted)
      return std::unexpected(granted.error());
    made.slots_.push_back({.open = std::move(one), .family = local->family()});
  }
  if (made.slots_.empty()) return std::unexpected(std::make_error_code(std::errc::invalid_argument));
  return made;
}

udp_sockets::slot* udp_sockets::slot_for(ip_family family) noexcept {
  const auto found = std::ranges::find(slots_, family, &slot::family);
  return found != slots_.end() ? &*found : nullptr;
}

endpoint udp_sockets::local_endpoint(std::size_t i) const noexcept {
  return i < size() ? slots_[i].open.local_endpoint().value_or(endpoint{}) : endpoint{};
}

/// What the network says of an earlier datagram is reported by whatever call comes next, once each. An error
/// that is there again belongs to this call.
system::transfer udp_sockets::send_past_errors(slot& on, std::span<const transmit> what) noexcept {
  constexpr int most_attempts = 4;
  auto sent = batch_.send(on.open, what);
  for (int i = 1; i < most_attempts && !sent && !system::would_block(sent.error()); ++i) {
    on.failing = true;
    sent = batch_.send(on.open, what);
  }
  return sent;
}

system::transfer udp_sockets::send(std::span<const transmit> what) {
  const ip_family family = what.front().to.family();
  slot* const on = slot_for(family);
  if (on == nullptr) return std::unexpected(std::make_error_code(std::errc::address_family_not_supported));
  if (on->full) return 0;
  const auto other =
      std::ranges::find_if(what, [family](const transmit& one) { return one.to.family() != family; });
  const auto run = what.first(static_cast<std::size_t>(other - what.begin()));
  const auto sent = send_past_errors(*on, run);
  if (sent) {
    for (const transmit& one : run.first(*sent)) trace(direction::sent, one.to, one.payload);
    return sent;
  }
  on->full = system::would_block(sent.error());
  if (!on->full) return sent;
  return 0;
}

std::expected<std::span<const system::datagram>, std::error_code> udp_sockets::receive(std::size_t i) {
  const auto got = batch_.receive(slots_[i].open, slots_[i].dropped);
  if (got)
    for (const system::datagram& one : *got) trace(direction::received, one.from, one.payload);
  else if (!system::would_block(got.error()))
    failed(i);
  return got;
}

std::optional<system::network_error> udp_sockets::next_error(std::size_t i) noexcept {
  auto next = slots_[i].open.next_error();
  if (!next) slots_[i].failing = false;
  return next;
}

std::uint64_t udp_sockets::dropped() const noexcept {
  std::uint64_t sum = 0;
  for (const slot& one : slots_) sum += one.dropped;
  return sum;
}

void udp_sockets::trace(direction way, const endpoint& peer, bytes payload) const {
  if (options_.trace) options_.trace(way, peer, payload, system::now());
}

}  // namespace gamewire::inline v0
