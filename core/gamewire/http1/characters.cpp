#include <gamewire/http1/characters.hpp>

namespace gamewire::inline v0::http1 {
namespace {

#if defined(__SSE2__)
/// Bit i says whether `at[i]` may be a control, for 16 readable bytes: it is one, or a tab, or not ASCII.
std::uint64_t suspects_16(const char* at) noexcept {
  const auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const auto turned = _mm_add_epi8(block, _mm_set1_epi8(-0x7f));  // DEL comes first, and ' ' behind them all
  const auto most = _mm_set1_epi8(static_cast<char>(0x1f - 0x7f));
  return static_cast<std::uint16_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(turned, most), turned)));
}
#endif

/// The same for 64 bytes.
std::uint64_t suspects_64(const char* at) noexcept {
#if defined(__SSE2__)
  return suspects_16(at) | suspects_16(at + 16) << 16 | suspects_16(at + 32) << 32 |
         suspects_16(at + 48) << 48;
#else
  std::uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) mask |= std::uint64_t{is_control(at[i])} << i;
  return mask;
#endif
}

}  // namespace

std::uint64_t control_blocks::next() noexcept {
  std::uint64_t mask = 0;
  while (next_ != end_ && mask == 0) {
    block_ = next_;
    const auto left = static_cast<std::size_t>(end_ - block_);
    next_ += std::min<std::size_t>(left, 64);
    if (left >= 64) {
      mask = suspects_64(block_);
    } else if (end_ - begin_ >= 64) {
      mask = suspects_64(end_ - 64) >> (64 - left);
    } else {
      char tail[64] = {};
      std::memcpy(tail, block_, left);
      mask = suspects_64(tail) & ((std::uint64_t{1} << left) - 1);
    }
  }
  return mask;
}

}  // namespace gamewire::inline v0::http1
