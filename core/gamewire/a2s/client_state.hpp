/// Parts of a2s::client that its two source files share. Not for users.
#pragma once

#include <gamewire/a2s/client.hpp>

namespace gamewire::inline v0::a2s {

struct client::baggage {
  client_options own;  // unless the options are shared
  a2s::assembler assembler;
  byte_buffer outbound;    // the datagram that poll_transmit gave out
  byte_buffer goldsource;  // an INFO answer held back in favour of the Source form
  time_point settle_until = never;
};

/// Errors of one request fit a byte: a slot has no room for a whole error_code.
namespace packed {

inline constexpr std::uint8_t none = 0;
inline constexpr std::uint8_t base = 0x80;          // added to a gamewire::errc
inline constexpr std::uint8_t conversation = 0x7f;  // whatever ended the conversation

inline std::uint8_t pack(std::error_code error) noexcept {
  const auto value = static_cast<std::uint8_t>(error.value());
  if (error.category() == a2s::category()) return value;
  if (error.category() == gamewire::category()) return static_cast<std::uint8_t>(base | value);
  return conversation;
}

inline std::error_code unpack(std::uint8_t value) noexcept {
  if (value >= base) return static_cast<gamewire::errc>(value - base);
  return static_cast<a2s::errc>(value);
}

}  // namespace packed

}  // namespace gamewire::inline v0::a2s
