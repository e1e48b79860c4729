#include <gamewire/listener.hpp>

namespace gamewire::inline v0 {
namespace {

/// Is it the end of that one connection only? Linux gives the errors that it had on its way to here.
bool ended_before(std::error_code why) noexcept {
  return why == std::errc::connection_aborted || why == std::errc::connection_reset ||
         why == std::errc::not_connected || why == std::errc::protocol_error ||
         why == std::errc::host_unreachable || why == std::errc::network_unreachable ||
         why == std::errc::network_down || why == std::errc::operation_not_permitted;
}

constexpr int attempts = 16;

}  // namespace

std::expected<listener, std::error_code> listener::bind(const endpoint& local) {
  auto made = system::socket::tcp(local.family());
  if (!made) return std::unexpected(made.error());
  if (const auto error = made->bind(local)) return std::unexpected(error);
  return adopt(std::move(*made));
}

std::expected<listener, std::error_code> listener::adopt(system::socket bound) {
  if (const auto error = bound.listen()) return std::unexpected(error);
  const auto local = bound.local_endpoint();
  if (!local) return std::unexpected(local.error());
  return listener(std::move(bound), *local);
}

std::optional<listener::accepted> listener::accept(time_point now) {
  for (int i = 0; i < attempts; ++i) {
    auto next = socket_.accept();
    const auto remote = next ? next->remote_endpoint() : std::unexpected(next.error());
    if (remote) return accepted{std::move(*next), *remote};
    if (system::would_block(remote.error())) return std::nullopt;
    if (ended_before(remote.error())) continue;
    rests_until_ = later(now, rest);
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace gamewire::inline v0
