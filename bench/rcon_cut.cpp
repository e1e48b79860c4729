/// What does reading a megabyte of RCON packets cost when every piece cuts one, against copying all of it into
/// one buffer and a walk over the headers there?
#include "measure.hpp"
#include "rcon_stream.hpp"

namespace {

using gamewire::bytes;

/// The same pieces: half a packet, and then one from the middle of a packet to that of the next.
template <class Use>
void for_each_piece(bytes stream, Use use) {
  std::size_t piece = bench::rcon_frame / 2;
  for (; !stream.empty(); piece = bench::rcon_frame) {
    use(stream.first(std::min(piece, stream.size())));
    stream = stream.subspan(std::min(piece, stream.size()));
  }
}

std::uint64_t copy_and_walk(bytes stream, std::vector<std::byte>& into) {
  std::size_t size = 0;
  for_each_piece(stream, [&](bytes piece) {
    std::memcpy(into.data() + size, piece.data(), piece.size());
    size += piece.size();
  });
  return bench::walk_headers(into);
}

}  // namespace

int main(int argc, char** argv) {
  const auto streams = bench::rcon_input();
  return bench::compare(
      argc, argv, streams.size(),
      [&] {
        return [&, decoder = std::make_shared<gamewire::rcon::frame_decoder>()](std::size_t i) {
          std::uint64_t sum = 0;
          for_each_piece(streams[i], [&](bytes piece) {
            sum += bench::decode_stream(*decoder, piece, bench::rcon_frame);
          });
          return sum;
        };
      },
      [&] {
        return [&, into = std::vector<std::byte>(streams[0].size())](std::size_t i) mutable {
          return copy_and_walk(streams[i], into);
        };
      });
}
