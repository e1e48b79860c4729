#include <algorithm>
#include <limits>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

namespace {

constexpr std::size_t most = std::numeric_limits<std::size_t>::max() / 2;

}  // namespace

bool byte_buffer::reserve(std::size_t capacity) noexcept {
  if (capacity <= this->capacity()) return true;
  if (capacity > most) return false;
  const bool first = block_ == nullptr;
  void* const moved = std::realloc(block_, sizeof(block) + capacity);
  if (moved == nullptr) return false;
  block_ = static_cast<block*>(moved);
  if (first) block_->size = 0;
  block_->capacity = capacity;
  return true;
}

bool byte_buffer::resize(std::size_t size) noexcept {
  if (!reserve(size)) return false;
  if (block_ != nullptr) block_->size = size;
  return true;
}

bool byte_buffer::grow(std::size_t more) noexcept {
  if (more > most - size()) return false;
  return reserve(std::max(size() + more, capacity() + capacity() / 2));
}

void byte_buffer::drop_front(std::size_t count) noexcept {
  const std::size_t left = size() - std::min(count, size());
  if (left != 0) std::memmove(begin(), begin() + count, left);
  (void)resize(left);  // which never fails, for it is less
}

}  // namespace gamewire::inline v0
