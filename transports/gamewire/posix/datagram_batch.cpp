#include <algorithm>
#include <array>

#include <gamewire/datagram_batch.hpp>
#include <gamewire/native_address.hpp>

namespace gamewire::inline v0::system {
namespace {

/// Of the kernel's own count, SO_RXQ_OVFL, which comes as the only control message.
using drop_count = std::uint32_t;

/// One direction, as the kernel wants it.
struct message_vector {
  std::array<mmsghdr, datagram_batch::capacity> headers{};
  std::array<native_address, datagram_batch::capacity> names;

  void set(std::size_t i, std::span<iovec> parts) noexcept {
    headers[i].msg_hdr = {.msg_name = &names[i].any,
                          .msg_namelen = names[i].size,
                          .msg_iov = parts.data(),
                          .msg_iovlen = parts.size(),
                          .msg_control = nullptr,
                          .msg_controllen = 0,
                          .msg_flags = 0};
  }
};

void read_drops(msghdr& from, drop_count& dropped) noexcept {
  for (cmsghdr* at = CMSG_FIRSTHDR(&from); at != nullptr; at = CMSG_NXTHDR(&from, at))
    if (at->cmsg_level == SOL_SOCKET && at->cmsg_type == SO_RXQ_OVFL)
      std::memcpy(&dropped, CMSG_DATA(at), sizeof dropped);
}

}  // namespace

/// Datagrams are short, nearly all of them: these lie side by side, on few pages, and in lines of the cache that do
/// not displace each other. What is longer goes on where it has room to be joined.
struct datagram_batch::memory {
  static constexpr std::size_t is_short = 1536;  // a whole Ethernet packet

  message_vector in;
  message_vector out;
  std::array<std::array<iovec, 2>, capacity> in_parts;
  std::array<iovec, capacity> out_parts;
  std::array<datagram, capacity> received;
  alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(drop_count))> control;
  std::array<std::array<std::byte, is_short>, capacity> starts;
  // Pages that no datagram ever reached into cost nothing.
  std::unique_ptr<std::byte[]> joined = std::make_unique_for_overwrite<std::byte[]>(capacity * max_datagram);

  memory() {
    for (std::size_t i = 0; i < capacity; ++i) {
      in_parts[i] = {{{.iov_base = starts[i].data(), .iov_len = is_short},
                      {.iov_base = long_payload(i) + is_short, .iov_len = max_datagram - is_short}}};
      in.set(i, in_parts[i]);
    }
  }

  [[nodiscard]] bytes payload(std::size_t i) const noexcept {
    const std::size_t size = in.headers[i].msg_len;
    if (size <= is_short) return std::span(starts[i]).first(size);
    std::ranges::copy(starts[i], long_payload(i));
    return {long_payload(i), size};
  }

 private:
  [[nodiscard]] std::byte* long_payload(std::size_t i) const noexcept {
    return joined.get() + i * max_datagram;
  }
};

datagram_batch::datagram_batch() : memory_(std::make_unique<memory>()) {}
datagram_batch::datagram_batch(datagram_batch&&) noexcept = default;
datagram_batch& datagram_batch::operator=(datagram_batch&&) noexcept = default;
datagram_batch::~datagram_batch() = default;

transfer datagram_batch::send(socket& through, std::span<const transmit> what) noexcept {
  message_vector& out = memory_->out;
  const std::size_t count = std::min(what.size(), capacity);
  for (std::size_t i = 0; i < count; ++i) {
    out.names[i] = native_address(what[i].to);
    // The kernel only reads it; POSIX has one iovec for both ways.
    memory_->out_parts[i] = {.iov_base = const_cast<std::byte*>(what[i].payload.data()),
                             .iov_len = what[i].payload.size()};
    out.set(i, std::span(memory_->out_parts).subspan(i, 1));
  }
  const int sent = uninterrupted([&] {
    return ::sendmmsg(through.value(), out.headers.data(), static_cast<unsigned>(count),
                      MSG_DONTWAIT | MSG_NOSIGNAL);
  });
  if (sent >= 0) return static_cast<std::size_t>(sent);
  const std::error_code why = last_error();
  if (lost_on_the_way(why)) return 1;
  return std::unexpected(why);
}

std::expected<std::span<const datagram>, std::error_code> datagram_batch::receive(
    socket& from, std::uint32_t& dropped) noexcept {
  message_vector& in = memory_->in;
  msghdr& first = in.headers[0].msg_hdr;
  first.msg_control = memory_->control.data();
  first.msg_controllen = memory_->control.size();
  const int got = uninterrupted(
      [&] { return ::recvmmsg(from.value(), in.headers.data(), capacity, MSG_DONTWAIT, nullptr); });
  if (got < 0) return std::unexpected(last_error());
  read_drops(first, dropped);
  const auto count = static_cast<std::size_t>(got);
  for (std::size_t i = 0; i < count; ++i) {
    memory_->received[i] = {to_endpoint(in.names[i].any), memory_->payload(i)};
    in.headers[i].msg_hdr.msg_namelen = sizeof(native_address::v6);
  }
  return std::span(memory_->received).first(count);
}

}  // namespace gamewire::inline v0::system
