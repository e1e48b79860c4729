/// What does reading a megabyte of RCON packets in pieces of 64 KiB cost, against a walk over their headers?
#include "measure.hpp"
#include "rcon_stream.hpp"

int main(int argc, char** argv) {
  const auto streams = bench::rcon_input();
  return bench::compare(
      argc, argv, streams.size(),
      [&] {
        return [&, decoder = std::make_shared<gamewire::rcon::frame_decoder>()](std::size_t i) {
          return bench::decode_stream(*decoder, streams[i], std::size_t{64} << 10);
        };
      },
      [&] { return [&](std::size_t i) { return bench::walk_headers(streams[i]); }; });
}
