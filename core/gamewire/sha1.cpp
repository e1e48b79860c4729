#include <algorithm>
#include <bit>
#include <cstdint>

#include <gamewire/sha1.hpp>

namespace gamewire::inline v0 {
namespace {

constexpr std::size_t block_size = 64;
constexpr std::size_t length_size = 8;

class sha1_state {
 public:
  void absorb(std::span<const std::byte, block_size> block) noexcept {
    std::array<std::uint32_t, 80> words{};
    for (std::size_t i = 0; i < 16; ++i)
      for (std::size_t j = 0; j < 4; ++j)
        words[i] = words[i] << 8 | std::to_integer<std::uint32_t>(block[4 * i + j]);
    for (std::size_t i = 16; i < words.size(); ++i)
      words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);

    auto [a, b, c, d, e] = state_;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::uint32_t next = std::rotl(a, 5) + mix(i / 20, b, c, d) + e + words[i];
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = next;
    }
    const std::array<std::uint32_t, 5> more{a, b, c, d, e};
    for (std::size_t i = 0; i < more.size(); ++i) state_[i] += more[i];
  }

  [[nodiscard]] sha1_digest digest() const noexcept {
    sha1_digest out;
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = static_cast<std::byte>(state_[i / 4] >> (24 - 8 * (i % 4)));
    return out;
  }

 private:
  /// The function of a quarter of the rounds, with its constant.
  static std::uint32_t mix(std::size_t quarter, std::uint32_t b, std::uint32_t c, std::uint32_t d) noexcept {
    switch (quarter) {
      case 0: return ((b & c) | (~b & d)) + 0x5a827999;
      case 1: return (b ^ c ^ d) + 0x6ed9eba1;
      case 2: return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
      default: return (b ^ c ^ d) + 0xca62c1d6;
    }
  }

  std::array<std::uint32_t, 5> state_{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
};

}  // namespace

sha1_digest sha1(bytes in) noexcept {
  sha1_state state;
  const std::uint64_t bits = std::uint64_t{in.size()} * 8;
  for (; in.size() >= block_size; in = in.subspan(block_size)) state.absorb(in.first<block_size>());

  std::array<std::byte, 2 * block_size> last{};
  std::ranges::copy(in, last.begin());
  last[in.size()] = std::byte{0x80};
  const std::size_t size = in.size() + 1 + length_size <= block_size ? block_size : 2 * block_size;
  for (std::size_t i = 0; i < length_size; ++i) last[size - 1 - i] = static_cast<std::byte>(bits >> (8 * i));
  const bytes padded(last);
  state.absorb(padded.first<block_size>());
  if (size > block_size) state.absorb(padded.last<block_size>());
  return state.digest();
}

}  // namespace gamewire::inline v0
