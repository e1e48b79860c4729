/// The bodies of messages, out of a stream: so many bytes, chunks (RFC 9112, 7.1), or all that comes. The
/// readers of responses and of requests share it. Not for users.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>

#include <gamewire/http1/head.hpp>
#include <gamewire/stream_input.hpp>

namespace gamewire::inline v0::http1 {

/// How a body ends: RFC 9112, 6.3.
enum class body_framing : std::uint8_t { none, length, chunked, until_close };

class body_reader {
 public:
  /// Nothing more for now; bytes of the body; its end, with its trailers.
  struct step {
    enum class kind : std::uint8_t { more, data, end } is = kind::more;
    bytes data;
    http1::fields trailers;
  };
  using result = std::expected<step, fault>;

  body_reader() = default;
  body_reader(body_framing framing, std::uint64_t length, const read_limits& limits) noexcept;

  /// Takes what can be taken off the front of the input. Views live until the input's next `keep()`, `feed()`
  /// or search. Offsets of faults count from the start of the body.
  result next(stream_input& in) noexcept;

  /// No more will come: is that the end of this body?
  [[nodiscard]] bool may_end() const noexcept {
    return state_ == state::until_close || state_ == state::over;
  }
  /// Bytes taken, framing included.
  [[nodiscard]] std::uint64_t taken() const noexcept { return taken_; }

 private:
  enum class state : std::uint8_t { over, length, until_close, chunk_size, chunk, chunk_end, trailers };

  result data(stream_input& in) noexcept;
  result chunk_size(stream_input& in) noexcept;
  result chunk_end(stream_input& in) noexcept;
  result trailers(stream_input& in) noexcept;
  std::optional<fault> read_size(std::string_view line) noexcept;
  void consume(stream_input& in, std::size_t count) noexcept;
  [[nodiscard]] result fail(errc error, std::uint64_t further = 0) const noexcept;

  read_limits limits_;
  state state_ = state::over;
  std::uint64_t left_ = 0;      // of the body, or of this chunk
  std::uint64_t content_ = 0;   // bytes of the body so far, those of this chunk included
  std::uint64_t overhead_ = 0;  // bytes of framing so far
  std::uint64_t taken_ = 0;
  head_scanner scanner_{head_scanner::start::none, 0, 0};
};

/// Bytes of an unfinished line that a reader may have to keep.
std::size_t longest_line(const read_limits& limits) noexcept;

/// Lets a scanner read on in what has come. Copies no more than the head, and that only where it was cut.
std::expected<std::optional<bytes>, fault> scan(head_scanner& scanner, stream_input& in) noexcept;

}  // namespace gamewire::inline v0::http1
