/// A queue of bounded size in one block of memory, allocated once. Not for users.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>

namespace gamewire::inline v0 {

/// First in, first out. Elements keep their address from `push` to `pop`.
template <class T>
  requires std::is_trivially_copyable_v<T>
class ring {
 public:
  /// Makes room for `capacity` elements, once; false when the allocation failed.
  [[nodiscard]] bool allocate(std::size_t capacity) noexcept {
    slots_.reset(new (std::nothrow) T[capacity]);
    capacity_ = slots_ ? capacity : 0;
    return slots_ != nullptr;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] bool full() const noexcept { return size_ == capacity_; }

  /// Only below `size()`; 0 is the front.
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept { return slots_[place(index)]; }
  [[nodiscard]] T& front() noexcept { return slots_[head_]; }

  /// Not when full.
  void push(const T& what) noexcept {
    slots_[place(size_)] = what;
    ++size_;
  }
  /// Not when empty.
  void pop() noexcept {
    head_ = place(1);
    --size_;
  }

 private:
  [[nodiscard]] std::size_t place(std::size_t index) const noexcept {
    const std::size_t at = head_ + index;
    return at < capacity_ ? at : at - capacity_;
  }

  std::unique_ptr<T[]> slots_;
  std::size_t capacity_ = 0;
  std::size_t head_ = 0;
  std::size_t size_ = 0;
};

}  // namespace gamewire::inline v0
