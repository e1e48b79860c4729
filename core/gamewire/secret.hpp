/// Memory that is wiped before it is given back. Not for users.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <utility>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

class secret {
 public:
  secret() = default;
  secret(secret&& other) noexcept
      : data_(std::move(other.data_)), size_(std::exchange(other.size_, std::size_t{0})) {}
  secret& operator=(secret&& other) noexcept {
    wipe();
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, std::size_t{0});
    return *this;
  }
  ~secret() { wipe(); }

  /// Room for so many bytes, in place of what was there; false when there is no memory.
  [[nodiscard]] bool allocate(std::size_t size) noexcept {
    wipe();
    data_.reset(new (std::nothrow) std::byte[size]);
    size_ = data_ ? size : 0;
    return data_ != nullptr;
  }
  [[nodiscard]] std::span<std::byte> data() noexcept { return {data_.get(), size_}; }
  [[nodiscard]] bytes view() const noexcept { return {data_.get(), size_}; }

  void wipe() noexcept {
    // Through volatile, so that no compiler finds that nobody looks.
    for (volatile std::byte* at = data_.get(); size_ != 0; --size_) *at++ = std::byte{0};
    data_.reset();
  }

 private:
  std::unique_ptr<std::byte[]> data_;
  std::size_t size_ = 0;
};

}  // namespace gamewire::inline v0
