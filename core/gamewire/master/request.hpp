/// The request for a page of a master server's list: '1', the region, the last address of the page before as
/// text, and a filter (filter.hpp), both ended by a NUL. No FF FF FF FF in front.
#pragma once

#include <cstdint>
#include <string_view>

#include <gamewire/bytes.hpp>
#include <gamewire/endpoint.hpp>
#include <gamewire/master/error.hpp>
#include <gamewire/master/filter.hpp>
#include <gamewire/master/page.hpp>
#include <gamewire/master/region.hpp>

namespace gamewire::inline v0::master {

/// '1', region, "255.255.255.255:65535" and the filter, with their NULs.
inline constexpr std::size_t max_request_size = 2 + 22 + max_filter_size + 1;

/// One request, of a view.
struct request {
  master::region region = region::world;
  /// The address behind which the page begins, in the master's order; 0.0.0.0:0 is the first page.
  server_address after = {};
  std::string_view filter = {};

  friend bool operator==(const request&, const request&) = default;
};

/// Writes the datagram to the front of `out`. Errors: `errc::no_room`, `errc::invalid_argument` for a filter
/// with a NUL or beyond `max_filter_size`.
std::expected<bytes, std::error_code> encode_request(const request& what, std::span<std::byte> out) noexcept;

/// Reads a client's datagram; what follows the filter's NUL is padding. The filter may be left out with its
/// NUL, and lives as long as the datagram. Error: `not_a_request`.
std::expected<request, std::error_code> decode_request(bytes datagram) noexcept;

}  // namespace gamewire::inline v0::master
