/// One contiguous view of a stream that arrives in pieces.
///
/// Whole messages are read where they lie, in the span the caller fed; only the unfinished tail is copied,
/// once, into a buffer that never exceeds its limit. A search remembers how far it came, so the work stays
/// linear however the stream is cut.
///
///     in.feed(piece);
///     while (auto head = in.peek(4)) {
///       …                                            // size: what the head says
///       auto frame = in.peek(4 + size);
///       if (!frame) break;
///       …
///       in.consume(4 + size);
///     }
///     if (!in.keep()) …limit fault…                  // before the caller reuses the piece
#pragma once

#include <cstddef>
#include <optional>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// What exceeds the limit, or memory, fails it for good: nothing can be read on.
class stream_input {
 public:
  /// `limit`: the most bytes of an unfinished message that are kept between two pieces. Whoever refuses
  /// larger messages by itself understands a stream alike however it is cut.
  explicit stream_input(std::size_t limit) noexcept : limit_(limit) {}

  /// What was moved from has nothing to read; what was assigned to leaves its old content there.
  stream_input(stream_input&& other) noexcept : limit_(other.limit_) { swap(other); }
  stream_input& operator=(stream_input&& other) noexcept {
    swap(other);
    return *this;
  }

  /// The next piece. It is read in place and must stay readable until `keep()`. Nothing of the piece before
  /// may still be pending: `keep()` comes first.
  void feed(bytes piece) noexcept { piece_ = piece; }

  /// As it was given.
  [[nodiscard]] std::size_t limit() const noexcept { return limit_; }
  /// Bytes that are not consumed yet.
  [[nodiscard]] std::size_t size() const noexcept { return tail_.size() - consumed_ + piece_.size(); }

  /// The next `count` bytes in one piece, or nothing when so many have not come (or, told apart by
  /// `failed()`, would not fit the limit or memory). Valid until the next call that is not const.
  std::optional<bytes> peek(std::size_t count) noexcept {
    if (tail_.empty() && count <= piece_.size() && !failed_) return piece_.first(count);
    return peek_across(count);
  }

  /// The bytes up to and including the next `mark` behind the first `from` of them, or nothing while it has
  /// not come. What was passed over once is not searched again.
  std::optional<bytes> peek_through(std::byte mark, std::size_t from = 0) noexcept;

  /// As many bytes as lie in one piece already; nothing is copied to see them. Empty only if there are none.
  [[nodiscard]] bytes front() const noexcept {
    return tail_.empty() ? piece_ : tail_.view().subspan(consumed_);
  }

  /// Takes `count` bytes (at most `size()`) off the front.
  void consume(std::size_t count) noexcept {
    if (!tail_.empty() || searched_ != 0 || count > piece_.size()) return consume_across(count);
    piece_ = piece_.subspan(count);
  }

  /// Copies what is left of the piece, which the caller may then reuse. False when the limit or memory is
  /// exhausted: the stream cannot be read on. Memory is given back when nothing is left.
  [[nodiscard]] bool keep() noexcept;

  /// Sticky: an unfinished message did not fit.
  [[nodiscard]] bool failed() const noexcept { return failed_; }

 private:
  std::optional<bytes> peek_across(std::size_t count) noexcept;
  void consume_across(std::size_t count) noexcept;
  void swap(stream_input& other) noexcept;
  bool join(std::size_t count) noexcept;
  bool make_room(std::size_t size) noexcept;
  void drop_consumed() noexcept;

  byte_buffer tail_;          // the start of an unfinished message, from pieces that are gone
  std::size_t consumed_ = 0;  // how much of the tail has been consumed
  bytes piece_;               // what is not consumed of the current piece
  std::size_t searched_ = 0;  // of the unread bytes, how many need not be searched for the mark
  std::size_t limit_;
  bool failed_ = false;
};

}  // namespace gamewire::inline v0
