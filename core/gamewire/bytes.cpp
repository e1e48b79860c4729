#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

byte_buffer::byte_buffer(byte_buffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

byte_buffer& byte_buffer::operator=(byte_buffer&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
  return *this;
}

byte_buffer::~byte_buffer() { std::free(data_); }

bool byte_buffer::reserve(std::size_t capacity) noexcept {
  if (capacity <= capacity_) return true;
  void* moved = std::realloc(data_, capacity);
  if (moved == nullptr) return false;
  data_ = static_cast<std::byte*>(moved);
  capacity_ = capacity;
  return true;
}

bool byte_buffer::resize(std::size_t size) noexcept {
  if (!reserve(size)) return false;
  size_ = size;
  return true;
}

bool byte_buffer::grow(std::size_t more) noexcept {
  if (more > std::numeric_limits<std::size_t>::max() / 2 - size_) return false;
  return reserve(std::max(size_ + more, capacity_ + capacity_ / 2));
}

void byte_buffer::drop_front(std::size_t count) noexcept {
  count = std::min(count, size_);
  if (count < size_) std::memmove(data_, data_ + count, size_ - count);
  size_ -= count;
}

void byte_buffer::release() noexcept {
  std::free(data_);
  data_ = nullptr;
  size_ = capacity_ = 0;
}

}  // namespace gamewire::inline v0
