#include <array>

#include <gamewire/crc32.hpp>

namespace gamewire::inline v0 {
namespace {

// Slicing by eight: table[k][b] is the CRC of byte b followed by k zero bytes.
constexpr auto tables = [] {
  std::array<std::array<std::uint32_t, 256>, 8> made{};
  for (std::uint32_t b = 0; b < 256; ++b) {
    std::uint32_t crc = b;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
    made[0][b] = crc;
  }
  for (std::size_t k = 1; k < 8; ++k)
    for (std::size_t b = 0; b < 256; ++b) {
      const std::uint32_t shorter = made[k - 1][b];
      made[k][b] = (shorter >> 8) ^ made[0][shorter & 0xff];
    }
  return made;
}();

}  // namespace

std::uint32_t crc32(bytes in) noexcept {
  std::uint32_t crc = 0xffffffff;
  byte_reader reader(in);
  while (reader.size() >= 8) {
    const std::uint32_t low = reader.u32() ^ crc;
    const std::uint32_t high = reader.u32();
    crc = tables[7][low & 0xff] ^ tables[6][(low >> 8) & 0xff] ^ tables[5][(low >> 16) & 0xff] ^
          tables[4][low >> 24] ^ tables[3][high & 0xff] ^ tables[2][(high >> 8) & 0xff] ^
          tables[1][(high >> 16) & 0xff] ^ tables[0][high >> 24];
  }
  while (!reader.empty()) crc = (crc >> 8) ^ tables[0][(crc ^ reader.u8()) & 0xff];
  return ~crc;
}

}  // namespace gamewire::inline v0
