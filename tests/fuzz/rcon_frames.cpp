// However a stream of frames is cut, the same comes out; and what comes out whole goes back in.
#include <gamewire/rcon/frame_decoder.hpp>

#include "support/hex.hpp"
#include "target.hpp"

using namespace gamewire;

static std::string read(bytes in, std::size_t piece) {
  rcon::frame_decoder decoder(1 << 12);
  std::string log;
  for (std::size_t at = 0; at < in.size(); at += piece) {
    const bytes part = in.subspan(at, std::min(piece, in.size() - at));
    const test::buffer copy(part.begin(), part.end());
    decoder.feed(copy);
    auto next = decoder.next();
    for (; next && *next; next = decoder.next()) {
      const rcon::frame& one = **next;
      log += std::to_string(one.id) + ' ' + std::to_string(one.type) + ' ' + test::quoted(as_text(one.body));
      if (one.id == 3 && one.body.empty()) decoder.expect_stray_marker();
      test::buffer room(rcon::encoded_size(one));
      HOLDS(as_text(rcon::decode(*rcon::encode(one, room))->body) == as_text(one.body));
    }
    if (!next || decoder.keep()) return log + (next ? "?" : next.error().message());
  }
  return log;
}

FUZZ_TARGET(rcon_frames) { HOLDS(read(in, 1) == read(in, 1 << 13) && read(in, 7) == read(in, 64)); }
