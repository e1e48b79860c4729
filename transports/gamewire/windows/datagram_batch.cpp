#include <algorithm>
#include <array>

#include <gamewire/datagram_batch.hpp>

namespace gamewire::inline v0::system {

/// There is no call for many datagrams: one at a time, and what is received lies side by side.
struct datagram_batch::memory {
  std::array<datagram, capacity> received;
  std::unique_ptr<std::byte[]> payloads =
      std::make_unique_for_overwrite<std::byte[]>(capacity * max_datagram);

  [[nodiscard]] std::span<std::byte> room(std::size_t i) const noexcept {
    return {payloads.get() + i * max_datagram, max_datagram};
  }
};

datagram_batch::datagram_batch() : memory_(std::make_unique<memory>()) {}
datagram_batch::datagram_batch(datagram_batch&&) noexcept = default;
datagram_batch& datagram_batch::operator=(datagram_batch&&) noexcept = default;
datagram_batch::~datagram_batch() = default;

transfer datagram_batch::send(socket& through, std::span<const transmit> what) noexcept {
  const std::size_t count = std::min(what.size(), capacity);
  for (std::size_t i = 0; i < count; ++i) {
    const transfer sent = through.send_to(what[i].to, what[i].payload);
    if (sent) continue;
    if (i > 0) return i;  // that is the next call's
    return sent;
  }
  return count;
}

std::expected<std::span<const datagram>, std::error_code> datagram_batch::receive(
    socket& from, std::uint32_t& /*dropped*/) noexcept {
  std::size_t count = 0;
  for (; count < capacity; ++count) {
    datagram& next = memory_->received[count];
    const transfer got = from.receive_from(next.from, memory_->room(count));
    if (!got && count == 0) return std::unexpected(got.error());
    if (!got) break;
    next.payload = memory_->room(count).first(*got);
  }
  return std::span(memory_->received).first(count);
}

}  // namespace gamewire::inline v0::system
