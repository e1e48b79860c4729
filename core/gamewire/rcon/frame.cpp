#include <algorithm>
#include <limits>

#include <gamewire/rcon/frame.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::int32_t least_size = 10;
constexpr std::size_t header_size = 12;

bool is_text(std::byte byte) noexcept {
  const auto c = std::to_integer<unsigned char>(byte);
  return (c >= ' ' && c <= '~') || c == '\r' || c == '\n' || c == '\t';
}

bytes without_terminators(bytes payload) noexcept {
  for (int i = 0; i < 2 && !payload.empty() && payload.back() == std::byte{0}; ++i)
    payload = payload.first(payload.size() - 1);
  return payload;
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

std::expected<std::size_t, std::error_code> wire_size(std::span<const std::byte, size_field> head,
                                                      std::size_t max_frame) noexcept {
  const std::int32_t size = byte_reader(head).i32();
  if (size < least_size) return std::unexpected(make_error_code(errc::bad_frame));
  const auto whole = static_cast<std::size_t>(size) + size_field;
  if (whole <= max_frame) return whole;
  const bool text = std::ranges::all_of(head, is_text);
  return std::unexpected(make_error_code(text ? errc::not_rcon : errc::too_large));
}

std::expected<frame, std::error_code> decode(bytes whole) noexcept {
  if (whole.size() < header_size) return std::unexpected(make_error_code(errc::bad_frame));
  byte_reader reader(whole.subspan(size_field));
  const std::int32_t id = reader.i32();
  const std::int32_t type = reader.i32();
  return frame{id, type, without_terminators(reader.rest())};
}

std::expected<bytes, std::error_code> encode(const frame& what, std::span<std::byte> out) noexcept {
  constexpr std::size_t most = std::numeric_limits<std::int32_t>::max() - std::size_t{least_size};
  if (what.body.size() > most) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  byte_writer writer(out);
  writer.i32(static_cast<std::int32_t>(what.body.size()) + least_size);
  writer.i32(what.id);
  writer.i32(what.type);
  writer.raw(what.body);
  writer.zeros(2);
  return writer.result();
}

}  // namespace gamewire::inline v0::rcon
