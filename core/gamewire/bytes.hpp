/// Bytes that came from, or go to, the wire: views, a bounds-checked reader and writer, a bounded buffer.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <expected>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include <gamewire/error.hpp>
#include <gamewire/scan_nul.hpp>

namespace gamewire::inline v0 {

/// Bytes in somebody else's memory.
using bytes = std::span<const std::byte>;

/// The same memory as bytes, and as text: views, nothing is copied or looked at.
inline bytes as_bytes(std::string_view text) noexcept { return std::as_bytes(std::span(text)); }

inline std::string_view as_text(bytes in) noexcept {
  return {reinterpret_cast<const char*>(in.data()), in.size()};
}

/// Reads little-endian values and NUL-terminated strings from the front of a span.
///
/// A read that does not fit leaves the reader failed for good, where it stood, and gives zero or an empty
/// string; so a decoder reads a whole block of fields and asks `ok()` once. Views point into the span.
class byte_reader {
 public:
  constexpr byte_reader() = default;
  explicit byte_reader(bytes in) noexcept : at_(in.data()), end_(in.data() + in.size()) {}

  /// Has every read fitted so far?
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  /// Bytes that have not been read yet.
  [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(end_ - at_); }
  [[nodiscard]] bool empty() const noexcept { return at_ == end_; }
  /// What has not been read yet.
  [[nodiscard]] bytes rest() const noexcept { return {at_, end_}; }

  /// A number of so many bits: unsigned, signed, or IEEE 754.
  std::uint8_t u8() noexcept { return number<std::uint8_t>(); }
  std::uint16_t u16() noexcept { return number<std::uint16_t>(); }
  std::uint32_t u32() noexcept { return number<std::uint32_t>(); }
  std::uint64_t u64() noexcept { return number<std::uint64_t>(); }
  std::int32_t i32() noexcept { return static_cast<std::int32_t>(u32()); }
  float f32() noexcept { return std::bit_cast<float>(u32()); }

  /// The text up to the next NUL, which is consumed as well.
  std::string_view cstring() noexcept {
    const std::byte* nul = find_nul(at_, end_);
    if (nul == end_ || !ok_) return fail(), std::string_view{};
    const auto* text = reinterpret_cast<const char*>(at_);
    const auto length = static_cast<std::size_t>(nul - at_);
    at_ = nul + 1;
    return {text, length};
  }

  /// So many bytes.
  bytes take(std::size_t count) noexcept {
    if (count > size() || !ok_) return fail(), bytes{};
    const bytes taken{at_, count};
    at_ += count;
    return taken;
  }

 private:
  template <std::unsigned_integral T>
  T number() noexcept {
    if (size() < sizeof(T) || !ok_) return fail(), T{};
    T value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    if constexpr (std::endian::native == std::endian::big) value = std::byteswap(value);
    return value;
  }

  void fail() noexcept { ok_ = false; }

  const std::byte* at_ = nullptr;
  const std::byte* end_ = nullptr;
  bool ok_ = true;
};

/// Writes little-endian values and NUL-terminated strings to the front of a span.
///
/// A write that does not fit leaves the writer failed for good; `size()` says what was written before.
class byte_writer {
 public:
  explicit byte_writer(std::span<std::byte> out) noexcept : out_(out) {}

  /// Has every write fitted so far?
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  /// What has been written so far, in the caller's memory.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bytes written() const noexcept { return out_.first(size_); }
  /// What was written if all of it was, else why not: `errc::invalid_argument` for a NUL inside a text, or
  /// `errc::no_room`.
  [[nodiscard]] std::expected<bytes, std::error_code> result() const noexcept {
    if (ok_) return written();
    return std::unexpected(make_error_code(text_ok_ ? errc::no_room : errc::invalid_argument));
  }

  /// As `byte_reader` reads them.
  void u8(std::uint8_t value) noexcept { number(value); }
  void u16(std::uint16_t value) noexcept { number(value); }
  void u32(std::uint32_t value) noexcept { number(value); }
  void u64(std::uint64_t value) noexcept { number(value); }
  void i32(std::int32_t value) noexcept { number(static_cast<std::uint32_t>(value)); }
  void f32(float value) noexcept { number(std::bit_cast<std::uint32_t>(value)); }

  /// Bytes as they are.
  void raw(bytes in) noexcept {
    if (!ok_ || in.size() > out_.size() - size_) {
      ok_ = false;
      return;
    }
    if (!in.empty()) std::memcpy(out_.data() + size_, in.data(), in.size());
    size_ += in.size();
  }

  /// So many zero bytes.
  void zeros(std::size_t count) noexcept {
    if (!ok_ || count > out_.size() - size_) {
      ok_ = false;
      return;
    }
    if (count != 0) std::memset(out_.data() + size_, 0, count);
    size_ += count;
  }

  /// The text and a NUL. A NUL inside the text cannot be represented and fails the writer.
  void cstring(std::string_view text) noexcept {
    if (text.find('\0') != text.npos) ok_ = text_ok_ = false;
    raw(as_bytes(text));
    u8(0);
  }

 private:
  template <std::unsigned_integral T>
  void number(T value) noexcept {
    if constexpr (std::endian::native == std::endian::big) value = std::byteswap(value);
    raw(std::as_bytes(std::span(&value, 1)));
  }

  std::span<std::byte> out_;
  std::size_t size_ = 0;
  bool ok_ = true;
  bool text_ok_ = true;
};

/// A growable buffer for machines: it reports a failed allocation instead of throwing. `reserve` and `resize`
/// hold no more than they are asked to; `append` and `extend` grow by half, or by what it needs. Movable; an emptied or
/// moved-from buffer holds no memory after `release()`. It is one pointer, because machines have many that are empty
/// most of the time.
class byte_buffer {
 public:
  byte_buffer() = default;
  byte_buffer(byte_buffer&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  byte_buffer& operator=(byte_buffer&& other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~byte_buffer() { std::free(block_); }

  /// Bytes: of the content, and that it holds without another allocation.
  [[nodiscard]] std::size_t size() const noexcept { return block_ != nullptr ? block_->size : 0; }
  [[nodiscard]] std::size_t capacity() const noexcept { return block_ != nullptr ? block_->capacity : 0; }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  /// The content, until the buffer grows or ends.
  [[nodiscard]] std::span<std::byte> data() noexcept { return {begin(), size()}; }
  [[nodiscard]] bytes view() const noexcept { return {begin(), size()}; }

  /// Makes room for `capacity` bytes in all; false when the allocation failed (nothing changes).
  [[nodiscard]] bool reserve(std::size_t capacity) noexcept;
  /// Sets the size; new bytes are not initialised. False when the allocation failed.
  [[nodiscard]] bool resize(std::size_t size) noexcept;
  /// Copies bytes behind the content, which they must be no part of. False when the allocation failed.
  [[nodiscard]] bool append(bytes in) noexcept {
    if (in.empty()) return true;
    if (!extend(in.size())) return false;
    std::memcpy(begin() + size() - in.size(), in.data(), in.size());
    return true;
  }
  /// Adds `more` bytes, which are not initialised; grows as `append` does.
  [[nodiscard]] bool extend(std::size_t more) noexcept {
    if (more > capacity() - size() && !grow(more)) return false;
    if (block_ != nullptr) block_->size += more;
    return true;
  }
  /// Drops the first `count` bytes.
  void drop_front(std::size_t count) noexcept;
  /// Forgets the content and keeps the memory.
  void clear() noexcept {
    if (block_ != nullptr) block_->size = 0;
  }
  /// Forgets the content and gives the memory back.
  void release() noexcept { std::free(std::exchange(block_, nullptr)); }

 private:
  /// Stands before the bytes, which are aligned for anything.
  struct alignas(std::max_align_t) block {
    std::size_t size;
    std::size_t capacity;
  };

  [[nodiscard]] std::byte* begin() const noexcept {
    return block_ != nullptr ? reinterpret_cast<std::byte*>(block_ + 1) : nullptr;
  }
  bool grow(std::size_t more) noexcept;

  block* block_ = nullptr;  // null without capacity
};

}  // namespace gamewire::inline v0
