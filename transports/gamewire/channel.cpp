#include <algorithm>

#include <gamewire/channel.hpp>
#include <gamewire/error.hpp>

namespace gamewire::inline v0 {

std::expected<channel, std::error_code> channel::connect(std::vector<endpoint> addresses,
                                                         driver_options chosen) {
  channel made(std::move(chosen));
  if (const auto error = made.connect(std::move(addresses))) return std::unexpected(error);
  return made;
}

std::error_code channel::connect(std::vector<endpoint> addresses) {
  if (const auto& local = options_.local)
    std::erase_if(addresses, [&](const endpoint& one) { return one.family() != local->family(); });
  std::ranges::reverse(addresses);
  others_ = std::move(addresses);
  const auto error = move_on(resolve_errc::no_address);
  if (error) close();  // there may be a socket that could not connect
  return error;
}

std::expected<channel, std::error_code> channel::adopt(system::socket connected, driver_options chosen) {
  const auto remote = connected.remote_endpoint();
  if (!remote) return std::unexpected(remote.error());
  // Errors that its former owner had asked for would keep it ready for ever; a connected socket needs none of
  // that.
  if (const auto error = connected.keep_errors(false)) return std::unexpected(error);
  if (const auto granted = connected.set_receive_buffer(chosen.receive_buffer); !granted)
    return std::unexpected(granted.error());
  channel made(std::move(chosen));
  made.socket_ = std::move(connected);
  made.remote_ = *remote;
  made.full_ = false;
  return made;
}

std::expected<bool, std::error_code> channel::send(bytes datagram, bytes shown) {
  while (!full_) {
    const auto sent = socket_.send(datagram);
    if (sent) {
      trace(direction::sent, shown);
      if (!others_.empty()) {
        last_.assign(datagram.begin(), datagram.end());
        last_shown_.assign(shown.begin(), shown.end());
      }
      return true;
    }
    full_ = system::would_block(sent.error());
    if (full_) break;
    if (sent.error() != condition::refused) return std::unexpected(sent.error());
    if (const auto error = move_on(sent.error())) return std::unexpected(error);
  }
  return false;
}

channel::received channel::receive_soon(std::span<std::byte> into) {
  if (!patient_) {
    if (const auto error = socket_.make_patient()) return std::unexpected(error);
    patient_ = true;
  }
  return read(&system::socket::receive_soon, into);
}

channel::received channel::read(reading how, std::span<std::byte> into) {
  const auto got = (socket_.*how)(into);
  if (got) {
    others_.clear();
    const bytes datagram = into.first(*got);
    trace(direction::received, datagram);
    return datagram;
  }
  // That a datagram was too large for a link on the way is no end: the kernel fragments the next one.
  if (system::would_block(got.error()) || got.error() == std::errc::message_size) return std::nullopt;
  if (got.error() != condition::refused) return std::unexpected(got.error());
  if (const auto error = move_on(got.error())) return std::unexpected(error);
  return std::nullopt;
}

/// Goes to the next address that takes a datagram; `because`, or the last one's own reason, when there is
/// none.
std::error_code channel::move_on(std::error_code because) {
  while (!others_.empty()) {
    const endpoint next = others_.back();
    others_.pop_back();
    because = open(next);
    if (!because) because = send_again();
    if (!because) break;
  }
  return because;
}

std::error_code channel::send_again() {
  if (last_.empty()) return {};
  if (const auto sent = socket_.send(last_); !sent) return sent.error();
  trace(direction::sent, last_shown_);
  return {};
}

std::error_code channel::open(const endpoint& remote) {
  if (before_change_) before_change_();
  socket_ = {};  // first, for the next one may be bound to the same port
  full_ = patient_ = false;
  ++generation_;
  remote_ = remote;
  auto made = system::socket::udp(remote.family());
  if (!made) return made.error();
  if (options_.local)
    if (const auto error = made->bind(*options_.local)) return error;
  if (const auto granted = made->set_receive_buffer(options_.receive_buffer); !granted)
    return granted.error();
  socket_ = std::move(*made);
  return socket_.connect(remote);
}

void channel::trace(direction way, bytes datagram) const {
  if (options_.trace) options_.trace(way, remote_, datagram, system::now());
}

}  // namespace gamewire::inline v0
