/// The unconnected UDP sockets of a hub, one per address family; the part of `hub_driver` that is no
/// template.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <system_error>
#include <vector>

#include <gamewire/blocking/config.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::blocking {

struct datagram {
  endpoint from;
  bytes payload;
};

class sockets {
 public:
  /// Binds one socket to each endpoint. `invalid_argument` when there is none, or two of one family.
  static std::expected<sockets, std::error_code> bind(std::span<const endpoint> local, config chosen);
  static std::expected<sockets, std::error_code> adopt(std::vector<system::socket> bound, config chosen);

  [[nodiscard]] std::size_t size() const noexcept { return slots_.size(); }
  [[nodiscard]] endpoint local_endpoint(std::size_t i) const noexcept;

  /// Did the socket of that family take it? An error concerns this datagram alone.
  std::expected<bool, std::error_code> send(const transmit& what);
  /// The next datagram of socket `i`, if there is one, in a buffer that the next call uses again.
  std::expected<std::optional<datagram>, std::error_code> receive(std::size_t i);
  /// The next peer of socket `i` that the network says cannot be reached.
  std::optional<system::network_error> next_error(std::size_t i) noexcept;

  /// Waits for something to receive, for room to send where there was none, or for the time; see
  /// `system::wait`.
  std::error_code wait(time_point until) noexcept;
  /// Async-signal-safe.
  void stop() const noexcept { wake_.wake(); }
  void close() noexcept { slots_.clear(); }

 private:
  struct slot {
    system::socket open;
    ip_family family;
    bool full = false;    // takes no more to send
    bool failed = false;  // has errors to report
  };

  sockets(config chosen, system::wake_pipe wake);

  void trace(direction way, const endpoint& peer, bytes payload) const;

  config config_;
  system::wake_pipe wake_;
  std::vector<slot> slots_;
  std::unique_ptr<std::byte[]> buffer_;
};

}  // namespace gamewire::inline v0::blocking
