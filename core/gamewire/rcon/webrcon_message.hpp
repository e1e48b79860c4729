/// What is said in Rust's WebRCON: JSON objects of a few names, one a message.
///
///     client   {"Identifier":1001,"Message":"status","Name":"gamewire"}
///     server   {"Message":"hostname: …","Identifier":1001,"Type":"Generic","Stacktrace":null}
///
/// This shape is all of JSON (RFC 8259) that is read here: strings, whole numbers, true, false, null as the values of
/// one object. Source: Facepunch's own client, github.com/Facepunch/webrcon.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::rcon {

/// What a message is about, as its "Type" says.
enum class webrcon_type : std::uint8_t { generic, log, warning, error, chat, other };

/// One message from a server.
struct webrcon_message {
  std::int32_t identifier = 0;                // that of the command; 0 for what was logged, -1 for chat
  webrcon_type type = webrcon_type::generic;  // also where there is none
  std::string_view text;                      // without escapes, UTF-8; a view into `room`
};

/// Reads a message; its text goes to `room`. Nothing: it is none of these, has a name twice, or lacks Identifier or
/// Message. `errc::no_memory`. Names that are not known are passed over; half a surrogate becomes U+FFFD, and a text
/// with an escape that is none stays as it is written.
std::expected<std::optional<webrcon_message>, std::error_code> decode_webrcon(bytes in,
                                                                              byte_buffer& room) noexcept;

/// Writes a command. `errc::no_room`; `errc::invalid_argument` for what is not UTF-8.
std::expected<bytes, std::error_code> encode_webrcon(std::int32_t identifier, std::string_view command,
                                                     std::span<std::byte> out) noexcept;

}  // namespace gamewire::inline v0::rcon
