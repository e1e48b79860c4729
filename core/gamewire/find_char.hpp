/// Finding the next of a few characters fast, over the short ways between the parts of a line or a token, where the
/// call of a `memchr` would cost more than the search. Not for users.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gamewire::inline v0 {

/// The first character of [at, end) that is one of `Wanted`, or `end`.
template <char... Wanted>
const char* find_char(const char* at, const char* end) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i found{};
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8(Wanted)))), ...);
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(found));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  while (at != end && ((*at != Wanted) && ...)) ++at;
  return at;
}

}  // namespace gamewire::inline v0
