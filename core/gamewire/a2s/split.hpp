/// Split packets: one message in several datagrams. Three forms are in use and nothing in the header says
/// which.
///
///     all           FE FF FF FF, id u32, then
///     goldsource    (index << 4 | count) u8
///     source        count u8, index u8, size u16     the size: the most payload bytes any fragment carries
///     source_2006   count u8, index u8               some early Source games never learned the size field
///
/// Compressed replies (Source forms only) set bit 31 of the id; fragment 0 then starts with the decompressed
/// size u32 and its CRC-32, before the bzip2 stream that runs through all fragments.
/// https://developer.valvesoftware.com/wiki/Server_queries#Multi-packet_Response_Format
#pragma once

#include <cstdint>

#include <gamewire/a2s/message.hpp>

namespace gamewire::inline v0::a2s {

/// The forms above; and all of them.
enum class split_form : unsigned char { goldsource, source, source_2006 };
inline constexpr std::array split_forms{split_form::goldsource, split_form::source, split_form::source_2006};

/// Bytes from the start of the datagram to the payload.
constexpr std::size_t header_size(split_form form) noexcept {
  switch (form) {
    case split_form::goldsource: return 9;
    case split_form::source: return 12;
    case split_form::source_2006: return 10;
  }
  return 0;
}

/// One fragment; its payload is a view into the datagram.
struct fragment {
  std::uint32_t id = 0;    // the same in all fragments of a message
  std::uint8_t count = 0;  // how many of them there are
  std::uint8_t index = 0;  // from 0, below the count
  bytes payload;
};

/// Reads a fragment as the given form. Errors: `not_a2s`, `truncated`, `bad_split` (no fragments, or an index
/// out of the count), which also says that it is of another form.
std::expected<fragment, std::error_code> decode_fragment(bytes datagram, split_form form) noexcept;

/// What a datagram tells of its form by its own bytes. Only the first fragment of a message can tell, by the
/// start of a message, or of a bzip2 stream, at the one place where a form puts it; a message without its
/// FF FF FF FF tells less surely. With no evidence the form is `source` if the header would make sense in it,
/// else `goldsource`. GoldSource payloads can look like a Source start: the other fragments have the last
/// word.
enum class evidence : unsigned char { none, weak, strong };
/// A form, and what speaks for it.
struct form_guess {
  split_form form;
  evidence how_sure;
};
/// The form that the bytes of this datagram speak for.
form_guess guess_form(bytes datagram) noexcept;

/// Was the message compressed before it was split? In the Source forms bit 31 of the id says so.
constexpr bool is_compressed(std::uint32_t id) noexcept { return (id & 0x80000000U) != 0; }

/// The most fragments a form can count.
constexpr std::size_t max_fragments(split_form form) noexcept {
  return form == split_form::goldsource ? 15 : 255;
}

/// What a server needs to split a message: the form, and the most payload bytes of one datagram. Valve's
/// engines use 1391 for GoldSource; 1248 or, since CS:GO, 1188 for Source.
struct split_plan {
  split_form form = split_form::source;
  std::uint16_t payload_size = 1248;  // bytes
  std::uint32_t id = 0;               // with bit 31 set if the message is a compressed one
};

/// How many fragments the plan makes of a message of so many bytes; 0 when the form cannot count them, and for a
/// message or a payload of no bytes.
std::size_t fragment_count(const split_plan& plan, std::size_t message_size) noexcept;

/// Writes fragment `index` of the message, which starts with its own FF FF FF FF (or, compressed, with its
/// sizes). Errors: `errc::no_room`, `errc::invalid_argument` (an index beyond the message, or a
/// message that the plan makes no fragments of).
std::expected<bytes, std::error_code> encode_fragment(const split_plan& plan, bytes message,
                                                      std::size_t index, std::span<std::byte> out) noexcept;

}  // namespace gamewire::inline v0::a2s
