/// Memory that is wiped before it is given back. Not for users.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <utility>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// Makes zeros of it. No compiler can leave that out because nobody looks: it does not know what it calls.
inline void wipe(std::span<std::byte> all) noexcept {
  static void* (*const volatile set)(void*, int, std::size_t) = std::memset;
  if (!all.empty()) set(all.data(), 0, all.size());
}

class secret {
 public:
  secret() = default;
  secret(secret&& other) noexcept
      : data_(std::move(other.data_)),
        size_(std::exchange(other.size_, std::size_t{0})),
        capacity_(std::exchange(other.capacity_, std::size_t{0})) {}
  secret& operator=(secret&& other) noexcept {
    wipe();
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, std::size_t{0});
    capacity_ = std::exchange(other.capacity_, std::size_t{0});
    return *this;
  }
  ~secret() { wipe(); }

  /// Room for so many bytes, in place of what was there; false when there is no memory.
  [[nodiscard]] bool allocate(std::size_t size) noexcept {
    clear();
    if (!data_ || size > capacity_) {
      data_.reset(new (std::nothrow) std::byte[size]);
      capacity_ = data_ ? size : 0;
    }
    size_ = data_ ? size : 0;
    return data_ != nullptr;
  }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::span<std::byte> data() noexcept { return {data_.get(), size_}; }
  [[nodiscard]] bytes view() const noexcept { return {data_.get(), size_}; }

  /// Keeps the first `size` bytes, and wipes the rest.
  void shrink(std::size_t size) noexcept {
    gamewire::wipe(data().subspan(size));
    size_ = size;
  }
  /// Wipes it, and keeps the memory for the next one.
  void clear() noexcept {
    gamewire::wipe(data());
    size_ = 0;
  }
  /// Wipes it, and gives the memory back.
  void wipe() noexcept {
    clear();
    data_.reset();
    capacity_ = 0;
  }

 private:
  std::unique_ptr<std::byte[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;  // what is not used of it was wiped
};

}  // namespace gamewire::inline v0
