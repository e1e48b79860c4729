/// The frames of WebSocket: RFC 6455, 5.2.
///
///     FIN ─┬─ opcode      mask? ─┬─ length                       4 bytes of mask     payload
///      1 000 0001          0 1111101                             (if masked)
///                          1111110 + 2 bytes  |  1111111 + 8 bytes
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>

#include <gamewire/bytes.hpp>
#include <gamewire/websocket/error.hpp>

namespace gamewire::inline v0::websocket {

/// What a frame is: RFC 6455, 11.8.
enum class opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// Close, Ping or Pong: in one frame, of at most `max_control_payload` bytes.
constexpr bool is_control(opcode code) noexcept { return code >= opcode::close; }

/// In the order in which it is written.
using mask = std::array<std::byte, 4>;

/// Bytes.
inline constexpr std::size_t max_frame_header = 14;
inline constexpr std::size_t max_control_payload = 125;

/// What stands before a payload.
struct frame_header {
  opcode code = opcode::text;
  bool last = true;                          // FIN: of its message
  std::uint64_t length = 0;                  // of the payload, in bytes
  std::optional<websocket::mask> mask = {};  // of clients' frames

  friend bool operator==(const frame_header&, const frame_header&) = default;
};

/// Bytes of the header that begins with these two, which have to be there.
std::size_t header_size(bytes first_two) noexcept;

/// Reads the header at the front of `in`; nothing when it is not whole. What can be refused by the first two bytes is.
/// Errors: `errc::reserved_bits`, `unknown_opcode`, `long_control`, `fragmented_control`, `bad_length`.
std::expected<std::optional<frame_header>, std::error_code> decode_header(bytes in) noexcept;

/// Writes it as short as it can be, and gives its size. A length of 2^63 or more cannot be said, nor asked for here.
std::size_t encode_header(const frame_header& what, std::span<std::byte, max_frame_header> out) noexcept;

/// Masks, or unmasks: RFC 6455, 5.3. `offset`: how much of the payload came before `data`.
void apply_mask(std::span<std::byte> data, mask key, std::uint64_t offset = 0) noexcept;

/// What a Close frame says.
struct close_reason {
  std::uint16_t code = 0;  // 0: nothing at all
  std::string_view text;   // UTF-8; a view into the payload
};

/// Errors: `errc::bad_close` for one byte, or a code that nobody may send (RFC 6455, 7.4); `errc::bad_text`.
std::expected<close_reason, std::error_code> decode_close(bytes payload) noexcept;

}  // namespace gamewire::inline v0::websocket
