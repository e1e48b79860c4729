/// Responses, for servers to write.
#pragma once

#include <expected>
#include <span>
#include <string_view>

#include <gamewire/http1/request.hpp>

namespace gamewire::inline v0::http1 {

/// Views, needed until it is written.
struct response {
  std::uint16_t status = 200;  // 100 to 999
  /// Empty: the usual words for the status, if it is one of the common ones.
  std::string_view reason = {};
  /// As in a request: without those that the writer answers for.
  std::span<const header> headers = {};
  /// Sent with its Content-Length. None may come with 1xx, 204 and 304.
  bytes body = {};
  /// Sent in chunks of so many bytes instead, the last of them smaller; 0: not.
  std::size_t chunk_size = 0;
  /// The answer to HEAD: the body's length is told, and the body not sent.
  bool to_head = false;
  /// With 101: the protocol that follows. With 426: the one that is wanted.
  std::string_view upgrade = {};
  /// The last on this connection: `Connection: close`.
  bool close = false;
};

/// Writes the response to the front of `out`. Errors: `errc::no_room`; `errc::invalid_argument` for a status
/// outside 100 to 999, a reason with a control character, a header as in requests, a body where none may
/// come, an `upgrade` with another status than 101 and 426, none with these, and 101 with `close`.
std::expected<bytes, std::error_code> encode(const response& what, std::span<std::byte> out) noexcept;

/// Bytes that `encode` needs, or its error.
std::expected<std::size_t, std::error_code> encoded_size(const response& what) noexcept;

/// "Not Found" for 404; empty for a status that is not a common one.
std::string_view reason_of(std::uint16_t status) noexcept;

}  // namespace gamewire::inline v0::http1
