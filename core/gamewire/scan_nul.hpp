/// Finding NULs fast. Game-server replies are long rows of short NUL-terminated strings, where a `memchr` per string
/// spends its time on being called; here whole vector registers are compared in place. Not for users.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gamewire::inline v0 {

namespace detail {

#if defined(__SSE2__)
/// Bit i says whether `at[i]` is NUL, for 16 readable bytes.
inline std::uint32_t nul_mask_16(const std::byte* at) noexcept {
  const auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, __m128i{})));
}
#endif

/// The same for 64 bytes.
inline std::uint64_t nul_mask_64(const std::byte* at) noexcept {
#if defined(__SSE2__)
  const auto quarter = [at](std::size_t i) { return std::uint64_t{nul_mask_16(at + 16 * i)} << (16 * i); };
  return quarter(0) | quarter(1) | quarter(2) | quarter(3);
#else
  std::uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) mask |= std::uint64_t{at[i] == std::byte{0}} << i;
  return mask;
#endif
}

}  // namespace detail

/// The first NUL in [at, end), or `end`.
inline const std::byte* find_nul(const std::byte* at, const std::byte* end) noexcept {
#if defined(__SSE2__)
  // Two registers a step: how long a string is, is not to be guessed, and most end within 32 bytes.
  while (end - at >= 32) {
    const std::uint32_t mask = detail::nul_mask_16(at) | detail::nul_mask_16(at + 16) << 16;
    if (mask != 0) return at + std::countr_zero(mask);
    at += 32;
  }
  if (end - at >= 16) {
    const std::uint32_t mask = detail::nul_mask_16(at);
    if (mask != 0) return at + std::countr_zero(mask);
    at += 16;
  }
  while (at != end && *at != std::byte{0}) ++at;
  return at;
#else
  if (at == end) return end;
  const void* found = std::memchr(at, 0, static_cast<std::size_t>(end - at));
  return found != nullptr ? static_cast<const std::byte*>(found) : end;
#endif
}

/// Gives the NULs of a span one after the other, looking at each byte once however short the strings are.
class nul_scanner {
 public:
  constexpr nul_scanner() = default;
  nul_scanner(const std::byte* at, const std::byte* end) noexcept : block_(at), end_(end) { load(); }

  /// The next NUL, or the end of the span when there is none.
  const std::byte* next() noexcept {
    while (mask_ == 0) {
      if (end_ - block_ <= 64) return end_;
      block_ += 64;
      load();
    }
    const auto* found = block_ + std::countr_zero(mask_);
    mask_ &= mask_ - 1;
    return found;
  }

 private:
  void load() noexcept {
    if (end_ - block_ >= 64) {
      mask_ = detail::nul_mask_64(block_);
      return;
    }
    std::byte tail[64];
    const auto size = static_cast<std::size_t>(end_ - block_);
    std::memset(tail, 0xff, sizeof tail);
    if (size != 0) std::memcpy(tail, block_, size);
    mask_ = detail::nul_mask_64(tail);
  }

  const std::byte* block_ = nullptr;
  const std::byte* end_ = nullptr;
  std::uint64_t mask_ = 0;
};

}  // namespace gamewire::inline v0
