/// Many datagrams in one system call, for sockets with many peers. Not for users.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <system_error>

#include <gamewire/machine.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::system {

struct datagram {
  endpoint from;
  bytes payload;
};

/// The memory for one batch in and one batch out. What is received lives until the next `receive`.
class datagram_batch {
 public:
  static constexpr std::size_t capacity = 64;

  datagram_batch();
  datagram_batch(datagram_batch&&) noexcept;
  datagram_batch& operator=(datagram_batch&&) noexcept;
  ~datagram_batch();

  /// Sends at most `capacity` of them; how many it took, at least one. Errors: `would_block`; any other is
  /// that of the first, or what the network said of an earlier datagram, once.
  transfer send(socket& through, std::span<const transmit> what) noexcept;

  /// What is there, at most `capacity` of them, and at least one. `dropped` becomes how many the kernel has
  /// dropped so far for want of room, when a socket that counts drops has something new to say. Errors:
  /// `would_block`; any other is the network's word, which `socket::next_error` knows more about.
  std::expected<std::span<const datagram>, std::error_code> receive(socket& from,
                                                                    std::uint32_t& dropped) noexcept;

 private:
  struct memory;
  std::unique_ptr<memory> memory_;
};

}  // namespace gamewire::inline v0::system
