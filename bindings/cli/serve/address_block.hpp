/// One UDP socket that stands for a whole block of IPv4 addresses of this host: it knows for which one a
/// datagram came, and answers from that one. The loopback network has sixteen million of them, and no process
/// as many descriptors.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <system_error>

#include <gamewire/system.hpp>

namespace gamewire::cli {

class address_block {
 public:
  struct datagram {
    std::uint32_t local;  // an IPv4 address of this host, as a number
    endpoint peer;
    bytes payload;
  };

  /// Listens on every address of the host; whoever calls keeps to its own. Port 0: any that is free.
  static std::expected<address_block, std::error_code> bind(std::uint16_t port);

  address_block(address_block&&) noexcept;
  ~address_block();

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  /// Waits for datagrams until the time has come or it is stopped: then none. What it gives lives until the
  /// next call. Error: `operation_canceled` after `stop`, or the system's trouble.
  std::expected<std::span<const datagram>, std::error_code> receive(time_point until);

  /// Sends it with the next `flush`, or before that; copies the payload. What the kernel does not take is lost,
  /// as the network might have.
  void send(std::uint32_t local, const endpoint& peer, bytes payload) noexcept;
  void flush() noexcept;

  /// From any thread or signal handler.
  void stop() noexcept { wake_.wake(); }

 private:
  struct memory;

  address_block(system::socket open, system::wake_pipe wake, std::uint16_t port);

  system::socket socket_;
  system::wake_pipe wake_;
  std::uint16_t port_;
  std::unique_ptr<memory> in_;
  std::unique_ptr<memory> out_;
  std::size_t waiting_ = 0;  // in out_
};

}  // namespace gamewire::cli
