/// The heads of messages: a start line, fields, an empty line. Strict, as RFC 9112 lets its readers be.
///
/// Lines end with CR LF and nothing else; no other control character but the tab stands anywhere; nothing is
/// folded, nothing stands between a name and its colon. Whoever reads a head otherwise than the peer before
/// it can be fed a second message inside the first: so there is one reading, and the rest is refused. But for the blank
/// behind a status, which may be missing if there is no reason: RFC 9112, 4, lets a reader go by words, and servers send it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include <gamewire/bytes.hpp>
#include <gamewire/http1/error.hpp>
#include <gamewire/http1/fields.hpp>

namespace gamewire::inline v0::http1 {

/// How much of a message a reader bears, in bytes where it says no other unit. Its memory is bounded by the
/// largest of the first three; bodies are passed through.
struct read_limits {
  std::size_t max_head = std::size_t{16} << 10U;      // each, interim ones too
  std::size_t max_trailers = std::size_t{8} << 10U;   // behind the last chunk
  std::size_t max_chunk_line = 256;                   // a chunk's size and its extensions
  std::uint32_t max_fields = 128;                     // their number in a head, or in trailers
  std::uint32_t max_interim = 8;                      // their number before one response
  std::uint64_t max_body = std::uint64_t{64} << 20U;  // without the framing
  /// Framing of chunks, beyond as many bytes as the body has: chunks of single bytes end the message.
  std::uint64_t max_chunk_overhead = std::uint64_t{16} << 10U;

  /// `errc::invalid_options` for a `max_head` below 64, a `max_trailers` below 2, a `max_chunk_line` below 3.
  [[nodiscard]] std::error_code validate() const noexcept;
};

/// The status behind which the stream is another protocol's (RFC 9110, 15.2.2), and the one that asks for that (15.5.22).
inline constexpr std::uint16_t switching_protocols = 101;
inline constexpr std::uint16_t upgrade_required = 426;

/// Does the status say that all is well: RFC 9110, 15.3?
constexpr bool is_success(std::uint16_t status) noexcept { return status >= 200 && status < 300; }

/// What a response begins with: views, valid as long as the event or item that it came in.
struct response_head {
  std::uint16_t status = 0;        // 100 to 999
  std::uint8_t minor_version = 1;  // of HTTP/1.x
  std::string_view reason;         // bytes; may be empty, and means nothing
  http1::fields fields;
};

/// The same of a request.
struct request_head {
  std::string_view method;  // a token; case counts
  std::string_view target;  // "/path?query" still encoded, or "*"
  std::uint8_t minor_version = 1;
  http1::fields fields;
  /// Of a target that came with one, "http://play.example.org/path"; it counts, and Host does not (RFC 9112, 3.2.2).
  std::string_view authority = {};
};

/// What the fields say about the message itself.
struct framing_fields {
  std::optional<std::uint64_t> content_length;  // bytes of the body; nothing: no such field
  std::uint32_t hosts = 0;                      // how many Host fields
  bool chunked = false;                         // Transfer-Encoding: chunked
  bool close = false;                           // Connection: close
  bool keep_alive = false;                      // Connection: keep-alive
  bool upgrade = false;                         // Connection: upgrade
};

/// Reads the lines of a head one after the other, as they come. Not for users.
class head_scanner {
 public:
  /// What the first line is; none of trailers.
  enum class start : std::uint8_t { status_line, request_line, none };
  using result = std::expected<std::optional<std::size_t>, fault>;

  head_scanner(start with, std::size_t max_size, std::uint32_t max_fields) noexcept
      : start_(with), max_size_(max_size), max_fields_(max_fields) {}

  /// Reads on in `so_far`, which begins with the head and may go beyond it. Gives the size of the head, the
  /// empty line included, or nothing when that has not come. A line is judged once its LF is there, so it
  /// does not matter how the stream was cut. Offsets count from the start of the head.
  result scan(bytes so_far) noexcept;

  /// Up to where whole lines have been read.
  [[nodiscard]] std::size_t position() const noexcept { return position_; }
  [[nodiscard]] std::size_t max_size() const noexcept { return max_size_; }
  /// What is wrong with more than `max_size` bytes.
  [[nodiscard]] fault too_large() const noexcept;
  [[nodiscard]] const framing_fields& framing() const noexcept { return framing_; }

  /// What the head says, when `scan` has given its size: views into it.
  [[nodiscard]] response_head response(bytes head) const noexcept;
  [[nodiscard]] request_head request(bytes head) const noexcept;
  [[nodiscard]] http1::fields fields(bytes head) const noexcept;

 private:
  result scan_start(std::string_view so_far) noexcept;
  result scan_fields(std::string_view so_far) noexcept;
  [[nodiscard]] bool is_line_end(std::string_view so_far, std::size_t at) const noexcept {
    return at + 2 <= std::min(so_far.size(), max_size_) && so_far[at] == '\r' && so_far[at + 1] == '\n';
  }
  [[nodiscard]] result no_line(std::string_view so_far, std::size_t control) const noexcept;
  static fault no_field(char first, std::size_t line, std::size_t name_end) noexcept;
  std::optional<fault> read_status(std::string_view line) noexcept;
  std::optional<fault> read_request(std::string_view line) noexcept;
  bool read_target(std::string_view target) noexcept;
  errc note(std::string_view name, std::string_view value) noexcept;
  errc note_host(std::string_view value) noexcept;
  errc note_connection(std::string_view value) noexcept;
  errc note_length(std::string_view value) noexcept;
  errc note_coding(std::string_view value) noexcept;

  start start_;
  std::size_t max_size_;
  std::uint32_t max_fields_;
  std::uint32_t fields_ = 0;
  std::size_t position_ = 0;
  std::size_t fields_at_ = 0;
  std::size_t method_size_ = 0;
  std::size_t target_size_ = 0;  // as it came
  std::size_t scheme_size_ = 0;  // of it: "http://", and what follows
  std::size_t authority_size_ = 0;
  std::uint16_t status_ = 0;
  std::uint8_t minor_version_ = 1;
  framing_fields framing_;
};

/// Reads a whole head, the empty line at its end included, out of the front of `in`, which may go on behind
/// it. Nothing when it is not whole. For those who have all in one piece; streams go through
/// `response_reader`.
std::expected<std::optional<response_head>, fault> decode_response_head(
    bytes in, const read_limits& limits = {}) noexcept;
std::expected<std::optional<request_head>, fault> decode_request_head(
    bytes in, const read_limits& limits = {}) noexcept;

}  // namespace gamewire::inline v0::http1
