/// Game servers for scans: a process of its own that answers INFO on every address of 127.0.0.0/8, after a
/// challenge, at once or late.
#pragma once

#include <cstdint>

#include <sys/types.h>

#include <gamewire/endpoint.hpp>
#include <gamewire/time.hpp>

namespace bench {

class scan_servers {
 public:
  /// Forks; to be made before there are threads. On a core of its own, if there is one.
  explicit scan_servers(gamewire::nanoseconds delay);
  scan_servers(const scan_servers&) = delete;
  scan_servers& operator=(const scan_servers&) = delete;
  ~scan_servers();

  /// Number `i` of 2^23 servers.
  [[nodiscard]] gamewire::endpoint address(std::uint32_t i) const noexcept;

 private:
  pid_t child_ = 0;
  std::uint16_t port_ = 0;
};

/// The other processes and this one share a machine: this one gets the first core that it may use.
void stay_on_core(int number);

}  // namespace bench
