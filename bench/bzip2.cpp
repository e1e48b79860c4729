/// What does a compressed split message cost, against libbz2 and the checksum alone?
#include <array>
#include <cstdlib>
#include <vector>

#include <bzlib.h>

#include <gamewire/a2s/assembler.hpp>
#include <gamewire/crc32.hpp>

#include "corpus.hpp"
#include "measure.hpp"

namespace {

using namespace gamewire;

constexpr std::size_t prefix = 8;  // size and CRC-32, before the stream

std::uint64_t digest(bytes whole) {
  return whole.size() + std::to_integer<std::uint64_t>(whole[whole.size() / 2]);
}

/// The compressed bodies, each in one piece.
bench::corpus join(const bench::split_messages& split) {
  bench::corpus made;
  for (std::size_t i = 0; i + 1 < split.starts.size(); ++i) {
    std::vector<std::byte> body;
    for (std::size_t k = split.starts[i]; k != split.starts[i + 1]; ++k) {
      const bytes payload = split.datagrams[k].subspan(a2s::header_size(a2s::split_form::source));
      body.insert(body.end(), payload.begin(), payload.end());
    }
    made.add(body);
  }
  return made;
}

bytes decompress_by_hand(bytes body, std::span<std::byte> out) {
  byte_reader reader(body);
  unsigned size = reader.u32();
  const std::uint32_t crc = reader.u32();
  if (body.size() < prefix || size > out.size()) return {};
  char* const stream = const_cast<char*>(as_text(body).data()) + prefix;
  const int status = BZ2_bzBuffToBuffDecompress(reinterpret_cast<char*>(out.data()), &size, stream,
                                                static_cast<unsigned>(body.size() - prefix), 0, 0);
  if (status != BZ_OK || crc32(out.first(size)) != crc) return {};
  return out.first(size);
}

}  // namespace

int main(int argc, char** argv) {
  // One decompression takes thousands of branches; fewer messages do, for compressing them takes long.
  constexpr std::size_t messages = 256;
  const auto split = bench::split(bench::rules_replies(250, messages), true);
  const auto bodies = join(split);
  const auto ours = [&] {
    return [&, assembler = a2s::assembler(), now = time_point{}](std::size_t i) mutable {
      std::uint64_t sum = 0;
      now += std::chrono::milliseconds(1);
      for (std::size_t k = split.starts[i]; k != split.starts[i + 1]; ++k)
        if (const auto whole = assembler.add(split.datagrams[k], now); whole && *whole) sum = digest(**whole);
      return sum;
    };
  };
  const auto floor = [&] {
    return [&, out = std::array<std::byte, 65536>()](std::size_t i) mutable {
      const bytes whole = decompress_by_hand(bodies[i], out);
      return whole.empty() ? 0 : digest(whole);
    };
  };
  return bench::compare(argc, argv, messages, ours, floor);
}
