#include <cstring>

#include <gamewire/utf8_checker.hpp>

namespace gamewire::inline v0 {
namespace {

/// Most of what comes is ASCII: eight bytes at a time.
const std::byte* skip_ascii(const std::byte* at, const std::byte* end) noexcept {
  std::uint64_t block = 0;
  for (const std::byte* const last = at + (end - at) / 8 * 8; at != last; at += sizeof block) {
    std::memcpy(&block, at, sizeof block);
    if ((block & 0x8080808080808080) != 0) break;
  }
  while (at != end && *at < std::byte{0x80}) ++at;
  return at;
}

}  // namespace

bool utf8_checker::add(bytes piece) noexcept {
  const std::byte* at = piece.data();
  const std::byte* const end = at + piece.size();
  while (needed_ != broken) {
    if (needed_ == 0) at = skip_ascii(at, end);
    if (at == end) return true;
    const auto byte = std::to_integer<std::uint8_t>(*at++);
    needed_ == 0 ? start(byte) : go_on(byte);
  }
  return false;
}

/// The range of the second byte keeps out what is overlong, a surrogate or above U+10FFFF (Unicode 15, table 3-7).
void utf8_checker::start(std::uint8_t lead) noexcept {
  if (lead < 0xc2 || lead > 0xf4) {
    needed_ = broken;
    return;
  }
  needed_ = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  low_ = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  high_ = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
}

void utf8_checker::go_on(std::uint8_t byte) noexcept {
  needed_ = byte < low_ || byte > high_ ? broken : static_cast<std::uint8_t>(needed_ - 1);
  low_ = 0x80;
  high_ = 0xbf;
}

}  // namespace gamewire::inline v0
