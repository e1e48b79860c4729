/// The packets of BattlEye RCon. Not for users.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <system_error>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::rcon::battleye {

enum class type : std::uint8_t { login = 0, command = 1, message = 2 };

inline constexpr std::size_t packet_overhead = 8;  // bytes before the payload

struct packet {
  std::uint8_t type = 0;
  bytes payload;
};

/// Nothing for what is no packet, or was changed on its way.
std::optional<packet> decode(bytes datagram) noexcept;

/// `errc::no_room`.
std::expected<bytes, std::error_code> encode(const packet& what, std::span<std::byte> out) noexcept;

/// A reply, or a part of it. A text that begins like the header of a part cannot be told from one.
struct answer {
  std::uint8_t count = 1;
  std::uint8_t index = 0;
  bytes text;
};
/// Reads what follows the sequence number. A header whose index is beyond its count is text.
answer decode_answer(bytes behind_the_number) noexcept;

}  // namespace gamewire::inline v0::rcon::battleye
