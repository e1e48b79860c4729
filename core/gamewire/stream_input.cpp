#include <algorithm>
#include <utility>

#include <gamewire/stream_input.hpp>

namespace gamewire::inline v0 {

std::optional<bytes> stream_input::peek_across(std::size_t count) noexcept {
  if (count > size() || failed_) return std::nullopt;
  if (tail_.empty()) return piece_.first(count);
  if (!join(count)) return std::nullopt;
  return tail_.view().subspan(consumed_, count);
}

std::optional<bytes> stream_input::peek_through(std::byte mark, std::size_t from) noexcept {
  if (failed_) return std::nullopt;
  searched_ = std::max(searched_, std::min(from, size()));
  std::size_t start = 0;
  for (const bytes part : {tail_.view().subspan(consumed_), piece_}) {
    // What was searched before is skipped.
    const std::size_t skip = std::min(searched_ - std::min(searched_, start), part.size());
    const void* found = skip < part.size()
                            ? std::memchr(part.data() + skip, static_cast<int>(mark), part.size() - skip)
                            : nullptr;
    if (found != nullptr)
      return peek(start + static_cast<std::size_t>(static_cast<const std::byte*>(found) - part.data()) + 1);
    start += part.size();
  }
  searched_ = size();
  return std::nullopt;
}

void stream_input::consume_across(std::size_t count) noexcept {
  count = std::min(count, size());
  searched_ -= std::min(searched_, count);
  const std::size_t from_tail = std::min(count, tail_.size() - consumed_);
  consumed_ += from_tail;
  piece_ = piece_.subspan(count - from_tail);
  if (consumed_ == tail_.size() && consumed_ != 0) {
    tail_.clear();
    consumed_ = 0;
  }
}

bool stream_input::keep() noexcept {
  if (!piece_.empty() && !join(size())) return false;
  piece_ = {};
  if (tail_.empty()) tail_.release();
  return !failed_;
}

/// Makes the tail hold `count` unread bytes.
bool stream_input::join(std::size_t count) noexcept {
  const std::size_t kept = tail_.size() - consumed_;
  if (count <= kept) return true;
  drop_consumed();
  const bytes more = piece_.first(count - kept);
  if (count > limit_ || !make_room(count) || !tail_.append(more)) {
    failed_ = true;
    return false;
  }
  piece_ = piece_.subspan(more.size());
  return true;
}

/// Grows the tail by leaps, so that single bytes cost no allocation each, but never beyond the limit.
bool stream_input::make_room(std::size_t size) noexcept {
  if (size <= tail_.capacity()) return true;
  return tail_.reserve(std::min(limit_, std::max(size, 2 * tail_.capacity())));
}

void stream_input::drop_consumed() noexcept {
  if (consumed_ != 0) tail_.drop_front(consumed_);
  consumed_ = 0;
}

void stream_input::swap(stream_input& other) noexcept {
  std::swap(tail_, other.tail_);
  std::swap(consumed_, other.consumed_);
  std::swap(piece_, other.piece_);
  std::swap(searched_, other.searched_);
  std::swap(limit_, other.limit_);
  std::swap(failed_, other.failed_);
}

}  // namespace gamewire::inline v0
