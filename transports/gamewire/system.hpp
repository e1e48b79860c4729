/// What the drivers want from the operating system: the clock, random bytes, sockets, waiting.
///
/// Every system call of the blocking and the Asio driver is behind this header, and `sockaddr` nowhere else.
/// All descriptors are close-on-exec; no call waits, but for `wait` and `receive_soon`; interrupted calls are
/// repeated; nothing raises SIGPIPE.
///
/// There are two of what is behind it: for POSIX, as Linux has it, and for Windows 10, where a descriptor is a SOCKET, and
/// errors are Winsock's, which compare equal to POSIX's. What Windows cannot do is said where it is.
#pragma once

#include <atomic>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

#include <gamewire/bytes.hpp>
#include <gamewire/endpoint.hpp>
#include <gamewire/time.hpp>

struct sockaddr;

namespace gamewire::inline v0::system {

/// The monotonic clock.
time_point now() noexcept;

/// Fills `out` from the system's source, good enough for secrets.
std::error_code fill_random(std::span<std::byte> out) noexcept;
/// For the option `seed` of a machine.
std::uint64_t random_seed() noexcept;

/// The endpoint of an Internet address; one of family `none` for any other.
endpoint to_endpoint(const sockaddr& from) noexcept;

/// Owns an open descriptor, which it closes.
class descriptor {
 public:
  /// Of none: -1.
  descriptor() = default;
  explicit descriptor(int open) noexcept : value_(open) {}
  descriptor(descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~descriptor();

  [[nodiscard]] int value() const noexcept { return value_; }

 private:
  int value_ = -1;
};

/// The network's word on a datagram that was sent: where it was going, and why it did not arrive.
struct network_error {
  endpoint to;  // of family `none`, if the system does not say
  std::error_code error;
};

/// What one call moved: bytes, or an error; `would_block` when it would have to wait.
using transfer = std::expected<std::size_t, std::error_code>;

/// No UDP datagram is longer.
inline constexpr std::size_t max_datagram = 65535;

/// How long `socket::receive_soon` waits. Long enough for most answers from near servers, and short enough
/// for a user who wants to stop.
inline constexpr nanoseconds patience = std::chrono::milliseconds(20);

/// Is it no error, but that there is nothing to be done now?
inline bool would_block(std::error_code error) noexcept {
  return error == std::errc::operation_would_block || error == std::errc::resource_unavailable_try_again;
}

/// A socket of one address family: a v6 socket does not hear v4.
class socket {
 public:
  socket() = default;
  /// Not bound yet, and not connected.
  static std::expected<socket, std::error_code> udp(ip_family family) noexcept;
  /// Sends at once what it is given (`TCP_NODELAY`): machines write whole messages. On Windows its port is its own: two that
  /// race to different addresses cannot both be bound to it.
  static std::expected<socket, std::error_code> tcp(ip_family family) noexcept;
  /// Takes over an open descriptor, which is closed even when this fails.
  static std::expected<socket, std::error_code> adopt(int open) noexcept;

  /// As bind(2) and connect(2); of a TCP socket, `begin_connect` is what does not wait.
  std::error_code bind(const endpoint& local) noexcept;
  std::error_code connect(const endpoint& remote) noexcept;
  /// Where it is bound; whom it is connected to.
  [[nodiscard]] std::expected<endpoint, std::error_code> local_endpoint() const noexcept;
  [[nodiscard]] std::expected<endpoint, std::error_code> remote_endpoint() const noexcept;

  /// Begins to connect a TCP socket. It can be sent to once `connected` says true.
  std::error_code begin_connect(const endpoint& remote) noexcept;
  /// Is it? Error: why it will never be.
  [[nodiscard]] std::expected<bool, std::error_code> connected() noexcept;
  /// A TCP server: `accept` gives the next connection, or `would_block`.
  std::error_code listen() noexcept;
  std::expected<socket, std::error_code> accept() noexcept;

  /// Asks for a kernel receive buffer of so many bytes, beyond the system's limit if the process may; 0
  /// leaves it as it is. The answer is what the kernel says it became; Linux counts its own overhead, so it
  /// doubles what it grants.
  transfer set_receive_buffer(std::size_t size) noexcept;

  /// On a connected socket. Of a stream, 0 bytes received are its end.
  transfer send(bytes datagram) noexcept;
  transfer receive(std::span<std::byte> into) noexcept;
  /// Would `receive` have something to tell, be it the end or an error? It stays there.
  [[nodiscard]] bool readable() const noexcept;
  /// Some bytes of a stream, from the front.
  transfer write(bytes some) noexcept;

  /// Waits up to `patience` for something to receive: one system call, but on Windows, where `wait` and `receive` are two. A
  /// signal ends it early, as `would_block`. The socket must have been made patient, which does not change
  /// the other calls.
  std::error_code make_patient() noexcept;
  transfer receive_soon(std::span<std::byte> into) noexcept;

  /// On an unconnected socket. A send to one peer never fails by what the network says of another.
  transfer send_to(const endpoint& to, bytes datagram) noexcept;
  transfer receive_from(endpoint& from, std::span<std::byte> into) noexcept;

  /// Whether the kernel keeps the network's errors, soft ones too, for `next_error` (`IP_RECVERR`). An
  /// unconnected socket hears of none of them otherwise. Windows keeps none: there is never a next one.
  std::error_code keep_errors(bool keep) noexcept;
  std::optional<network_error> next_error() noexcept;
  /// Datagrams go whole or not at all, whatever the network says of its links (`IP_PMTUDISC_PROBE`).
  std::error_code never_fragment() noexcept;
  /// The kernel tells with what is received how much it had to drop (`SO_RXQ_OVFL`). Windows does not.
  std::error_code count_drops() noexcept;

  /// The descriptor, which stays the socket's.
  [[nodiscard]] int value() const noexcept { return open_.value(); }

 private:
  explicit socket(int open) noexcept : open_(open) {}
  static std::expected<socket, std::error_code> make(ip_family family, int type) noexcept;

  descriptor open_;
};

/// Wakes a waiting thread from another thread or a signal handler.
class wake_pipe {
 public:
  /// Error: the system's, when it has no descriptors left.
  static std::expected<wake_pipe, std::error_code> open() noexcept;

  /// Async-signal-safe; remembered if nobody waits yet.
  void wake() const noexcept;
  /// Has it been woken since the last `clear`?
  [[nodiscard]] bool woken() const noexcept { return woken_->load(std::memory_order_relaxed); }
  /// Forgets it; was there something to forget?
  bool clear() const noexcept;
  /// Becomes readable when it is woken.
  [[nodiscard]] int value() const noexcept { return read_.value(); }

 private:
  descriptor read_;
  descriptor write_;
  std::unique_ptr<std::atomic<bool>> woken_;
};

/// A socket to wait for; what is `out` says what it was ready for.
struct watched {
  const socket* what;
  bool receiving = true;  // wait for something to receive
  bool sending = false;   // and until it takes more to send
  bool writable = false;  // out: it takes more to send
  bool failed = false;    // out: it has an error to report
};

/// Sockets of one `wait`.
inline constexpr std::size_t max_watched = 8;

/// Waits until a socket (at most `max_watched` of them) can be read, written or has an error, or until the
/// time has come: then {}. `operation_canceled` when woken, which clears the pipe. Anything else is the
/// system's trouble.
std::error_code wait(std::span<watched> sockets, const wake_pipe& wake, time_point until) noexcept;

}  // namespace gamewire::inline v0::system
