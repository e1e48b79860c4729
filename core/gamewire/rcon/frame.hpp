/// The packets of Source RCON, which a dozen games speak: a size, an id, a type, and a text.
///
///     off  size  field
///       0     4  size of all that follows: 10 + the length of the body
///       4     4  id: the peer's answer carries the same
///       8     4  type
///      12     n  body: bytes; mostly text, mostly UTF-8
///    12+n     2  00 00: the end of the body, and an empty second string
///
/// All numbers are signed and little-endian. Source: Valve Developer Community, "Source RCON Protocol".
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <system_error>

#include <gamewire/bytes.hpp>
#include <gamewire/rcon/error.hpp>

namespace gamewire::inline v0::rcon {

/// Types. The raw number is what a frame carries: servers use others as well (Squad 1, Rust 4), and 2 means
/// one thing in each direction.
namespace type {
inline constexpr std::int32_t response_value = 0;  // SERVERDATA_RESPONSE_VALUE
inline constexpr std::int32_t auth_response = 2;   // SERVERDATA_AUTH_RESPONSE, from servers
inline constexpr std::int32_t exec_command = 2;    // SERVERDATA_EXECCOMMAND, from clients
inline constexpr std::int32_t auth = 3;            // SERVERDATA_AUTH
}  // namespace type

/// The id of an AUTH_RESPONSE that says no.
inline constexpr std::int32_t refused_id = -1;

inline constexpr std::size_t size_field = 4;                 // bytes of the size itself
inline constexpr std::size_t frame_overhead = 14;            // bytes of a frame beside its body
inline constexpr std::size_t default_max_frame = 1U << 20U;  // bytes on the wire, where nobody says otherwise

/// One packet. The body is a view. It may hold NULs: Source ends long replies with the body 00 01 00 00.
struct frame {
  std::int32_t id = 0;                       // the client's choice; `refused_id` in a verdict
  std::int32_t type = type::response_value;  // of `type`, or any other number
  bytes body;
};

/// The two strings that Valve's text speaks of: the body up to its first NUL, and what stands behind that,
/// which is nothing but with servers of the first years and in the end marker of Source.
bytes string1(const frame& what) noexcept;
bytes string2(const frame& what) noexcept;

/// Why no frame begins so; for `wire_size`.
std::error_code wrong_size(std::span<const std::byte, size_field> head) noexcept;

/// Bytes on the wire of the frame that begins with these four bytes, the size field included. Errors:
/// `bad_frame` for a size below 10 (`frame_decoder` skips 0) or negative; `not_rcon` for four characters of text,
/// which as a size would be half a gigabyte; `too_large` beyond `max_frame` bytes on the wire.
inline std::expected<std::size_t, std::error_code> wire_size(
    std::span<const std::byte, size_field> head, std::size_t max_frame = default_max_frame) noexcept {
  const std::uint32_t size = byte_reader(head).u32();
  const bool possible = size >= frame_overhead - size_field && size <= std::uint32_t{INT32_MAX};
  if (possible && size + size_field <= max_frame) return size + size_field;
  return std::unexpected(wrong_size(head));
}

/// Reads one whole frame, of the size that `wire_size` gave. Up to two NULs at its end are no part of the
/// body; servers that leave out one or both are understood. `bad_frame` if there are fewer than 12 bytes.
inline std::expected<frame, std::error_code> decode(bytes whole) noexcept {
  byte_reader reader(whole);
  reader.take(size_field);
  const std::int32_t id = reader.i32();
  const std::int32_t type = reader.i32();
  if (!reader.ok()) return std::unexpected(make_error_code(errc::bad_frame));
  bytes body = reader.rest();
  for (int nul = 0; nul < 2 && !body.empty() && body.back() == std::byte{0}; ++nul)
    body = body.first(body.size() - 1);
  return frame{id, type, body};
}

/// Bytes that `encode` needs.
constexpr std::size_t encoded_size(const frame& what) noexcept { return what.body.size() + frame_overhead; }

/// Writes one frame to the front of `out`. It belongs into one write: Minecraft takes what one read gives it
/// for exactly one packet. `no_room` if `out` is too small; `invalid_argument` for a body whose size fits no
/// int32.
std::expected<bytes, std::error_code> encode(const frame& what, std::span<std::byte> out) noexcept;

/// The same behind what is in a buffer; false when there is no memory.
[[nodiscard]] bool append(byte_buffer& to, const frame& what) noexcept;

}  // namespace gamewire::inline v0::rcon
