#include <algorithm>
#include <array>
#include <limits>

#include <gamewire/rcon/frame.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::int32_t least_size = 10;

bool is_text(std::byte byte) noexcept {
  const auto c = std::to_integer<unsigned char>(byte);
  return (c >= ' ' && c <= '~') || c == '\r' || c == '\n' || c == '\t';
}

}  // namespace

bytes string1(const frame& what) noexcept {
  return what.body.first(
      static_cast<std::size_t>(std::ranges::find(what.body, std::byte{0}) - what.body.begin()));
}

bytes string2(const frame& what) noexcept {
  const std::size_t first = string1(what).size();
  return first < what.body.size() ? what.body.subspan(first + 1) : bytes{};
}

std::error_code wrong_size(std::span<const std::byte, size_field> head) noexcept {
  if (byte_reader(head).i32() < least_size) return errc::bad_frame;
  return std::ranges::all_of(head, is_text) ? errc::not_rcon : errc::too_large;
}

std::expected<bytes, std::error_code> encode(const frame& what, std::span<std::byte> out) noexcept {
  constexpr std::size_t most = std::numeric_limits<std::int32_t>::max() - std::size_t{least_size};
  if (what.body.size() > most) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  std::array<std::byte, frame_overhead - 2> room;
  byte_writer head(room);  // on its own: what is of a known size needs no checks
  head.i32(static_cast<std::int32_t>(what.body.size()) + least_size);
  head.i32(what.id);
  head.i32(what.type);
  byte_writer writer(out);
  writer.raw(head.written());
  writer.raw(what.body);
  writer.u16(0);
  return writer.result();
}

bool append(byte_buffer& to, const frame& what) noexcept {
  const std::size_t before = to.size();
  return to.extend(encoded_size(what)) && encode(what, to.data().subspan(before)).has_value();
}

}  // namespace gamewire::inline v0::rcon
