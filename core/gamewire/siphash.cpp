#include <gamewire/siphash.hpp>

namespace gamewire::inline v0 {
namespace {

struct sip_state {
  std::uint64_t a, b, c, d;

  void round() noexcept {
    a += b, b = std::rotl(b, 13) ^ a, a = std::rotl(a, 32);
    c += d, d = std::rotl(d, 16) ^ c;
    a += d, d = std::rotl(d, 21) ^ a;
    c += b, b = std::rotl(b, 17) ^ c, c = std::rotl(c, 32);
  }

  void absorb(std::uint64_t word) noexcept {
    d ^= word;
    round(), round();
    a ^= word;
  }
};

}  // namespace

std::uint64_t siphash(const siphash_key& key, bytes in) noexcept {
  // The constants spell "somepseudorandomlygeneratedbytes".
  sip_state state{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
                  key[1] ^ 0x7465646279746573};
  byte_reader reader(in);
  while (reader.size() >= 8) state.absorb(reader.u64());

  std::uint64_t last = std::uint64_t{in.size()} << 56;
  for (int shift = 0; !reader.empty(); shift += 8) last |= std::uint64_t{reader.u8()} << shift;
  state.absorb(last);

  state.c ^= 0xff;
  for (int i = 0; i < 4; ++i) state.round();
  return state.a ^ state.b ^ state.c ^ state.d;
}

}  // namespace gamewire::inline v0
