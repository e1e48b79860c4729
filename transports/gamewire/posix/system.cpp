#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <new>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gamewire/native_address.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::system {
namespace {

constexpr int no_wait = MSG_DONTWAIT | MSG_NOSIGNAL;

transfer to_transfer(ssize_t result) noexcept {
  if (result < 0) return std::unexpected(last_error());
  return static_cast<std::size_t>(result);
}

template <class Name>
std::expected<endpoint, std::error_code> name_of(Name get, int open) noexcept {
  native_address found;
  if (get(open, &found.any, &found.size) < 0) return std::unexpected(last_error());
  return to_endpoint(found.any);
}

std::error_code set_flag(int open, int level, int option, int value) noexcept {
  return ::setsockopt(open, level, option, &value, sizeof value) < 0 ? last_error() : std::error_code{};
}

/// An unconnected socket reports what became of earlier datagrams through whatever call comes next, once
/// each. An error that is there again belongs to this call.
constexpr int attempts_past_errors = 4;

template <class Call>
transfer past_errors_of_others(Call call) noexcept {
  transfer result;
  for (int i = 0; i < attempts_past_errors; ++i) {
    result = to_transfer(uninterrupted(call));
    if (result || would_block(result.error())) break;
  }
  return result;
}

transfer sent_or_lost(transfer result, bytes datagram) noexcept {
  return !result && lost_on_the_way(result.error()) ? datagram.size() : result;
}

const sock_extended_err* extended_error(msghdr& message) noexcept {
  for (cmsghdr* at = CMSG_FIRSTHDR(&message); at != nullptr; at = CMSG_NXTHDR(&message, at)) {
    const bool v4 = at->cmsg_level == IPPROTO_IP && at->cmsg_type == IP_RECVERR;
    const bool v6 = at->cmsg_level == IPPROTO_IPV6 && at->cmsg_type == IPV6_RECVERR;
    if (v4 || v6) return reinterpret_cast<const sock_extended_err*>(CMSG_DATA(at));
  }
  return nullptr;
}

/// Errors of this host were returned by the call that caused them. That a datagram was too large for a link
/// on the way is no reason to give up: the kernel has learned it and fragments the next one.
bool says_unreachable(const sock_extended_err& error) noexcept {
  const bool from_network = error.ee_origin == SO_EE_ORIGIN_ICMP || error.ee_origin == SO_EE_ORIGIN_ICMP6;
  return from_network && error.ee_errno != EMSGSIZE;
}

timespec time_left(time_point until) noexcept { return to_timespec(until - std::min(until, now())); }

}  // namespace

std::error_code fill_random(std::span<std::byte> out) noexcept {
  while (!out.empty()) {
    const ssize_t got = uninterrupted([&] { return ::getrandom(out.data(), out.size(), 0); });
    if (got < 0) return last_error();
    out = out.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

descriptor::~descriptor() {
  if (value_ >= 0) ::close(value_);
}

std::expected<socket, std::error_code> socket::make(ip_family family, int type) noexcept {
  const int domain = family == ip_family::v4 ? AF_INET : family == ip_family::v6 ? AF_INET6 : AF_UNSPEC;
  socket made(::socket(domain, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (made.value() < 0) return std::unexpected(last_error());
  if (domain == AF_INET6)
    if (const auto error = set_flag(made.value(), IPPROTO_IPV6, IPV6_V6ONLY, 1))
      return std::unexpected(error);
  return made;
}

std::expected<socket, std::error_code> socket::udp(ip_family family) noexcept {
  return make(family, SOCK_DGRAM);
}

std::expected<socket, std::error_code> socket::tcp(ip_family family) noexcept {
  auto made = make(family, SOCK_STREAM);
  if (!made) return made;
  if (const auto error = set_flag(made->value(), IPPROTO_TCP, TCP_NODELAY, 1)) return std::unexpected(error);
  // Old connections, that the kernel still remembers, do not keep a port from being bound anew.
  if (const auto error = set_flag(made->value(), SOL_SOCKET, SO_REUSEADDR, 1)) return std::unexpected(error);
  return made;
}

std::expected<socket, std::error_code> socket::adopt(int open) noexcept {
  socket made(open);
  const int flags = ::fcntl(open, F_GETFL);
  if (flags < 0 || ::fcntl(open, F_SETFL, flags | O_NONBLOCK) < 0 || ::fcntl(open, F_SETFD, FD_CLOEXEC) < 0)
    return std::unexpected(last_error());
  return made;
}

std::error_code socket::bind(const endpoint& local) noexcept {
  const native_address name(local);
  return ::bind(value(), &name.any, name.size) < 0 ? last_error() : std::error_code{};
}

std::error_code socket::connect(const endpoint& remote) noexcept {
  const native_address name(remote);
  return uninterrupted([&] { return ::connect(value(), &name.any, name.size); }) < 0 ? last_error()
                                                                                     : std::error_code{};
}

std::error_code socket::begin_connect(const endpoint& remote) noexcept {
  const auto error = connect(remote);
  return error == std::errc::operation_in_progress ? std::error_code{} : error;
}

std::expected<bool, std::error_code> socket::connected() noexcept {
  int error = 0;
  socklen_t length = sizeof error;
  if (::getsockopt(value(), SOL_SOCKET, SO_ERROR, &error, &length) < 0) return std::unexpected(last_error());
  if (error != 0) return std::unexpected(std::error_code(error, std::system_category()));
  return remote_endpoint().has_value();
}

std::error_code socket::listen() noexcept {
  return ::listen(value(), SOMAXCONN) < 0 ? last_error() : std::error_code{};
}

std::expected<socket, std::error_code> socket::accept() noexcept {
  socket made(
      uninterrupted([&] { return ::accept4(value(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK); }));
  if (made.value() < 0) return std::unexpected(last_error());
  if (const auto error = set_flag(made.value(), IPPROTO_TCP, TCP_NODELAY, 1)) return std::unexpected(error);
  return made;
}

std::expected<endpoint, std::error_code> socket::local_endpoint() const noexcept {
  return name_of(::getsockname, value());
}

std::expected<endpoint, std::error_code> socket::remote_endpoint() const noexcept {
  return name_of(::getpeername, value());
}

transfer socket::set_receive_buffer(std::size_t size) noexcept {
  const auto wanted = static_cast<int>(std::min<std::size_t>(size, 1U << 30));
  if (wanted != 0 && set_flag(value(), SOL_SOCKET, SO_RCVBUFFORCE, wanted))
    if (const auto error = set_flag(value(), SOL_SOCKET, SO_RCVBUF, wanted)) return std::unexpected(error);
  int granted = 0;
  socklen_t length = sizeof granted;
  if (::getsockopt(value(), SOL_SOCKET, SO_RCVBUF, &granted, &length) < 0)
    return std::unexpected(last_error());
  return static_cast<std::size_t>(granted);
}

transfer socket::send(bytes datagram) noexcept {
  return sent_or_lost(
      to_transfer(uninterrupted([&] { return ::send(value(), datagram.data(), datagram.size(), no_wait); })),
      datagram);
}

transfer socket::write(bytes some) noexcept {
  return to_transfer(uninterrupted([&] { return ::send(value(), some.data(), some.size(), no_wait); }));
}

transfer socket::receive(std::span<std::byte> into) noexcept {
  return to_transfer(uninterrupted([&] { return ::recv(value(), into.data(), into.size(), no_wait); }));
}

/// Not by a look at the first byte, which would take an error away.
bool socket::readable() const noexcept {
  pollfd one{.fd = value(), .events = POLLIN, .revents = 0};
  return ::poll(&one, 1, 0) == 1;
}

std::error_code socket::make_patient() noexcept {
  const int flags = ::fcntl(value(), F_GETFL);
  if (flags < 0 || ::fcntl(value(), F_SETFL, flags & ~O_NONBLOCK) < 0) return last_error();
  const timeval longest{.tv_sec = 0, .tv_usec = patience / std::chrono::microseconds(1)};
  return ::setsockopt(value(), SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest) < 0 ? last_error()
                                                                                      : std::error_code{};
}

transfer socket::receive_soon(std::span<std::byte> into) noexcept {
  const ssize_t got = ::recv(value(), into.data(), into.size(), 0);
  if (got < 0 && errno == EINTR) errno = EAGAIN;
  return to_transfer(got);
}

transfer socket::send_to(const endpoint& to, bytes datagram) noexcept {
  const native_address name(to);
  return sent_or_lost(
      past_errors_of_others(
          [&] { return ::sendto(value(), datagram.data(), datagram.size(), no_wait, &name.any, name.size); }),
      datagram);
}

transfer socket::receive_from(endpoint& from, std::span<std::byte> into) noexcept {
  native_address name;
  const transfer got = past_errors_of_others(
      [&] { return ::recvfrom(value(), into.data(), into.size(), no_wait, &name.any, &name.size); });
  if (got) from = to_endpoint(name.any);
  return got;
}

std::error_code socket::keep_errors(bool keep) noexcept {
  const auto local = local_endpoint();
  if (!local) return local.error();
  switch (local->family()) {
    case ip_family::v4: return set_flag(value(), IPPROTO_IP, IP_RECVERR, keep);
    case ip_family::v6: return set_flag(value(), IPPROTO_IPV6, IPV6_RECVERR, keep);
    case ip_family::none: return {};  // a local socket has no network to hear from
  }
  return {};
}

std::error_code socket::never_fragment() noexcept {
  const auto local = local_endpoint();
  if (!local) return local.error();
  switch (local->family()) {
    case ip_family::v4: return set_flag(value(), IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE);
    case ip_family::v6: return set_flag(value(), IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_PROBE);
    case ip_family::none: return {};
  }
  return {};
}

std::error_code socket::count_drops() noexcept { return set_flag(value(), SOL_SOCKET, SO_RXQ_OVFL, 1); }

std::optional<network_error> socket::next_error() noexcept {
  for (;;) {
    native_address to;
    alignas(cmsghdr) std::array<std::byte, 256> control;
    msghdr message{};
    message.msg_name = &to.any;
    message.msg_namelen = to.size;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (uninterrupted([&] { return ::recvmsg(value(), &message, MSG_ERRQUEUE); }) < 0) return std::nullopt;
    const sock_extended_err* const error = extended_error(message);
    if (error != nullptr && says_unreachable(*error))
      return network_error{to_endpoint(to.any), {static_cast<int>(error->ee_errno), std::system_category()}};
  }
}

std::expected<wake_pipe, std::error_code> wake_pipe::open() noexcept {
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) < 0) return std::unexpected(last_error());
  wake_pipe made;
  made.read_ = descriptor(ends[0]);
  made.write_ = descriptor(ends[1]);
  made.woken_.reset(new (std::nothrow) std::atomic<bool>(false));
  if (!made.woken_) return std::unexpected(std::make_error_code(std::errc::not_enough_memory));
  return made;
}

void wake_pipe::wake() const noexcept {
  const int before = errno;  // a signal handler leaves it as it was
  woken_->store(true, std::memory_order_relaxed);
  const char token = 0;
  [[maybe_unused]] const auto ignored = ::write(write_.value(), &token, 1);  // a full pipe wakes as well
  errno = before;
}

bool wake_pipe::clear() const noexcept {
  std::array<char, 64> tokens;
  while (::read(read_.value(), tokens.data(), tokens.size()) > 0) continue;
  return woken_->exchange(false, std::memory_order_relaxed);
}

std::error_code wait(std::span<watched> sockets, const wake_pipe& wake, time_point until) noexcept {
  std::array<pollfd, max_watched + 1> polled{};
  for (std::size_t i = 0; i < sockets.size(); ++i) {
    polled[i].fd = sockets[i].what->value();
    polled[i].events =
        static_cast<short>((sockets[i].receiving ? POLLIN : 0) | (sockets[i].sending ? POLLOUT : 0));
  }
  polled[sockets.size()] = {.fd = wake.value(), .events = POLLIN, .revents = 0};

  const int ready = uninterrupted([&] {
    const timespec left = time_left(until);
    return ::ppoll(polled.data(), sockets.size() + 1, until == never ? nullptr : &left, nullptr);
  });
  if (ready < 0) return last_error();
  if (polled[sockets.size()].revents != 0 && wake.clear())
    return std::make_error_code(std::errc::operation_canceled);
  for (std::size_t i = 0; i < sockets.size(); ++i) {
    sockets[i].writable = (polled[i].revents & POLLOUT) != 0;
    sockets[i].failed = (polled[i].revents & ~(POLLIN | POLLOUT)) != 0;
  }
  return {};
}

}  // namespace gamewire::inline v0::system
