/// What the private files want of Windows; posix/native.hpp has the same of POSIX. Not installed.
#pragma once

#include <array>
#include <system_error>

#ifndef NOMINMAX
#define NOMINMAX
#endif
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
// clang-format off: each needs those before it.
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <bcrypt.h>
// clang-format on

// What the headers of MinGW leave out.
#ifndef SIO_UDP_CONNRESET
#define SIO_UDP_CONNRESET _WSAIOW(IOC_VENDOR, 12)
#endif
#ifndef SIO_UDP_NETRESET
#define SIO_UDP_NETRESET _WSAIOW(IOC_VENDOR, 15)
#endif

namespace gamewire::inline v0::system {

/// Handles are as wide as pointers, but of sockets, as of all that the kernel names, 32 bits count.
inline SOCKET to_native(int open) noexcept { return static_cast<SOCKET>(open); }
inline int from_native(SOCKET open) noexcept { return static_cast<int>(open); }
static_assert(static_cast<int>(INVALID_SOCKET) == -1);

/// One of Winsock's codes. It compares equal to what POSIX calls the same, so that conditions need not know them.
std::error_code to_error(int winsock) noexcept;
inline std::error_code last_error() noexcept { return to_error(::WSAGetLastError()); }

/// Before the first call of the network.
std::error_code start_network() noexcept;

/// What getaddrinfo says of a name that exists, but has no address of the family that was asked for.
inline constexpr std::array no_address_codes{WSANO_DATA, WSAEAFNOSUPPORT};

/// There are no signals that a thread could get.
class signals_blocked {
 public:
  signals_blocked() noexcept {}
};

}  // namespace gamewire::inline v0::system
