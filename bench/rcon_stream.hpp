/// A stream of RCON packets, and what reading it finds out.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include <gamewire/rcon/frame_decoder.hpp>

namespace bench {

inline constexpr std::size_t rcon_frame = 4096;  // on the wire
inline constexpr std::size_t rcon_frames = 256;  // 1 MiB in all
inline constexpr std::size_t rcon_streams = 4;

/// Streams of one megabyte, of packets of 4 KiB each.
inline std::vector<std::vector<std::byte>> rcon_input() {
  std::vector<std::vector<std::byte>> streams(rcon_streams);
  const std::vector<std::byte> body(rcon_frame - gamewire::rcon::frame_overhead, std::byte{'x'});
  std::int32_t id = 0;
  for (auto& stream : streams) {
    stream.resize(rcon_frames * rcon_frame);
    for (std::size_t at = 0; at < stream.size(); at += rcon_frame)
      (void)gamewire::rcon::encode({.id = ++id, .body = body}, std::span(stream).subspan(at));
  }
  return streams;
}

inline std::uint64_t digest(std::int32_t id, std::int32_t type, gamewire::bytes body) {
  return static_cast<std::uint32_t>(id) + static_cast<std::uint32_t>(type) + body.size();
}

/// The decoder, fed in pieces of this size.
inline std::uint64_t decode_stream(gamewire::rcon::frame_decoder& decoder, gamewire::bytes stream,
                                   std::size_t piece) {
  std::uint64_t sum = 0;
  for (; !stream.empty(); stream = stream.subspan(std::min(piece, stream.size()))) {
    decoder.feed(stream.first(std::min(piece, stream.size())));
    for (auto next = decoder.next(); next && *next; next = decoder.next())
      sum += digest((**next).id, (**next).type, (**next).body);
    if (decoder.keep()) return 0;
  }
  return sum;
}

/// What a program does that has the whole stream and believes every word of it.
inline std::uint64_t walk_headers(gamewire::bytes stream) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; stream.size() - at >= 14;) {
    std::int32_t header[3];
    std::memcpy(header, stream.data() + at, sizeof header);
    const std::size_t size = static_cast<std::uint32_t>(header[0]) + std::size_t{4};
    if (header[0] < 10 || size > stream.size() - at) break;
    sum += digest(header[1], header[2], stream.subspan(at + 12, size - 14));
    at += size;
  }
  return sum;
}

}  // namespace bench
