#include <algorithm>
#include <array>

#include <gamewire/stream_channel.hpp>

namespace gamewire::inline v0 {
namespace {

/// The resolver's order, but that the families take turns for as long as there are both.
std::vector<endpoint> interleave(const std::vector<endpoint>& all) {
  std::array<std::vector<endpoint>, 2> families;
  for (const endpoint& one : all) families[one.family() == all.front().family() ? 0 : 1].push_back(one);
  std::vector<endpoint> mixed;
  for (std::size_t i = 0; mixed.size() < all.size(); ++i)
    for (const auto& family : families)
      if (i < family.size()) mixed.push_back(family[i]);
  return mixed;
}

bool are_defaults(const driver_options& chosen) {
  const auto* const by = chosen.resolve.target<decltype(&gamewire::resolve)>();
  return !chosen.local && chosen.prefer == ip_preference::any && chosen.receive_buffer == 0 &&
         !chosen.never_fragment && !chosen.trace && by != nullptr && *by == gamewire::resolve;
}

/// The defaults, which most have, exist once.
shared_options share(driver_options&& chosen) {
  static const auto defaults = std::make_shared<const driver_options>();
  return are_defaults(chosen) ? defaults : std::make_shared<const driver_options>(std::move(chosen));
}

}  // namespace

stream_channel::stream_channel(driver_options chosen) : stream_channel(share(std::move(chosen))) {}

std::error_code stream_channel::connect(std::vector<endpoint> addresses, time_point now) {
  close();
  if (const auto& local = options().local)
    std::erase_if(addresses, [&](const endpoint& one) { return one.family() != local->family(); });
  race_ = std::make_unique<race>(race{.racing = {}, .others = interleave(addresses), .next_at = now});
  std::ranges::reverse(race_->others);
  return advance(now);
}

std::expected<stream_channel, std::error_code> stream_channel::adopt(system::socket connected,
                                                                     driver_options chosen) {
  return adopt(std::move(connected), share(std::move(chosen)));
}

std::expected<stream_channel, std::error_code> stream_channel::adopt(system::socket connected,
                                                                     shared_options chosen) {
  const auto remote = connected.remote_endpoint();
  if (!remote) return std::unexpected(remote.error());
  stream_channel made(std::move(chosen));
  made.settle_on({.socket = std::move(connected), .to = *remote, .generation = ++made.last_generation_});
  return made;
}

std::error_code stream_channel::advance(time_point now) {
  if (!race_ || look_for_winner()) return {};
  while (race_->may_grow() && (race_->racing.empty() || now >= race_->next_at)) try_next(now);
  return connecting() ? std::error_code{} : race_->failure;
}

/// Drops those that have failed; true when one is connected, which ends the race.
bool stream_channel::look_for_winner() {
  auto& racing = race_->racing;
  for (auto one = racing.begin(); one != racing.end();) {
    auto state = one->socket.connected();
    // Where nobody listens, the system may have given the socket the very port that it was to connect to.
    if (state && *state && one->socket.local_endpoint() == one->to)
      state = std::unexpected(std::make_error_code(std::errc::connection_refused));
    if (state && *state) {
      settle_on(std::move(*one));
      return true;
    }
    if (state) {
      ++one;
      continue;
    }
    race_->failure = state.error();
    race_->next_at = time_point::min();  // the next one need not wait
    tell_close();
    one = racing.erase(one);
  }
  return false;
}

void stream_channel::settle_on(attempt winner) {
  close();
  socket_ = std::move(winner.socket);
  remote_ = winner.to;
  generation_ = winner.generation;
}

void stream_channel::try_next(time_point now) {
  const endpoint to = remote_ = race_->others.back();
  race_->others.pop_back();
  auto begun = begin(to);
  if (!begun) {
    race_->failure = begun.error();
    return;
  }
  race_->racing.push_back({.socket = std::move(*begun), .to = to, .generation = ++last_generation_});
  race_->next_at = later(now, attempt_delay);
}

std::expected<system::socket, std::error_code> stream_channel::begin(const endpoint& to) const {
  auto made = system::socket::tcp(to.family());
  if (!made) return made;
  if (const auto& local = options().local)
    if (const auto error = made->bind(*local)) return std::unexpected(error);
  if (const auto granted = made->set_receive_buffer(options().receive_buffer); !granted)
    return std::unexpected(granted.error());
  if (const auto error = made->begin_connect(to)) return std::unexpected(error);
  return made;
}

stream_channel::watch stream_channel::watched(std::size_t i) const noexcept {
  if (connected()) return {.socket = &socket_, .generation = generation_};
  const attempt& one = race_->racing[i];
  return {.socket = &one.socket, .generation = one.generation};
}

system::transfer stream_channel::send(bytes some, bytes shown) {
  if (full_ || !connected()) return 0;
  const auto sent = socket_.write(some);
  if (sent) {
    trace(direction::sent, shown.first(std::min(*sent, shown.size())));
    return sent;
  }
  full_ = system::would_block(sent.error());
  if (!full_) return sent;
  return 0;
}

stream_channel::received stream_channel::receive_soon(std::span<std::byte> into) {
  if (!patient_) {
    if (const auto error = socket_.make_patient()) return std::unexpected(error);
    patient_ = true;
  }
  return read(&system::socket::receive_soon, into);
}

stream_channel::received stream_channel::read(reading how, std::span<std::byte> into) {
  const auto got = (socket_.*how)(into);
  if (!got && system::would_block(got.error())) return std::nullopt;
  if (!got) return std::unexpected(got.error());
  const bytes some = into.first(*got);
  if (!some.empty()) trace(direction::received, some);
  return some;
}

void stream_channel::close() noexcept {
  tell_close();
  if (connected()) drop_unread();
  socket_ = {};
  race_.reset();
  full_ = patient_ = false;
}

/// A peer that sends faster than it can be dropped does not hear its last words.
void stream_channel::drop_unread() noexcept {
  constexpr int most = 64;
  std::array<std::byte, 16384> dropped;
  for (int i = 0; i < most; ++i)
    if (socket_.receive(dropped).value_or(0) == 0) return;
}

void stream_channel::tell_close() noexcept {
  if (waiter_ != nullptr && watch_count() != 0) waiter_->before_close();
}

void stream_channel::trace(direction way, bytes some) const {
  if (const auto& tell = options().trace) tell(way, remote_, some, system::now());
}

}  // namespace gamewire::inline v0
