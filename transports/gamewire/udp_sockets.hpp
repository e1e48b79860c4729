/// The unconnected UDP sockets of a hub, one per address family. They never wait.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <system_error>
#include <vector>

#include <gamewire/datagram_batch.hpp>
#include <gamewire/driver_options.hpp>

namespace gamewire::inline v0 {

/// For drivers. What it sends and receives goes to the trace, if there is one.
class udp_sockets {
 public:
  /// Binds one socket to each endpoint. `invalid_argument` when there is none, or two of one family; or the system's.
  static std::expected<udp_sockets, std::error_code> bind(std::span<const endpoint> local,
                                                          driver_options chosen);
  /// Takes over bound ones, which are closed if this fails. The same errors; or the system's.
  static std::expected<udp_sockets, std::error_code> adopt(std::vector<system::socket> bound,
                                                           driver_options chosen);

  /// How many; and one of them, to wait for. Their order is that in which they were given; `i` has to be below that
  /// number, here and in all but `local_endpoint`.
  [[nodiscard]] std::size_t size() const noexcept { return slots_.size(); }
  [[nodiscard]] const system::socket& operator[](std::size_t i) const noexcept { return slots_[i].open; }
  /// Where it is bound; of family `none` if the system does not say, or there is no such socket.
  [[nodiscard]] endpoint local_endpoint(std::size_t i) const noexcept;

  /// Sends those at the front, at least one, that go through the same socket: how many it took, 0 when it takes no
  /// more. An error concerns the first alone: there may be no socket of its family.
  system::transfer send(std::span<const transmit> what);
  /// The next datagrams of socket `i`, at least one, which live until the next call. Errors: `would_block`;
  /// any other is the network's word on what was sent, to be heard by `next_error`.
  std::expected<std::span<const system::datagram>, std::error_code> receive(std::size_t i);
  /// The next peer of socket `i` that the network says cannot be reached.
  std::optional<system::network_error> next_error(std::size_t i) noexcept;
  /// Socket `i` may have such news; who waited for it may know, too.
  [[nodiscard]] bool failing(std::size_t i) const noexcept { return slots_[i].failing; }
  void failed(std::size_t i) noexcept { slots_[i].failing = true; }

  /// Socket `i` took no more to send; so it is until `writable`.
  [[nodiscard]] bool full(std::size_t i) const noexcept { return slots_[i].full; }
  void writable(std::size_t i) noexcept { slots_[i].full = false; }

  /// Datagrams that came and were lost, because the kernel had no room for more.
  [[nodiscard]] std::uint64_t dropped() const noexcept;

  /// Closes all of them.
  void close() noexcept { slots_.clear(); }

 private:
  struct slot {
    system::socket open;
    ip_family family;
    std::uint32_t dropped = 0;
    bool full = false;
    bool failing = false;
  };

  explicit udp_sockets(driver_options chosen) : options_(std::move(chosen)) {}

  slot* slot_for(ip_family family) noexcept;
  system::transfer send_past_errors(slot& on, std::span<const transmit> what) noexcept;
  void trace(direction way, const endpoint& peer, bytes payload) const;

  driver_options options_;
  std::vector<slot> slots_;
  system::datagram_batch batch_;
};

}  // namespace gamewire::inline v0
