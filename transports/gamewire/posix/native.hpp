/// What the private files want of POSIX; windows/native.hpp has the same of Windows. Not installed.
#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <limits>
#include <system_error>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <gamewire/time.hpp>

namespace gamewire::inline v0::system {

inline std::error_code last_error() noexcept { return {errno, std::system_category()}; }

/// Errors of a datagram that went nowhere, as the network might have lost it: the queue of the interface is full, or a
/// firewall does not let it out, if only while it has too many connections to watch.
inline bool lost_on_the_way(std::error_code error) noexcept {
  return error == std::errc::no_buffer_space || error == std::errc::operation_not_permitted;
}

/// Repeats a call that a signal interrupted.
template <class Call>
auto uninterrupted(Call call) noexcept {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

/// A time_t of 32 bits ends before nanoseconds of 64 do; nobody waits for as long as that.
inline timespec to_timespec(nanoseconds span) noexcept {
  constexpr std::chrono::seconds longest(std::numeric_limits<std::time_t>::max());
  const auto seconds = std::min(std::chrono::floor<std::chrono::seconds>(span), longest);
  return {.tv_sec = static_cast<std::time_t>(seconds.count()),
          .tv_nsec = static_cast<long>((span - seconds) % std::chrono::seconds(1) / nanoseconds(1))};
}

/// Before the first call of the network. There is nothing to do.
inline std::error_code start_network() noexcept { return {}; }

/// What getaddrinfo says of a name that exists, but has no address of the family that was asked for.
inline constexpr std::array no_address_codes{EAI_NODATA, EAI_ADDRFAMILY, EAI_FAMILY};

/// While it lives, threads are started that leave all signals to the program's own.
class signals_blocked {
 public:
  signals_blocked() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  signals_blocked(const signals_blocked&) = delete;
  signals_blocked& operator=(const signals_blocked&) = delete;
  ~signals_blocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace gamewire::inline v0::system
