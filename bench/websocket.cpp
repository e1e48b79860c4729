/// What does it cost to read a megabyte of WebSocket in pieces of 64 KiB: of a client's masked messages, against a walk
/// over headers that unmasks a copy; and of a server's text, against one that looks for what is not ASCII?
#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include <gamewire/text.hpp>
#include <gamewire/websocket/client.hpp>
#include <gamewire/websocket/key.hpp>
#include <gamewire/websocket/server.hpp>

#include "measure.hpp"
#include "must.hpp"

namespace {

using namespace gamewire;
using websocket::opcode;

constexpr std::size_t megabyte = std::size_t{1} << 20;
constexpr std::size_t piece_size = std::size_t{64} << 10;
constexpr time_point now{std::chrono::seconds(1)};

using stream = std::vector<std::byte>;

/// Messages of `size` bytes, as many as a megabyte takes.
stream make_stream(opcode code, std::size_t size, bool masked) {
  websocket::key_source keys({1, 2});
  stream out;
  while (out.size() < megabyte) {
    websocket::frame_header header{.code = code, .length = size};
    if (masked) header.mask = keys.next_mask();
    std::array<std::byte, websocket::max_frame_header> room;
    const std::size_t begin = websocket::encode_header(header, room);
    out.insert(out.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(begin));
    out.insert(out.end(), size, std::byte{'x'});
    if (masked) websocket::apply_mask(std::span(out).last(size), *header.mask);
  }
  return out;
}

std::uint64_t digest(bytes message) {
  return message.size() + std::to_integer<std::uint64_t>(message.front()) +
         std::to_integer<std::uint64_t>(message.back());
}

/// A layer that has shaken hands.
websocket::server_messages open_server() {
  websocket::server_messages made;
  constexpr std::string_view request =
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: "
      "13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  made.receive(as_bytes(request), now);
  bench::must(!made.poll_plain() && made.open());
  made.transmitted(made.poll_transmit(now).size(), now);
  return made;
}
websocket::messages open_client() {
  websocket::messages made({.host = "a"});
  const std::string request(as_text(made.poll_transmit(now)));
  made.transmitted(request.size(), now);
  constexpr std::string_view name = "Sec-WebSocket-Key: ";
  websocket::handshake_key key;
  std::copy_n(request.begin() + static_cast<std::ptrdiff_t>(request.find(name) + name.size()), key.size(),
              key.begin());
  const auto accept = websocket::accept_of(key);
  const std::string answer =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Accept: " +
      std::string(accept.data(), accept.size()) + "\r\n\r\n";
  made.receive(as_bytes(answer), now);
  bench::must(!made.poll_plain() && made.open());
  return made;
}

template <class Layer>
std::uint64_t read(Layer& layer, bytes all) {
  std::uint64_t sum = 0;
  for (; !all.empty(); all = all.subspan(std::min(piece_size, all.size()))) {
    layer.receive(all.first(std::min(piece_size, all.size())), now);
    while (const auto message = layer.poll_plain()) sum += digest(*message);
  }
  return sum;
}

/// What a program does that has the whole stream, and looks at no more of it than keeps it inside.
template <class Visit>
std::uint64_t walk(bytes all, Visit visit) {
  std::uint64_t sum = 0;
  while (all.size() >= 8) {
    const auto at = [&](std::size_t i) { return std::to_integer<std::size_t>(all[i]); };
    const bool is_long = (at(1) & 0x7f) == 126;
    const std::size_t size = is_long ? at(2) << 8 | at(3) : at(1) & 0x7f;
    const std::size_t begin = is_long ? 4 : 2;
    const std::size_t key = (at(1) >> 7) * 4;
    if (all.size() - begin - key < size) break;
    sum += visit(all.data() + begin, size);
    all = all.subspan(begin + key + size);
  }
  return sum;
}

std::uint64_t unmask(bytes all, stream& room) {
  return walk(all, [&](const std::byte* at, std::size_t size) {
    std::uint64_t key;
    std::memcpy(&key, at, 4);
    key |= key << 32;
    room.resize(size);
    std::memcpy(room.data(), at + 4, size);
    std::size_t i = 0;
    for (std::uint64_t word; i + 8 <= size; i += 8) {
      std::memcpy(&word, room.data() + i, 8);
      word ^= key;
      std::memcpy(room.data() + i, &word, 8);
    }
    for (; i < size; ++i) room[i] ^= at[i % 4];
    return digest(room);
  });
}

std::uint64_t look_for_ascii(bytes all) {
  return walk(all, [](const std::byte* at, std::size_t size) {
    std::uint64_t high = 0;
    std::size_t i = 0;
    for (std::uint64_t word; i + 8 <= size; i += 8) {
      std::memcpy(&word, at + i, 8);
      high |= word & 0x8080808080808080;
    }
    for (; i < size; ++i) high |= std::to_integer<std::uint64_t>(at[i]) & 0x80;
    return high == 0 ? digest({at, size}) : 0;
  });
}

/// A row of its own, for text in messages of this size.
void compare_text(const std::string& name, const stream& all) {
  auto layer = open_client();
  bench::must(read(layer, all) == look_for_ascii(all));
  bench::add(name, 1, [&all] {
    return [&all, open = std::make_shared<websocket::messages>(open_client())](std::size_t) {
      return read(*open, all);
    };
  });
  bench::add(name + "_floor", 1, [&all] { return [&all](std::size_t) { return look_for_ascii(all); }; });
}

}  // namespace

int main(int argc, char** argv) {
  const stream masked = make_stream(opcode::binary, 4000, true);
  const stream text = make_stream(opcode::text, 4000, false);
  const stream short_text = make_stream(opcode::text, 100, false);
  compare_text("text", text);
  compare_text("short", short_text);
  return bench::compare(
      argc, argv, 1,
      [&] {
        return [&, open = std::make_shared<websocket::server_messages>(open_server())](std::size_t) {
          return read(*open, masked);
        };
      },
      [&] { return [&, room = stream()](std::size_t) mutable { return unmask(masked, room); }; });
}
