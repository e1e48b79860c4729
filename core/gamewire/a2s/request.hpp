/// The requests of A2S, for clients to write and servers to read.
#pragma once

#include <cstdint>
#include <optional>

#include <gamewire/a2s/message.hpp>

namespace gamewire::inline v0::a2s {

/// The first byte of a request, behind FF FF FF FF.
enum class request_type : unsigned char {
  info = 'T',           // A2S_INFO
  players = 'U',        // A2S_PLAYER
  rules = 'V',          // A2S_RULES
  get_challenge = 'W',  // A2S_SERVERQUERY_GETCHALLENGE, obsolete
  ping = 'i',           // A2A_PING, obsolete
};

/// The longest request without padding: a challenged A2S_INFO.
inline constexpr std::size_t max_request_size = 29;

/// The size to which Steam's own client pads; servers can be told to require it.
inline constexpr std::uint16_t padded_request_size = 1200;

/// INFO and GETCHALLENGE go without a challenge when none is set; PLAYER and RULES then carry -1. PING has
/// none.
struct request {
  request_type type;
  std::optional<a2s::challenge> challenge = std::nullopt;  // as the server gave it
  /// Bytes of the whole datagram that the request is filled up to with zeros; 0 or less than needed: none.
  std::uint16_t pad_to = 0;

  friend bool operator==(const request&, const request&) = default;
};

/// Writes the datagram to the front of `out`; `errc::no_room` if it does not fit.
std::expected<bytes, std::error_code> encode_request(const request& what, std::span<std::byte> out) noexcept;

/// Reads a client's datagram, padding included (then `pad_to` is its size). The four bytes behind the text of
/// an A2S_INFO are its challenge, of padding too; one of 25 bytes, or with fewer behind the text, has none.
/// PLAYER and RULES always have one; -1 is what they carry for none.
/// Errors: `not_a2s`, `truncated`, `unknown_message`.
std::expected<request, std::error_code> decode_request(bytes datagram) noexcept;

}  // namespace gamewire::inline v0::a2s
