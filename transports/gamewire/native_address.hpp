/// What the files of `system` share. Not for users, and not installed.
#pragma once

#include <cstring>

#include <gamewire/endpoint.hpp>
#ifdef _WIN32
#include <gamewire/windows/native.hpp>
#else
#include <gamewire/posix/native.hpp>
#endif

namespace gamewire::inline v0::system {

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
