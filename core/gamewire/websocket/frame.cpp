#include <bit>
#include <cstring>

#include <gamewire/text.hpp>
#include <gamewire/websocket/frame.hpp>

namespace gamewire::inline v0::websocket {
namespace {

constexpr unsigned fin_bit = 0x80, reserved_bits = 0x70, opcode_bits = 0x0f, mask_bit = 0x80,
                   length_bits = 0x7f;
constexpr unsigned two_more = 126, eight_more = 127;
constexpr std::size_t mask_size = std::tuple_size_v<mask>;

unsigned byte_at(bytes in, std::size_t at) noexcept { return std::to_integer<unsigned>(in[at]); }

std::size_t length_size(unsigned second) noexcept {
  const unsigned length = second & length_bits;
  return length == two_more ? 2 : length == eight_more ? 8 : 0;
}

std::uint64_t big_endian(bytes in) noexcept {
  std::uint64_t value = 0;
  for (const std::byte byte : in) value = value << 8 | std::to_integer<std::uint64_t>(byte);
  return value;
}

void put_big_endian(std::span<std::byte> out, std::uint64_t value) noexcept {
  for (std::size_t i = out.size(); i != 0; value >>= 8) out[--i] = static_cast<std::byte>(value);
}

bool is_known(unsigned code) noexcept { return code <= 2 || (code >= 8 && code <= 10); }

/// What the first two bytes say that must not be.
std::optional<errc> fault_of(unsigned first, unsigned second) noexcept {
  if ((first & reserved_bits) != 0) return errc::reserved_bits;
  if (!is_known(first & opcode_bits)) return errc::unknown_opcode;
  if (!is_control(static_cast<opcode>(first & opcode_bits))) return std::nullopt;
  if ((second & length_bits) > max_control_payload) return errc::long_control;
  if ((first & fin_bit) == 0) return errc::fragmented_control;
  return std::nullopt;
}

/// The shortest form only, and no sign bit.
bool is_canonical(std::uint64_t length, std::size_t size) noexcept {
  if (size == 2) return length > max_control_payload;
  return size == 0 || (length > 0xffff && length >> 63 == 0);
}

/// RFC 6455, 7.4: those that are defined and may be sent; those of libraries and of applications.
bool may_be_sent(unsigned code) noexcept {
  const bool reserved = code == 1004 || code == 1005 || code == 1006;
  return (code >= 1000 && code <= 1014 && !reserved) || (code >= 3000 && code <= 4999);
}

}  // namespace

std::size_t header_size(bytes first_two) noexcept {
  const unsigned second = byte_at(first_two, 1);
  return 2 + length_size(second) + ((second & mask_bit) != 0 ? mask_size : 0);
}

std::expected<std::optional<frame_header>, std::error_code> decode_header(bytes in) noexcept {
  if (in.size() < 2) return std::nullopt;
  const unsigned first = byte_at(in, 0), second = byte_at(in, 1);
  if (const auto fault = fault_of(first, second)) return std::unexpected(make_error_code(*fault));
  if (in.size() < header_size(in)) return std::nullopt;

  frame_header header{.code = static_cast<opcode>(first & opcode_bits), .last = (first & fin_bit) != 0};
  const std::size_t more = length_size(second);
  header.length = more == 0 ? second & length_bits : big_endian(in.subspan(2, more));
  if (!is_canonical(header.length, more)) return std::unexpected(make_error_code(errc::bad_length));
  if ((second & mask_bit) != 0) std::memcpy(header.mask.emplace().data(), in.data() + 2 + more, mask_size);
  return header;
}

std::size_t encode_header(const frame_header& what, std::span<std::byte, max_frame_header> out) noexcept {
  const std::size_t more = what.length < two_more ? 0 : what.length <= 0xffff ? 2 : 8;
  const unsigned length = more == 0 ? static_cast<unsigned>(what.length) : more == 2 ? two_more : eight_more;
  out[0] = static_cast<std::byte>((what.last ? fin_bit : 0) | static_cast<unsigned>(what.code));
  out[1] = static_cast<std::byte>((what.mask ? mask_bit : 0) | length);
  put_big_endian(out.subspan(2, more), what.length);
  if (!what.mask) return 2 + more;
  std::memcpy(out.data() + 2 + more, what.mask->data(), mask_size);
  return 2 + more + mask_size;
}

void apply_mask(std::span<std::byte> data, mask key, std::uint64_t offset) noexcept {
  std::array<std::byte, 8> twice;
  for (std::size_t i = 0; i < twice.size(); ++i) twice[i] = key[(offset + i) % mask_size];
  const auto pattern = std::bit_cast<std::uint64_t>(twice);
  std::size_t at = 0;
  for (; data.size() - at >= sizeof pattern; at += sizeof pattern) {
    std::uint64_t block = 0;
    std::memcpy(&block, data.data() + at, sizeof block);
    block ^= pattern;
    std::memcpy(data.data() + at, &block, sizeof block);
  }
  for (std::size_t i = 0; at < data.size(); ++at, ++i) data[at] ^= twice[i];
}

std::expected<close_reason, std::error_code> decode_close(bytes payload) noexcept {
  if (payload.empty()) return close_reason{};
  if (payload.size() == 1) return std::unexpected(make_error_code(errc::bad_close));
  const auto code = static_cast<std::uint16_t>(big_endian(payload.first(2)));
  const std::string_view text = as_text(payload.subspan(2));
  if (!may_be_sent(code)) return std::unexpected(make_error_code(errc::bad_close));
  if (!is_utf8(text)) return std::unexpected(make_error_code(errc::bad_text));
  return close_reason{code, text};
}

}  // namespace gamewire::inline v0::websocket
