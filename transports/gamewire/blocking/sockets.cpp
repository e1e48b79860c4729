#include <algorithm>
#include <array>

#include <gamewire/blocking/sockets.hpp>

namespace gamewire::inline v0::blocking {
namespace {

constexpr std::size_t max_datagram = 65536;  // nothing is ever cut short

}  // namespace

sockets::sockets(config chosen, system::wake_pipe wake)
    : config_(std::move(chosen)),
      wake_(std::move(wake)),
      buffer_(std::make_unique_for_overwrite<std::byte[]>(max_datagram)) {}

std::expected<sockets, std::error_code> sockets::bind(std::span<const endpoint> local, config chosen) {
  std::vector<system::socket> bound;
  for (const endpoint& one : local) {
    auto made = system::socket::udp(one.family());
    if (!made) return std::unexpected(made.error());
    if (const auto error = made->bind(one)) return std::unexpected(error);
    bound.push_back(std::move(*made));
  }
  return adopt(std::move(bound), std::move(chosen));
}

std::expected<sockets, std::error_code> sockets::adopt(std::vector<system::socket> bound, config chosen) {
  auto wake = system::wake_pipe::open();
  if (!wake) return std::unexpected(wake.error());
  sockets made(std::move(chosen), std::move(*wake));
  for (auto& one : bound) {
    const auto local = one.local_endpoint();
    if (!local) return std::unexpected(local.error());
    if (std::ranges::find(made.slots_, local->family(), &slot::family) != made.slots_.end())
      return std::unexpected(std::make_error_code(std::errc::invalid_argument));
    if (const auto error = one.keep_errors(true)) return std::unexpected(error);
    if (const auto granted = one.set_receive_buffer(made.config_.receive_buffer); !granted)
      return std::unexpected(granted.error());
    made.slots_.push_back({.open = std::move(one), .family = local->family()});
  }
  if (made.slots_.empty()) return std::unexpected(std::make_error_code(std::errc::invalid_argument));
  return made;
}

endpoint sockets::local_endpoint(std::size_t i) const noexcept {
  return i < size() ? slots_[i].open.local_endpoint().value_or(endpoint{}) : endpoint{};
}

std::expected<bool, std::error_code> sockets::send(const transmit& what) {
  const auto on = std::ranges::find(slots_, what.to.family(), &slot::family);
  if (on == slots_.end())
    return std::unexpected(std::make_error_code(std::errc::address_family_not_supported));
  if (on->full) return false;
  const auto sent = on->open.send_to(what.to, what.payload);
  if (sent) {
    trace(direction::sent, what.to, what.payload);
    return true;
  }
  on->full = system::would_block(sent.error());
  if (!on->full) return std::unexpected(sent.error());
  return false;
}

std::expected<std::optional<datagram>, std::error_code> sockets::receive(std::size_t i) {
  endpoint from;
  const auto got = slots_[i].open.receive_from(from, {buffer_.get(), max_datagram});
  if (got) {
    const datagram whole{from, {buffer_.get(), *got}};
    trace(direction::received, from, whole.payload);
    return whole;
  }
  if (system::would_block(got.error())) return std::nullopt;
  return std::unexpected(got.error());
}

std::optional<system::network_error> sockets::next_error(std::size_t i) noexcept {
  return slots_[i].failed ? slots_[i].open.next_error() : std::nullopt;
}

std::error_code sockets::wait(time_point until) noexcept {
  std::array<system::watched, system::max_watched> all{};
  for (std::size_t i = 0; i < size(); ++i) all[i] = {.what = &slots_[i].open, .sending = slots_[i].full};
  const auto error = system::wait(std::span(all).first(size()), wake_, until);
  for (std::size_t i = 0; i < size(); ++i) {
    slots_[i].failed = all[i].failed;
    if (all[i].writable || all[i].failed) slots_[i].full = false;
  }
  return error;
}

void sockets::trace(direction way, const endpoint& peer, bytes payload) const {
  if (config_.trace) config_.trace(way, peer, payload, system::now());
}

}  // namespace gamewire::inline v0::blocking
