#include <array>
#include <bit>

#include <gamewire/crc32.hpp>
#include <gamewire/vdf/writer.hpp>

namespace gamewire::inline v0::vdf {

void binary_writer::begin_block(std::string_view key) noexcept {
  entry(value_type::block, key);
  ++depth_;
}

void binary_writer::end_block() noexcept {
  if (depth_ == 0) return fail(gamewire::errc::invalid_argument);
  --depth_;
  end();
}

void binary_writer::pair(std::string_view key, const value& of) noexcept {
  entry(type_of(of), key);
  put(of);
}

std::error_code binary_writer::finish() noexcept {
  if (depth_ != 0) fail(gamewire::errc::invalid_argument);
  end();
  return error_;
}

void binary_writer::entry(value_type type, std::string_view key) noexcept {
  number(static_cast<std::uint64_t>(type), 1);
  text(key);
}

void binary_writer::put(const value& of) noexcept {
  if (const auto* string = std::get_if<std::string_view>(&of)) return text(*string);
  if (const auto* units = std::get_if<wide_text>(&of)) return wide(*units);
  if (const auto* int32 = std::get_if<std::int32_t>(&of))
    return number(static_cast<std::uint32_t>(*int32), 4);
  if (const auto* float32 = std::get_if<float>(&of)) return number(std::bit_cast<std::uint32_t>(*float32), 4);
  if (const auto* to = std::get_if<pointer>(&of)) return number(to->address, 4);
  if (const auto* uint64 = std::get_if<std::uint64_t>(&of)) return number(*uint64, 8);
  if (const auto* int64 = std::get_if<std::int64_t>(&of))
    return number(static_cast<std::uint64_t>(*int64), 8);
  if (const auto* rgba = std::get_if<colour>(&of))
    for (const std::uint8_t part : {rgba->red, rgba->green, rgba->blue, rgba->alpha}) number(part, 1);
}

void binary_writer::text(std::string_view from) noexcept {
  if (from.find('\0') != from.npos) return fail(errc::unwritable);
  raw(as_bytes(from));
  number(0, 1);
}

void binary_writer::wide(const wide_text& from) noexcept {
  if (from.units.size() % 2 != 0) return fail(errc::unwritable);
  for (byte_reader units(from.units); !units.empty();)
    if (units.u16() == 0) return fail(errc::unwritable);
  raw(from.units);
  number(0, 2);
}

void binary_writer::number(std::uint64_t bits, std::size_t size) noexcept {
  std::array<std::byte, 8> little;
  byte_writer(little).u64(bits);
  raw(bytes(little).first(size));
}

void binary_writer::end() noexcept {
  number(static_cast<std::uint64_t>(form_.alternate_end ? value_type::alternate_end : value_type::end), 1);
}

void binary_writer::raw(bytes in) noexcept {
  if (!error_ && !out_.append(in)) fail(gamewire::errc::no_memory);
}

void binary_writer::fail(std::error_code why) noexcept {
  if (!error_) error_ = why;
}

std::error_code write_vbkv(bytes binary, byte_buffer& out) noexcept {
  std::array<std::byte, 8> head;
  byte_writer writer(head);
  writer.raw(as_bytes("VBKV"));
  writer.u32(crc32(binary));
  if (!out.append(head) || !out.append(binary)) return gamewire::errc::no_memory;
  return {};
}

}  // namespace gamewire::inline v0::vdf
