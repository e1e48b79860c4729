/// Finding the end of quoted tokens fast: most are shorter than a call of `memchr` is worth.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gamewire::inline v0::vdf::detail {

/// The first quote, or backslash if those are wanted, in [at, end), or `end`.
template <bool Backslashes>
const char* find_quote(const char* at, const char* end) noexcept {
#if defined(__SSE2__)
  const __m128i quotes = _mm_set1_epi8('"');
  const __m128i backslashes = _mm_set1_epi8('\\');
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i found = _mm_cmpeq_epi8(block, quotes);
    if constexpr (Backslashes) found = _mm_or_si128(found, _mm_cmpeq_epi8(block, backslashes));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(found));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  while (at != end && *at != '"' && !(Backslashes && *at == '\\')) ++at;
  return at;
}

}  // namespace gamewire::inline v0::vdf::detail
