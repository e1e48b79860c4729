#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <new>

#include <gamewire/native_address.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::system {
namespace {

int clamp(std::size_t size) noexcept {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

const char* from(bytes what) noexcept { return reinterpret_cast<const char*>(what.data()); }
char* to(std::span<std::byte> what) noexcept { return reinterpret_cast<char*>(what.data()); }

std::error_code set_flag(int open, int level, int option, int value) noexcept {
  const auto* const text = reinterpret_cast<const char*>(&value);
  return ::setsockopt(to_native(open), level, option, text, sizeof value) != 0 ? last_error()
                                                                               : std::error_code{};
}

std::expected<int, std::error_code> flag(int open, int level, int option) noexcept {
  int value = 0;
  socklen_t size = sizeof value;
  if (::getsockopt(to_native(open), level, option, reinterpret_cast<char*>(&value), &size) != 0)
    return std::unexpected(last_error());
  return value;
}

template <class Name>
std::expected<endpoint, std::error_code> name_of(Name get, int open) noexcept {
  native_address found;
  if (get(to_native(open), &found.any, &found.size) != 0) return std::unexpected(last_error());
  return to_endpoint(found.any);
}

std::error_code set_report(int open, DWORD which, bool wanted) noexcept {
  BOOL value = wanted;
  DWORD ignored = 0;
  return ::WSAIoctl(to_native(open), which, &value, sizeof value, nullptr, 0, &ignored, nullptr, nullptr) != 0
             ? last_error()
             : std::error_code{};
}

/// Whether the calls that receive tell of a datagram that nobody wanted. Of an unconnected socket they cannot say whose.
std::error_code report_refusals(int open, bool wanted) noexcept {
  return set_report(open, SIO_UDP_CONNRESET, wanted);
}

bool is_datagram(int open) noexcept { return flag(open, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM; }

/// Of a datagram's refusal it says that a connection was reset.
std::error_code error_of(int open, int code) noexcept {
  return to_error(code == WSAECONNRESET && is_datagram(open) ? WSAECONNREFUSED : code);
}

transfer to_sent(int open, int result) noexcept {
  if (result < 0) return std::unexpected(error_of(open, ::WSAGetLastError()));
  return static_cast<std::size_t>(result);
}

/// A datagram that is longer than its room is an error here, though its beginning has been received.
transfer to_received(int open, int result, std::size_t room) noexcept {
  if (result < 0 && ::WSAGetLastError() == WSAEMSGSIZE) return room;
  return to_sent(open, result);
}

/// As POSIX has it: what the system has no room for is lost, as the network might have lost it.
transfer sent_or_lost(transfer result, bytes datagram) noexcept {
  if (!result && result.error() == std::errc::no_buffer_space) return datagram.size();
  return result;
}

/// No program that this one starts inherits it, and no call waits.
std::error_code make_own(int open) noexcept {
  u_long enable = 1;
  if (::ioctlsocket(to_native(open), static_cast<long>(FIONBIO), &enable) != 0) return last_error();
  ::SetHandleInformation(reinterpret_cast<HANDLE>(to_native(open)), HANDLE_FLAG_INHERIT, 0);
  return {};
}

std::expected<descriptor, std::error_code> open_socket(int domain, int type) noexcept {
  if (const auto error = start_network()) return std::unexpected(error);
  descriptor made(from_native(
      ::WSASocketW(domain, type, 0, nullptr, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT)));
  if (made.value() < 0) return std::unexpected(last_error());
  if (const auto error = make_own(made.value())) return std::unexpected(error);
  // Else any other program could bind the same port and take what comes.
  if (const auto error = set_flag(made.value(), SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1))
    return std::unexpected(error);
  return made;
}

/// A socket that hears nobody but itself: there are no pipes that one could wait for.
std::expected<descriptor, std::error_code> open_echo() noexcept {
  auto made = open_socket(AF_INET, SOCK_DGRAM);
  if (!made) return made;
  const SOCKET open = to_native(made->value());
  native_address self(endpoint::v4({127, 0, 0, 1}, 0));
  if (::bind(open, &self.any, self.size) != 0 || ::getsockname(open, &self.any, &self.size) != 0 ||
      ::connect(open, &self.any, self.size) != 0)
    return std::unexpected(last_error());
  return made;
}

std::expected<SHORT, std::error_code> poll(int open, SHORT events, INT milliseconds) noexcept {
  WSAPOLLFD one{.fd = to_native(open), .events = events, .revents = 0};
  if (::WSAPoll(&one, 1, milliseconds) < 0) return std::unexpected(last_error());
  return one.revents;
}

/// For WSAPoll: up to a whole millisecond, so that it does not return just before its time.
INT time_left(time_point until) noexcept {
  if (until == never) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::min(until, now()));
  return static_cast<INT>(std::min<std::int64_t>(left.count(), std::numeric_limits<INT>::max()));
}

}  // namespace

std::error_code start_network() noexcept {
  // Never ended: some thread may need it until the process does.
  static const int error = [] {
    WSADATA ignored;
    return ::WSAStartup(MAKEWORD(2, 2), &ignored);
  }();
  return error != 0 ? to_error(error) : std::error_code{};
}

std::error_code fill_random(std::span<std::byte> out) noexcept {
  while (!out.empty()) {
    const auto some = out.first(static_cast<std::size_t>(clamp(out.size())));
    const NTSTATUS status =
        ::BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(some.data()), static_cast<ULONG>(some.size()),
                          BCRYPT_USE_SYSTEM_PREFERRED_RNG);
    if (status < 0) return std::make_error_code(std::errc::io_error);
    out = out.subspan(some.size());
  }
  return {};
}

descriptor::~descriptor() {
  if (value_ >= 0) ::closesocket(to_native(value_));
}

std::expected<socket, std::error_code> socket::make(ip_family family, int type) noexcept {
  const int domain = family == ip_family::v4 ? AF_INET : family == ip_family::v6 ? AF_INET6 : -1;
  auto open = open_socket(domain, type);
  if (!open) return std::unexpected(open.error());
  socket made;
  made.open_ = std::move(*open);
  if (domain == AF_INET6)
    if (const auto error = set_flag(made.value(), IPPROTO_IPV6, IPV6_V6ONLY, 1))
      return std::unexpected(error);
  return made;
}

std::expected<socket, std::error_code> socket::udp(ip_family family) noexcept {
  auto made = make(family, SOCK_DGRAM);
  if (!made) return made;
  if (const auto error = report_refusals(made->value(), false)) return std::unexpected(error);
  // That a datagram went from router to router for too long is no news for anybody. Not every system has the choice.
  (void)set_report(made->value(), SIO_UDP_NETRESET, false);
  return made;
}

std::expected<socket, std::error_code> socket::tcp(ip_family family) noexcept {
  auto made = make(family, SOCK_STREAM);
  if (!made) return made;
  if (const auto error = set_flag(made->value(), IPPROTO_TCP, TCP_NODELAY, 1)) return std::unexpected(error);
  return made;
}

std::expected<socket, std::error_code> socket::adopt(int open) noexcept {
  socket made(open);
  if (const auto error = make_own(open)) return std::unexpected(error);
  return made;
}

std::error_code socket::bind(const endpoint& local) noexcept {
  const native_address name(local);
  return ::bind(to_native(value()), &name.any, name.size) != 0 ? last_error() : std::error_code{};
}

std::error_code socket::connect(const endpoint& remote) noexcept {
  const native_address name(remote);
  if (::connect(to_native(value()), &name.any, name.size) != 0) return last_error();
  return is_datagram(value()) ? report_refusals(value(), true) : std::error_code{};
}

std::error_code socket::begin_connect(const endpoint& remote) noexcept {
  const auto error = connect(remote);
  return would_block(error) ? std::error_code{} : error;
}

std::expected<bool, std::error_code> socket::connected() noexcept {
  const auto state = poll(value(), POLLOUT, 0);
  if (!state) return std::unexpected(state.error());
  const auto error = flag(value(), SOL_SOCKET, SO_ERROR);
  if (!error) return std::unexpected(error.error());
  if (*error != 0) return std::unexpected(to_error(*error));
  return (*state & POLLOUT) != 0 && remote_endpoint().has_value();
}

std::error_code socket::listen() noexcept {
  return ::listen(to_native(value()), SOMAXCONN) != 0 ? last_error() : std::error_code{};
}

std::expected<socket, std::error_code> socket::accept() noexcept {
  const int open = from_native(::accept(to_native(value()), nullptr, nullptr));
  if (open < 0) return std::unexpected(last_error());
  auto made = adopt(open);
  if (!made) return made;
  if (const auto error = set_flag(made->value(), IPPROTO_TCP, TCP_NODELAY, 1)) return std::unexpected(error);
  return made;
}

std::expected<endpoint, std::error_code> socket::local_endpoint() const noexcept {
  return name_of(::getsockname, value());
}

std::expected<endpoint, std::error_code> socket::remote_endpoint() const noexcept {
  return name_of(::getpeername, value());
}

transfer socket::set_receive_buffer(std::size_t size) noexcept {
  const int wanted = clamp(std::min<std::size_t>(size, 1U << 30));
  if (wanted != 0)
    if (const auto error = set_flag(value(), SOL_SOCKET, SO_RCVBUF, wanted)) return std::unexpected(error);
  const auto granted = flag(value(), SOL_SOCKET, SO_RCVBUF);
  if (!granted) return std::unexpected(granted.error());
  return static_cast<std::size_t>(*granted);
}

transfer socket::send(bytes datagram) noexcept { return sent_or_lost(write(datagram), datagram); }

transfer socket::write(bytes some) noexcept {
  return to_sent(value(), ::send(to_native(value()), from(some), clamp(some.size()), 0));
}

transfer socket::receive(std::span<std::byte> into) noexcept {
  return to_received(value(), ::recv(to_native(value()), to(into), clamp(into.size()), 0), into.size());
}

bool socket::readable() const noexcept { return poll(value(), POLLIN, 0).value_or(0) != 0; }

/// No call waits for a while, unless a socket waits in all of them: two calls, then.
std::error_code socket::make_patient() noexcept { return {}; }

transfer socket::receive_soon(std::span<std::byte> into) noexcept {
  (void)poll(value(), POLLIN, patience / std::chrono::milliseconds(1));
  return receive(into);
}

transfer socket::send_to(const endpoint& to, bytes datagram) noexcept {
  const native_address name(to);
  return sent_or_lost(to_sent(value(), ::sendto(to_native(value()), from(datagram), clamp(datagram.size()), 0,
                                                &name.any, name.size)),
                      datagram);
}

transfer socket::receive_from(endpoint& from, std::span<std::byte> into) noexcept {
  native_address name;
  const transfer got = to_received(
      value(), ::recvfrom(to_native(value()), to(into), clamp(into.size()), 0, &name.any, &name.size),
      into.size());
  if (got) from = to_endpoint(name.any);
  return got;
}

/// They cannot be kept. So an unconnected socket does without, lest one peer's refusal end what others say.
std::error_code socket::keep_errors(bool keep) noexcept { return report_refusals(value(), !keep); }

std::optional<network_error> socket::next_error() noexcept { return std::nullopt; }

std::error_code socket::never_fragment() noexcept {
  const auto local = local_endpoint();
  if (!local) return local.error();
  return local->is_v4() ? set_flag(value(), IPPROTO_IP, IP_DONTFRAGMENT, 1)
                        : set_flag(value(), IPPROTO_IPV6, IPV6_DONTFRAG, 1);
}

/// It does not tell.
std::error_code socket::count_drops() noexcept { return {}; }

std::expected<wake_pipe, std::error_code> wake_pipe::open() noexcept {
  auto echo = open_echo();
  if (!echo) return std::unexpected(echo.error());
  wake_pipe made;
  made.read_ = std::move(*echo);
  made.woken_.reset(new (std::nothrow) std::atomic<bool>(false));
  if (!made.woken_) return std::unexpected(std::make_error_code(std::errc::not_enough_memory));
  return made;
}

void wake_pipe::wake() const noexcept {
  if (woken_->exchange(true, std::memory_order_relaxed)) return;  // its token is on the way
  const char token = 0;
  (void)::send(to_native(read_.value()), &token, 1, 0);
}

bool wake_pipe::clear() const noexcept {
  std::array<char, 64> token;
  while (::recv(to_native(read_.value()), token.data(), token.size(), 0) >= 0) continue;
  return woken_->exchange(false, std::memory_order_relaxed);
}

std::error_code wait(std::span<watched> sockets, const wake_pipe& wake, time_point until) noexcept {
  std::array<WSAPOLLFD, max_watched + 1> polled{};
  polled[0] = {.fd = to_native(wake.value()), .events = POLLIN, .revents = 0};
  ULONG count = 1;
  for (const watched& one : sockets) {
    if (one.what->value() < 0) continue;  // WSAPoll would not overlook it
    const int events = (one.receiving ? POLLIN : 0) | (one.sending ? POLLOUT : 0);
    polled[count++] = {
        .fd = to_native(one.what->value()), .events = static_cast<SHORT>(events), .revents = 0};
  }

  int ready = 0;
  do ready = ::WSAPoll(polled.data(), count, time_left(until));
  while (ready == 0 && now() < until);
  if (ready < 0) return last_error();
  if (polled[0].revents != 0 && wake.clear()) return std::make_error_code(std::errc::operation_canceled);
  const WSAPOLLFD* next = &polled[1];
  for (watched& one : sockets) {
    const int said = one.what->value() < 0 ? 0 : (next++)->revents;
    one.writable = (said & POLLOUT) != 0;
    one.failed = (said & ~(POLLIN | POLLOUT)) != 0;
  }
  return {};
}

}  // namespace gamewire::inline v0::system
