// However a stream is cut and read, what comes out is what went in, and no more than the limit is kept.
#include <gamewire/stream_input.hpp>

#include "support/hex.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(stream_input) {
  byte_reader reader(in);
  const std::size_t limit = reader.u8();
  stream_input stream(limit);
  std::string model;  // what has been fed and not consumed
  while (!reader.empty()) {
    const std::size_t wanted = reader.u8() % 32;
    const bytes chunk = reader.take(std::min(wanted, reader.size()));
    const test::buffer piece(chunk.begin(), chunk.end());
    stream.feed(piece);
    model += as_text(piece);
    for (unsigned steps = reader.u8() % 8; steps != 0 && !reader.empty(); --steps) {
      const unsigned step = reader.u8();
      const bool marked = step % 2 != 0;
      const auto read = marked ? stream.peek_through(std::byte{0}) : stream.peek(step / 2);
      if (stream.failed()) return;
      const std::size_t size = marked ? model.find('\0') + 1 : step / 2;  // marked and 0: there is none
      HOLDS(read.has_value() == (size <= model.size() && (size != 0 || !marked)));
      HOLDS(!read || as_text(*read) == model.substr(0, size));
      if (read) stream.consume(size), model.erase(0, size);
      HOLDS(stream.size() == model.size());
    }
    if (!stream.keep()) return HOLDS(model.size() > limit);
  }
}
