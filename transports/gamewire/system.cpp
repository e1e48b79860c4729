// What is the same on every system; the rest is in posix and in windows.
#include <array>
#include <chrono>
#include <cstring>

#include <gamewire/native_address.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::system {

time_point now() noexcept {
  return std::chrono::time_point_cast<nanoseconds>(std::chrono::steady_clock::now());
}

std::uint64_t random_seed() noexcept {
  auto seed =
      static_cast<std::uint64_t>(now().time_since_epoch().count());  // what is left if the source fails
  (void)fill_random(std::as_writable_bytes(std::span(&seed, 1)));
  return seed;
}

endpoint to_endpoint(const sockaddr& from) noexcept {
  if (from.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &from, sizeof v4);
    std::array<std::uint8_t, 4> octets;
    std::memcpy(octets.data(), &v4.sin_addr, sizeof octets);
    return endpoint::v4(octets, ntohs(v4.sin_port));
  }
  if (from.sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &from, sizeof v6);
    std::array<std::uint8_t, 16> octets;
    std::memcpy(octets.data(), &v6.sin6_addr, sizeof octets);
    return endpoint::v6(octets, ntohs(v6.sin6_port), v6.sin6_scope_id);
  }
  return {};
}

}  // namespace gamewire::inline v0::system
