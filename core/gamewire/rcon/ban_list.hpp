/// Who has failed to log in how often, and is banned therefore: one for all the responders of a server.
#pragma once

#include <cstdint>
#include <memory>
#include <system_error>

#include <gamewire/endpoint.hpp>
#include <gamewire/time.hpp>

namespace gamewire::inline v0::rcon {

struct ban_options {
  /// So many wrong passwords from one address (v6: one /64, because a host has a whole one) ban it.
  std::uint32_t max_failures = 10;
  /// How long a ban lasts, and how long a failure is remembered; 0: for ever, as Source has it.
  nanoseconds duration = nanoseconds::zero();
  /// Addresses that are remembered, in 40 bytes each, all of which a login looks at. When more fail, those
  /// are forgotten that failed least, and of these the one that failed longest ago.
  std::uint32_t max_addresses = 1024;

  /// `errc::invalid_options` for limits of 0, more than 65536 addresses, a negative duration.
  [[nodiscard]] std::error_code validate() const noexcept;
};

/// Not for several threads at a time. With options that are not valid, or without memory, nobody is banned.
class ban_list {
 public:
  explicit ban_list(const ban_options& chosen = {}) noexcept;

  /// Has this address, whatever its port, failed too often, and not too long ago?
  [[nodiscard]] bool banned(const endpoint& who, time_point now) const noexcept;
  /// Counts a wrong password, and says how many there have been.
  std::uint32_t count_failure(const endpoint& who, time_point now) noexcept;
  /// A right password: the failures before it are forgotten. Or an administrator lifts a ban.
  void forgive(const endpoint& who) noexcept;

 private:
  struct entry {
    endpoint network;
    time_point last{};
    std::uint32_t failures = 0;  // 0: vacant
  };

  [[nodiscard]] bool holds(const entry& one, time_point now) const noexcept;
  [[nodiscard]] entry* find(const endpoint& network) const noexcept;
  [[nodiscard]] entry& least(time_point now) const noexcept;

  ban_options options_;
  std::unique_ptr<entry[]> entries_;  // from the first failure on
};

}  // namespace gamewire::inline v0::rcon
