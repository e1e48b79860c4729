#include <doctest/doctest.h>

#include <gamewire/crc32.hpp>
#include <gamewire/random.hpp>

#include "support/exact_memory.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

std::uint32_t bit_by_bit(bytes in) {
  std::uint32_t crc = 0xffffffff;
  for (const std::byte byte : in) {
    crc ^= std::to_integer<std::uint32_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

}  // namespace

TEST_CASE("CRC-32 gives the checksums that zlib gives") {
  CHECK(crc32({}) == 0);
  CHECK(crc32(as_bytes("a")) == 0xe8b7be43);
  CHECK(crc32(as_bytes("123456789")) == 0xcbf43926);
  CHECK(crc32(as_bytes(std::string(32, '\0'))) == 0x190a55ad);
  CHECK(crc32(as_bytes(std::string(33, '\xff'))) == 0x682db523);
}

TEST_CASE("eight bytes at a time or bit by bit, the checksum is the same") {
  split_mix random(7);
  for (std::size_t size = 0; size < 200; ++size) {
    const exact_memory in(size);
    for (std::byte& byte : in.span()) byte = static_cast<std::byte>(random.below(256));
    CAPTURE(size);
    CHECK(crc32(in.view()) == bit_by_bit(in.view()));
    if (size > 0) CHECK(crc32(in.view().subspan(1)) == bit_by_bit(in.view().subspan(1)));
  }
}
