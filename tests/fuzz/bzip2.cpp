// Foreign bytes decompress to what they declare, or not at all; what is compressed comes back.
#include <algorithm>

#include <gamewire/a2s/bzip2.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(bzip2) {
  constexpr std::size_t limit = 1 << 16;
  byte_buffer out;
  for (const unsigned header : {0U, 10U, 12U}) {  // of the vectors' fragments
    const bytes body = in.subspan(std::min<std::size_t>(header, in.size()));
    if (!a2s::decompress(body, limit, out))
      HOLDS(out.size() <= limit && out.size() == byte_reader(body).u32());
  }
  if (!a2s::has_bzip2()) return;
  byte_buffer packed, unpacked;
  HOLDS(!a2s::compress(in, packed));
  HOLDS(a2s::decompress(packed.view(), in.size() - 1, unpacked) || in.empty());
  HOLDS(!a2s::decompress(packed.view(), in.size(), unpacked));
  HOLDS(as_text(unpacked.view()) == as_text(in));
}
