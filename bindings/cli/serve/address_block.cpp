#include "serve/address_block.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>

namespace gamewire::cli {
namespace {

constexpr std::size_t batch_size = 64;
constexpr std::size_t largest = 1500;  // no query is longer, and no answer but a split one's fragment
constexpr std::size_t receive_buffer = 32U << 20;

std::error_code last_error() noexcept { return {errno, std::system_category()}; }

sockaddr_in native(const endpoint& from) noexcept {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(from.port());
  std::memcpy(&to.sin_addr, from.address().data(), sizeof to.sin_addr);
  return to;
}

}  // namespace

/// One batch of messages; each has a control message that names the local address.
struct address_block::memory {
  struct message {
    sockaddr_in name;
    iovec part;
    alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(in_pktinfo))> control;
    std::array<std::byte, largest> payload;
  };
  std::array<mmsghdr, batch_size> headers;
  std::array<message, batch_size> messages;
  std::array<datagram, batch_size> received;

  void prepare(std::size_t i, std::size_t size) noexcept {
    message& one = messages[i];
    one.part = {.iov_base = one.payload.data(), .iov_len = size};
    headers[i] = {};
    msghdr& to = headers[i].msg_hdr;
    to.msg_name = &one.name;
    to.msg_namelen = sizeof one.name;
    to.msg_iov = &one.part;
    to.msg_iovlen = 1;
    to.msg_control = one.control.data();
    to.msg_controllen = one.control.size();
  }

  void put(std::size_t i, std::uint32_t local, const endpoint& peer, bytes payload) noexcept {
    prepare(i, payload.size());
    messages[i].name = native(peer);
    std::memcpy(messages[i].payload.data(), payload.data(), payload.size());
    in_pktinfo from{};
    from.ipi_spec_dst.s_addr = htonl(local);
    cmsghdr* control = CMSG_FIRSTHDR(&headers[i].msg_hdr);
    control->cmsg_level = IPPROTO_IP;
    control->cmsg_type = IP_PKTINFO;
    control->cmsg_len = CMSG_LEN(sizeof from);
    std::memcpy(CMSG_DATA(control), &from, sizeof from);
  }

  [[nodiscard]] datagram get(std::size_t i) noexcept {
    sockaddr from;
    std::memcpy(&from, &messages[i].name, sizeof from);
    const bytes payload(messages[i].payload.data(), headers[i].msg_len);
    return {.local = local(headers[i].msg_hdr), .peer = system::to_endpoint(from), .payload = payload};
  }

  static std::uint32_t local(msghdr& of) noexcept {
    for (cmsghdr* at = CMSG_FIRSTHDR(&of); at != nullptr; at = CMSG_NXTHDR(&of, at)) {
      if (at->cmsg_level != IPPROTO_IP || at->cmsg_type != IP_PKTINFO) continue;
      in_pktinfo to{};
      std::memcpy(&to, CMSG_DATA(at), sizeof to);
      return ntohl(to.ipi_addr.s_addr);
    }
    return 0;
  }
};

std::expected<address_block, std::error_code> address_block::bind(std::uint16_t port) {
  auto open = system::socket::udp(ip_family::v4);
  if (!open) return std::unexpected(open.error());
  const int on = 1;
  if (::setsockopt(open->value(), IPPROTO_IP, IP_PKTINFO, &on, sizeof on) != 0)
    return std::unexpected(last_error());
  if (const auto granted = open->set_receive_buffer(receive_buffer); !granted)
    return std::unexpected(granted.error());
  if (const auto failed = open->bind(endpoint::v4({}, port))) return std::unexpected(failed);
  const auto bound = open->local_endpoint();
  if (!bound) return std::unexpected(bound.error());
  auto wake = system::wake_pipe::open();
  if (!wake) return std::unexpected(wake.error());
  return address_block(std::move(*open), std::move(*wake), bound->port());
}

address_block::address_block(system::socket open, system::wake_pipe wake, std::uint16_t port)
    : socket_(std::move(open)),
      wake_(std::move(wake)),
      port_(port),
      in_(std::make_unique<memory>()),
      out_(std::make_unique<memory>()) {}

address_block::address_block(address_block&&) noexcept = default;
address_block::~address_block() = default;

std::expected<std::span<const address_block::datagram>, std::error_code> address_block::receive(
    time_point until) {
  system::watched one{.what = &socket_};
  if (const auto woken = system::wait({&one, 1}, wake_, until)) return std::unexpected(woken);
  for (std::size_t i = 0; i < batch_size; ++i) in_->prepare(i, largest);
  const int got = ::recvmmsg(socket_.value(), in_->headers.data(), batch_size, MSG_DONTWAIT, nullptr);
  const auto count = static_cast<std::size_t>(std::max(got, 0));  // none: the time has come
  for (std::size_t i = 0; i < count; ++i) in_->received[i] = in_->get(i);
  return std::span(in_->received).first(count);
}

void address_block::send(std::uint32_t local, const endpoint& peer, bytes payload) noexcept {
  if (payload.size() > largest || !peer.is_v4()) return;
  out_->put(waiting_++, local, peer, payload);
  if (waiting_ == batch_size) flush();
}

void address_block::flush() noexcept {
  for (std::size_t done = 0; done < waiting_;) {
    const int sent = ::sendmmsg(socket_.value(), out_->headers.data() + done,
                                static_cast<unsigned>(waiting_ - done), MSG_DONTWAIT | MSG_NOSIGNAL);
    done += sent > 0 ? static_cast<std::size_t>(sent) : 1;
  }
  waiting_ = 0;
}

}  // namespace gamewire::cli
