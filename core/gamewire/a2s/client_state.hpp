/// Parts of a2s::client that its source files share. Not for users.
#pragma once

#include <algorithm>
#include <array>

#include <gamewire/a2s/client.hpp>

namespace gamewire::inline v0::a2s {

struct client::baggage {
  /// Compressed messages that are decompressed before the next datagram goes out: the answers to all requests, copies
  /// of them, and a few that nobody asked for.
  static constexpr std::uint32_t most_decompressions = 8;

  client_options own;  // unless the options are shared
  a2s::assembler assembler;
  byte_buffer outbound;    // the datagram that poll_transmit gave out
  byte_buffer goldsource;  // an INFO answer held back in favour of the Source form
  time_point settle_until = never;
};

/// Errors of one request fit a byte: a slot has no room for a whole error_code.
namespace packed {

inline constexpr std::uint8_t none = 0;
inline constexpr std::uint8_t network = 0x40;       // added to the place of an error in the list below
inline constexpr std::uint8_t base = 0x80;          // added to a gamewire::errc
inline constexpr std::uint8_t conversation = 0x7f;  // whatever ended the conversation

/// What networks say of a datagram that they do not deliver. The first stands for whatever is not listed.
inline constexpr std::array network_errors{
    std::errc::host_unreachable,        std::errc::connection_refused,
    std::errc::network_unreachable,     std::errc::network_down,
    std::errc::permission_denied,       std::errc::message_size,
    std::errc::operation_not_permitted,
};

/// The same error as one of the list.
inline std::error_code network_error(std::error_code error) noexcept {
  const auto known = std::ranges::find_if(network_errors, [error](std::errc one) { return error == one; });
  return std::make_error_code(known != network_errors.end() ? *known : network_errors.front());
}

inline std::uint8_t pack(std::error_code error) noexcept {
  const auto value = static_cast<std::uint8_t>(error.value());
  if (error.category() == a2s::category()) return value;
  if (error.category() == gamewire::category()) return static_cast<std::uint8_t>(base | value);
  if (error.category() != std::generic_category()) return conversation;
  const auto listed = std::ranges::find(network_errors, static_cast<std::errc>(error.value()));
  if (listed == network_errors.end()) return conversation;
  return static_cast<std::uint8_t>(network + (listed - network_errors.begin()));
}

inline bool is_network(std::uint8_t value) noexcept {
  return value >= network && value < network + network_errors.size();
}

inline std::error_code unpack(std::uint8_t value) noexcept {
  if (value >= base) return static_cast<gamewire::errc>(value - base);
  if (value >= network) return std::make_error_code(network_errors[value - network]);
  return static_cast<a2s::errc>(value);
}

}  // namespace packed

}  // namespace gamewire::inline v0::a2s
