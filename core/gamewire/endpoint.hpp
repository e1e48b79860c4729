/// Where a datagram goes to or came from: an address, a scope and a port, in 24 bytes that know no
/// `sockaddr`.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace gamewire::inline v0 {

/// `none`: no address at all, as of an endpoint that was not set.
enum class ip_family : unsigned char { none, v4, v6 };

/// A value: trivially copyable, ordered, hashable. A v4 address mapped into v6 (RFC 4291, 2.5.5.2) is folded
/// to v4, so that one peer has one endpoint whatever socket heard it.
class endpoint {
 public:
  constexpr endpoint() = default;

  /// The octets as they are written: 192, 0, 2, 1.
  static constexpr endpoint v4(std::array<std::uint8_t, 4> octets, std::uint16_t port) noexcept {
    endpoint made;
    for (std::size_t i = 0; i < 4; ++i) made.address_[i] = octets[i];
    made.family_ = ip_family::v4;
    made.port_ = port;
    return made;
  }

  /// `scope` is the interface index of a link-local address, else 0.
  static constexpr endpoint v6(const std::array<std::uint8_t, 16>& octets, std::uint16_t port,
                               std::uint32_t scope = 0) noexcept {
    if (is_mapped(octets)) return v4({octets[12], octets[13], octets[14], octets[15]}, port);
    endpoint made;
    made.address_ = octets;
    made.family_ = ip_family::v6;
    made.port_ = port;
    made.scope_ = scope;
    return made;
  }

  /// Reads "a.b.c.d", "a.b.c.d:port", "v6", "[v6]" or "[v6]:port"; v6 may carry a numeric `%scope`. Nothing
  /// for names, empty text, leading zeros or out-of-range numbers. Without a port `default_port` is taken.
  static constexpr std::optional<endpoint> parse(std::string_view text,
                                                 std::uint16_t default_port = 0) noexcept;

  /// Its parts, as they were given.
  [[nodiscard]] constexpr ip_family family() const noexcept { return family_; }
  [[nodiscard]] constexpr bool is_v4() const noexcept { return family_ == ip_family::v4; }
  [[nodiscard]] constexpr bool is_v6() const noexcept { return family_ == ip_family::v6; }
  [[nodiscard]] constexpr std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] constexpr std::uint32_t scope() const noexcept { return scope_; }
  /// Network order; a v4 address fills the first four, the others are zero.
  [[nodiscard]] constexpr const std::array<std::uint8_t, 16>& address() const noexcept { return address_; }
  /// The same address, another port.
  [[nodiscard]] constexpr endpoint with_port(std::uint16_t port) const noexcept {
    endpoint made = *this;
    made.port_ = port;
    return made;
  }

  friend constexpr auto operator<=>(const endpoint&, const endpoint&) = default;

 private:
  static constexpr bool is_mapped(const std::array<std::uint8_t, 16>& octets) noexcept {
    for (std::size_t i = 0; i < 10; ++i)
      if (octets[i] != 0) return false;
    return octets[10] == 0xff && octets[11] == 0xff;
  }

  ip_family family_ = ip_family::none;
  std::array<std::uint8_t, 16> address_{};
  std::uint16_t port_ = 0;
  std::uint32_t scope_ = 0;
};

/// The text of an endpoint in a buffer of its own: "1.2.3.4:27015", "[2001:db8::1]:27015" (RFC 5952).
class endpoint_text {
 public:
  explicit constexpr endpoint_text(const endpoint& of) noexcept;

  /// Lives as long as this object.
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_.data(), size_}; }

 private:
  constexpr void put(char c) noexcept { text_[size_++] = c; }
  constexpr void put_number(std::uint32_t value, std::uint32_t base) noexcept;
  constexpr void put_v6(const std::array<std::uint8_t, 16>& octets) noexcept;

  std::array<char, 64> text_{};
  std::size_t size_ = 0;
};

/// Hashes with a seed, for tables that strangers fill.
std::uint64_t hash(const endpoint& of, std::uint64_t seed) noexcept;

}  // namespace gamewire::inline v0

template <>
struct std::hash<gamewire::endpoint> {
  std::size_t operator()(const gamewire::endpoint& of) const noexcept {
    return static_cast<std::size_t>(gamewire::hash(of, 0));
  }
};

#include <gamewire/endpoint_text.hpp>
