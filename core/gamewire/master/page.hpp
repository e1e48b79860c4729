/// A page of a master server's list: FF FF FF FF 66 0A, and six bytes for each game server, the address and
/// then the port, both in network order. The address 0.0.0.0:0 ends the list. Source: the Valve Developer
/// Community's page "Master Server Query Protocol", and clients that were seen to work.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <expected>
#include <iterator>
#include <span>
#include <type_traits>

#include <gamewire/bytes.hpp>
#include <gamewire/endpoint.hpp>
#include <gamewire/master/error.hpp>

namespace gamewire::inline v0::master {

/// A game server as it stands on the wire: a value of six bytes, so that a list of them is an array. There is
/// IPv4 alone in this protocol.
class server_address {
 public:
  server_address() = default;
  /// Of a v6 endpoint there is nothing to write: that gives 0.0.0.0:0.
  explicit constexpr server_address(const endpoint& of) noexcept {
    if (!of.is_v4()) return;
    for (std::size_t i = 0; i < 4; ++i) octets_[i] = of.address()[i];
    octets_[4] = static_cast<std::uint8_t>(of.port() >> 8);
    octets_[5] = static_cast<std::uint8_t>(of.port());
  }

  /// The same as an endpoint; and its port.
  [[nodiscard]] constexpr endpoint to_endpoint() const noexcept {
    return endpoint::v4({octets_[0], octets_[1], octets_[2], octets_[3]}, port());
  }
  [[nodiscard]] constexpr std::uint16_t port() const noexcept {
    return static_cast<std::uint16_t>(octets_[4] << 8 | octets_[5]);
  }
  /// The address and the port as one number, in the order of the addresses.
  [[nodiscard]] constexpr std::uint64_t number() const noexcept {
    std::uint64_t value = 0;
    for (const std::uint8_t octet : octets_) value = value << 8 | octet;
    return value;
  }
  /// 0.0.0.0:0, which begins a request and ends a list.
  [[nodiscard]] constexpr bool is_end() const noexcept { return *this == server_address{}; }

  friend constexpr auto operator<=>(const server_address&, const server_address&) = default;

 private:
  std::array<std::uint8_t, 6> octets_{};
};
static_assert(sizeof(server_address) == 6 && alignof(server_address) == 1);
static_assert(std::is_trivially_copyable_v<server_address>);

/// Addresses in somebody else's memory, for as long as that lasts; each becomes an endpoint when it is looked
/// at. `entries()` are the same as they stand, for who keeps many of them.
class server_list {
 public:
  server_list() = default;
  /// Of so many bytes as are whole addresses.
  explicit server_list(bytes wire) noexcept
      : entries_(reinterpret_cast<const server_address*>(wire.data()), wire.size() / sizeof(server_address)) {
  }
  explicit server_list(std::span<const server_address> entries) noexcept : entries_(entries) {}

  /// How many; and one of them, which must be below that.
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  [[nodiscard]] endpoint operator[](std::size_t i) const noexcept { return entries_[i].to_endpoint(); }
  [[nodiscard]] std::span<const server_address> entries() const noexcept { return entries_; }

  /// An iterator that makes an endpoint each time it is looked at.
  class iterator {
   public:
    using value_type = endpoint;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    explicit iterator(const server_address* at) noexcept : at_(at) {}

    endpoint operator*() const noexcept { return at_->to_endpoint(); }
    iterator& operator++() noexcept { return ++at_, *this; }
    iterator operator++(int) noexcept { return iterator(at_++); }
    friend bool operator==(const iterator&, const iterator&) = default;

   private:
    const server_address* at_ = nullptr;
  };

  /// In the order of the wire.
  [[nodiscard]] iterator begin() const noexcept { return iterator(entries_.data()); }
  [[nodiscard]] iterator end() const noexcept { return iterator(entries_.data() + entries_.size()); }

 private:
  std::span<const server_address> entries_;
};

/// One page as it was received. Views live as long as the datagram.
struct page_view {
  server_list servers;             // those before the end of the list, if that is here
  bool last = false;               // the end of the list was the last address
  std::size_t trailing_bytes = 0;  // of an address that was cut off
};

/// What Valve's master server sends at once: 1392 bytes. And what each page begins with.
inline constexpr std::size_t max_page_entries = 231;
inline constexpr std::array page_header{std::byte{0xff}, std::byte{0xff}, std::byte{0xff},
                                        std::byte{0xff}, std::byte{0x66}, std::byte{0x0a}};
inline constexpr std::size_t max_page_size = page_header.size() + max_page_entries * sizeof(server_address);

/// Reads a page of any size. Error: `not_a_page`. Never allocates.
std::expected<page_view, std::error_code> decode_page(bytes datagram) noexcept;

/// Writes a page, and with `last` the end of the list behind it, to the front of `out`. Errors:
/// `errc::no_room`, `errc::invalid_argument` for an address 0.0.0.0:0, which would end the list.
std::expected<bytes, std::error_code> encode_page(std::span<const server_address> servers, bool last,
                                                  std::span<std::byte> out) noexcept;

}  // namespace gamewire::inline v0::master
