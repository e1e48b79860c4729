/// Frames out of a stream, however it is cut.
///
///     decoder.feed(piece);
///     for (;;) {
///       const auto next = decoder.next();
///       if (!next) …the stream cannot be read on: next.error()…
///       if (!*next) break;          // more has to come
///       …(**next).body…             // valid until the next call
///     }
///     if (auto error = decoder.keep()) …      // before the piece is reused
#pragma once

#include <expected>
#include <optional>
#include <system_error>

#include <gamewire/rcon/frame.hpp>
#include <gamewire/stream_input.hpp>

namespace gamewire::inline v0::rcon {

/// Whole frames of a piece are views into it; only an unfinished one is copied, once. A size of 0, which some servers
/// send with nothing behind it, is skipped. Errors are final.
class frame_decoder {
 public:
  /// A frame, nothing yet, or why the stream cannot be read on.
  using result = std::expected<std::optional<frame>, std::error_code>;

  /// `max_frame`: the most bytes of one frame on the wire.
  explicit frame_decoder(std::size_t max_frame = default_max_frame) noexcept : input_(max_frame) {}

  /// The next piece, which must stay readable until `keep()`.
  void feed(bytes piece) noexcept { input_.feed(piece); }

  /// The next frame, a view until the next call of any of these; nothing when it has not come whole. Errors:
  /// those of `wire_size`, where `not_rcon` can only be said of the very first bytes; `no_memory`.
  result next() noexcept;

  /// Copies the unfinished frame at the end of the piece.
  std::error_code keep() noexcept;

  /// What has come of a frame that is not whole, once that is kept. Nothing when not even the type has come. A view
  /// until the next call of any that is not const.
  [[nodiscard]] std::optional<frame> so_far() const noexcept;

  /// The same as if that were all of it: a server is known that announces more than it sends (Palworld). If the rest
  /// comes after all it is skipped, and told from another frame by its type.
  std::optional<frame> surrender() noexcept;

  /// Has a frame begun that is not whole?
  [[nodiscard]] bool unfinished() const noexcept { return input_.size() > given_; }

  /// A server is known that may put the end marker of Source behind the last frame, cut loose from it: the
  /// seven bytes 00 01 00 00 00 00 00 (Squad). They are skipped if they come next.
  void expect_stray_marker() noexcept { stray_expected_ = true; }

 private:
  result pass_over(std::error_code wrong) noexcept;
  bool stray_settled() noexcept;
  [[nodiscard]] bool begins_frame(bytes head) const noexcept;
  bool rest_settled() noexcept;
  result missing() noexcept;
  std::unexpected<std::error_code> fail(std::error_code error) noexcept;

  stream_input input_;
  std::size_t given_ = 0;  // bytes of the frame that `next` gave, which the next call takes off
  std::size_t rest_ = 0;   // of a frame that was surrendered: what may still come
  std::error_code error_;
  bool begun_ = false;  // there has been a frame
  bool stray_expected_ = false;
};

}  // namespace gamewire::inline v0::rcon
