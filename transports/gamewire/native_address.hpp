/// What the files of `system` share. Not for users, and not installed.
#pragma once

#include <cerrno>
#include <cstring>
#include <system_error>

#include <netinet/in.h>
#include <sys/socket.h>

#include <gamewire/endpoint.hpp>

namespace gamewire::inline v0::system {

inline std::error_code last_error() noexcept { return {errno, std::system_category()}; }

/// Repeats a call that a signal interrupted.
template <class Call>
auto uninterrupted(Call call) noexcept {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

/// An endpoint as the kernel wants it.
struct native_address {
  union {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
  };
  socklen_t size;

  native_address() noexcept : v6{}, size(sizeof v6) {}

  explicit native_address(const endpoint& from) noexcept : native_address() {
    if (from.is_v4()) {
      v4.sin_family = AF_INET;
      v4.sin_port = htons(from.port());
      std::memcpy(&v4.sin_addr, from.address().data(), sizeof v4.sin_addr);
      size = sizeof v4;
    } else if (from.is_v6()) {
      v6.sin6_family = AF_INET6;
      v6.sin6_port = htons(from.port());
      v6.sin6_scope_id = from.scope();
      std::memcpy(&v6.sin6_addr, from.address().data(), sizeof v6.sin6_addr);
    }
  }
};

}  // namespace gamewire::inline v0::system
