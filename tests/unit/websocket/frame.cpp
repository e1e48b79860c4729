#include <vector>

#include <doctest/doctest.h>

#include <gamewire/websocket/frame.hpp>

#include "support/hex.hpp"

using namespace gamewire;
using namespace gamewire::test;
using websocket::frame_header;
using websocket::opcode;

TEST_SUITE_BEGIN("websocket frames");

TEST_CASE("what is encoded decodes to the same, and not before it is whole") {
  const websocket::mask key{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};
  for (const std::uint64_t length :
       {0ULL, 1ULL, 125ULL, 126ULL, 0xffffULL, 0x10000ULL, 0x100000000ULL, (1ULL << 63U) - 1}) {
    for (const auto& mask : {std::optional<websocket::mask>(), std::optional(key)}) {
      for (const auto code : {opcode::continuation, opcode::text, opcode::binary, opcode::ping}) {
        if (websocket::is_control(code) && length > websocket::max_control_payload) continue;
        const frame_header header{code, code >= opcode::close || length % 2 == 0, length, mask};
        std::array<std::byte, websocket::max_frame_header> room{};
        const std::size_t size = websocket::encode_header(header, room);
        CHECK(websocket::header_size(room) == size);
        CHECK(**websocket::decode_header(bytes(room).first(size)) == header);
        CHECK(**websocket::decode_header(room) == header);
        for (std::size_t less = 0; less < size; ++less)
          CHECK_FALSE(websocket::decode_header(bytes(room).first(less))->has_value());
      }
    }
  }
}

TEST_CASE("the examples of RFC 6455, 5.7") {
  std::array<std::byte, websocket::max_frame_header> room{};
  const auto encoded = [&](const frame_header& header) {
    return to_hex(bytes(room).first(websocket::encode_header(header, room)));
  };
  const websocket::mask key{std::byte{0x37}, std::byte{0xfa}, std::byte{0x21}, std::byte{0x3d}};
  CHECK(encoded({opcode::text, true, 5}) == "81 05");
  CHECK(encoded({opcode::text, true, 5, key}) == "81 85 37 FA 21 3D");
  CHECK(encoded({opcode::text, false, 3}) == "01 03");
  CHECK(encoded({opcode::continuation, true, 2}) == "80 02");
  CHECK(encoded({opcode::binary, true, 256}) == "82 7E 01 00");
  CHECK(encoded({opcode::binary, true, 65536}) == "82 7F 00 00 00 00 00 01 00 00");
}

TEST_CASE("a mask goes on where the piece before it ended") {
  const websocket::mask key{std::byte{0x11}, std::byte{0x22}, std::byte{0x44}, std::byte{0x88}};
  for (std::size_t size = 0; size < 40; ++size) {
    for (std::size_t cut = 0; cut <= size; ++cut) {
      buffer data(size, std::byte{0x0f});
      websocket::apply_mask(std::span(data).first(cut), key);
      websocket::apply_mask(std::span(data).subspan(cut), key, cut);
      bool right = true;
      for (std::size_t i = 0; i < size; ++i) right = right && data[i] == (std::byte{0x0f} ^ key[i % 4]);
      CHECK(right);
    }
  }
}

TEST_SUITE_END();
