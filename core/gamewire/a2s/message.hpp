/// The outermost layer of A2S: what kind of datagram, what kind of message.
///
/// A datagram starts with an int32: -1, a whole message follows; -2, a fragment of one (split.hpp).
/// https://developer.valvesoftware.com/wiki/Server_queries
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <expected>
#include <string_view>
#include <system_error>
#include <utility>

#include <gamewire/a2s/error.hpp>
#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::a2s {

/// The first byte of a message from a server.
enum class message_type : unsigned char {
  challenge = 'A',        // S2C_CHALLENGE
  info = 'I',             // S2A_INFO, Source form
  goldsource_info = 'm',  // S2A_INFO_DETAILED, the older GoldSource form
  players = 'D',          // S2A_PLAYER
  rules = 'E',            // S2A_RULES
  ping = 'j',             // A2A_ACK
  print = 'l',            // A2C_PRINT: a text for the user's console
};

/// Four opaque bytes that a server hands out and wants back. No value is special: 0 and -1 occur.
using challenge = std::array<std::byte, 4>;

/// What PLAYER and RULES carry while no challenge is known; `zero_challenge` is what some servers want
/// instead.
inline constexpr challenge no_challenge{std::byte{0xff}, std::byte{0xff}, std::byte{0xff}, std::byte{0xff}};
inline constexpr challenge zero_challenge{};

/// The four bytes before a whole message, and before a fragment.
inline constexpr std::array<std::byte, 4> whole_header = no_challenge;
inline constexpr std::array<std::byte, 4> split_header{std::byte{0xfe}, std::byte{0xff}, std::byte{0xff},
                                                       std::byte{0xff}};

/// Does it start with FF FF FF FF?
inline bool has_whole_header(bytes datagram) noexcept {
  return datagram.size() >= 4 && std::memcmp(datagram.data(), whole_header.data(), 4) == 0;
}

/// Does it start with FE FF FF FF?
inline bool has_split_header(bytes datagram) noexcept {
  return datagram.size() >= 4 && std::memcmp(datagram.data(), split_header.data(), 4) == 0;
}

/// What stands behind FF FF FF FF; all of it when it does not start so.
inline bytes without_header(bytes in) noexcept { return has_whole_header(in) ? in.subspan(4) : in; }

/// A whole message: its type and what follows the type byte.
struct message {
  message_type type;
  bytes body;  // a view into what was read
};

/// Reads a message with or without the four bytes FF FF FF FF before its type byte (reassembled replies of
/// some servers lack them). Errors: `truncated`, `unknown_message`.
std::expected<message, std::error_code> decode_message(bytes in) noexcept;

/// The body of a message that has to be of this type. Errors: `truncated`, `unknown_message`.
std::expected<bytes, std::error_code> decode_body(bytes in, message_type type) noexcept;

/// Reads S2C_CHALLENGE; longer replies are accepted (HLTV pads to 16 bytes). The handshake reply of GoldSource
/// (`A00000000 …`) starts with the same letter and is refused as `unknown_message`. Error also: `truncated`.
std::expected<challenge, std::error_code> decode_challenge(bytes in) noexcept;

/// The text of a print reply: bytes of the server's choice, up to the first NUL. A view into `in`. Errors: `truncated`,
/// `unknown_message`.
std::expected<std::string_view, std::error_code> decode_print(bytes in) noexcept;

/// The header and the type byte, for a body to follow.
inline byte_writer start_message(message_type type, std::span<std::byte> out) noexcept {
  byte_writer writer(out);
  writer.raw(whole_header);
  writer.u8(std::to_underlying(type));
  return writer;
}

/// Writers for the server side; each returns what it wrote at the front of `out`, or
/// `gamewire::errc::no_room`; a NUL inside a text is `gamewire::errc::invalid_argument`.
std::expected<bytes, std::error_code> encode_challenge(challenge value, std::span<std::byte> out) noexcept;
std::expected<bytes, std::error_code> encode_ping_reply(std::span<std::byte> out) noexcept;
std::expected<bytes, std::error_code> encode_print(std::string_view text, std::span<std::byte> out) noexcept;

}  // namespace gamewire::inline v0::a2s
