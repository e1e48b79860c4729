/// A TCP server's socket. It never waits.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <system_error>

#include <gamewire/system.hpp>
#include <gamewire/trace.hpp>

namespace gamewire::inline v0 {

/// Names a connection of one server; never used again.
enum class connection_id : std::uint64_t {};

/// A connection, as the handler of a server is told of it.
struct connection {
  connection_id id;
  endpoint remote;  // whose it is
};

struct acceptor_options {
  /// So many at a time; the next ones wait in the system's queue, and are refused when that is full.
  std::size_t max_connections = 1024;
  /// As of `driver_options`. What peers send in secret is not hidden.
  trace_hook trace = nullptr;
};

/// For drivers.
class listener {
 public:
  /// A connection, and whose it is.
  struct accepted {
    system::socket socket;
    endpoint remote;
  };

  /// Listens there; with port 0 on one of the system's choice. Errors: the system's.
  static std::expected<listener, std::error_code> bind(const endpoint& local);
  /// Takes over a bound socket, and has it listen.
  static std::expected<listener, std::error_code> adopt(system::socket bound);

  /// Where it listens; and the socket, to wait for.
  [[nodiscard]] const endpoint& local_endpoint() const noexcept { return local_; }
  [[nodiscard]] const system::socket& socket() const noexcept { return socket_; }

  /// The next connection that is still there; nothing when there is none. Nor when the system has no descriptor
  /// left for it: the connection stays, so the socket says that it is ready over and over. It is then not to be
  /// waited for until `rests_until`.
  std::optional<accepted> accept(time_point now);
  [[nodiscard]] time_point rests_until() const noexcept { return rests_until_; }

  /// Accepts no more. Connections stay.
  void close() noexcept { socket_ = {}; }

  /// How long it is not to be waited for then.
  static constexpr nanoseconds rest = std::chrono::milliseconds(100);

 private:
  listener(system::socket open, const endpoint& local) : socket_(std::move(open)), local_(local) {}

  system::socket socket_;
  endpoint local_;
  time_point rests_until_ = time_point::min();
};

}  // namespace gamewire::inline v0
