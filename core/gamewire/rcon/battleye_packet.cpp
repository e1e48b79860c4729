#include <gamewire/crc32.hpp>
#include <gamewire/rcon/battleye_packet.hpp>

namespace gamewire::inline v0::rcon::battleye {
namespace {

constexpr std::uint16_t mark = 0x4542;  // "BE"
constexpr std::uint8_t end_of_head = 0xff;
constexpr std::size_t summed_from = 6;  // what the CRC covers

}  // namespace

std::optional<packet> decode(bytes datagram) noexcept {
  byte_reader reader(datagram);
  const bool marked = reader.u16() == mark;
  const std::uint32_t sum = reader.u32();
  const bool headed = reader.u8() == end_of_head;
  const std::uint8_t type = reader.u8();
  if (!reader.ok() || !marked || !headed || sum != crc32(datagram.subspan(summed_from))) return std::nullopt;
  return packet{type, reader.rest()};
}

std::expected<bytes, std::error_code> encode(const packet& what, std::span<std::byte> out) noexcept {
  byte_writer writer(out);
  writer.u16(mark);
  writer.u32(0);
  writer.u8(end_of_head);
  writer.u8(what.type);
  writer.raw(what.payload);
  if (!writer.ok()) return writer.result();
  byte_writer(out.subspan(sizeof mark)).u32(crc32(writer.written().subspan(summed_from)));
  return writer.result();
}

answer decode_answer(bytes behind_the_number) noexcept {
  byte_reader reader(behind_the_number);
  const bool parted = reader.u8() == 0;
  const std::uint8_t count = reader.u8();
  const std::uint8_t index = reader.u8();
  if (!reader.ok() || !parted || index >= count) return {1, 0, behind_the_number};
  return {count, index, reader.rest()};
}

}  // namespace gamewire::inline v0::rcon::battleye
