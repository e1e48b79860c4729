#include <gamewire/crc32.hpp>
#include <gamewire/vdf/binary_reader.hpp>

namespace gamewire::inline v0::vdf {

bool binary_reader::next() noexcept {
  if (error_ || at_end_) return false;
  place_ = in_.size() - reader_.size();
  const auto type = static_cast<value_type>(reader_.u8());
  if (!reader_.ok()) return fail(errc::truncated);
  return type == value_type::end || type == value_type::alternate_end ? read_end() : read_entry(type);
}

bool binary_reader::read_end() noexcept {
  if (depth_ == 0) {
    at_end_ = true;
    return false;
  }
  --depth_;
  kind_ = item::block_end;
  return true;
}

bool binary_reader::read_entry(value_type type) noexcept {
  key_ = reader_.cstring();
  if (type == value_type::block) {
    if (!reader_.ok()) return fail(errc::truncated);
    if (depth_ == max_depth_) return fail(errc::too_deep);
    ++depth_;
    kind_ = item::block;
    return true;
  }
  kind_ = item::pair;
  if (!read_value(type)) return fail(errc::unknown_type);
  return reader_.ok() || fail(errc::truncated);
}

bool binary_reader::read_value(value_type type) noexcept {
  switch (type) {
    case value_type::string: value_ = reader_.cstring(); return true;
    case value_type::int32: value_ = reader_.i32(); return true;
    case value_type::float32: value_ = reader_.f32(); return true;
    case value_type::pointer: value_ = pointer{reader_.u32()}; return true;
    case value_type::wide_string: value_ = read_wide(); return true;
    case value_type::colour: {
      const std::uint32_t rgba = reader_.u32();
      const auto part = [&](unsigned shift) { return static_cast<std::uint8_t>(rgba >> shift); };
      value_ = colour{part(0), part(8), part(16), part(24)};
      return true;
    }
    case value_type::uint64: value_ = reader_.u64(); return true;
    case value_type::int64: value_ = static_cast<std::int64_t>(reader_.u64()); return true;
    default: return false;
  }
}

wide_text binary_reader::read_wide() noexcept {
  const bytes from = reader_.rest();
  std::size_t size = 0;
  while (reader_.u16() != 0) size += 2;  // 0 also when there is no more
  return reader_.ok() ? wide_text{from.first(size)} : wide_text{};
}

bool binary_reader::fail(errc why) noexcept {
  error_ = why;
  return false;
}

namespace {

constexpr std::string_view magic = "VBKV";

}  // namespace

bool is_vbkv(bytes in) noexcept { return as_text(in).starts_with(magic); }

std::expected<bytes, std::error_code> open_vbkv(bytes in) noexcept {
  if (!is_vbkv(in)) return std::unexpected(make_error_code(errc::not_vbkv));
  byte_reader reader(in.subspan(magic.size()));
  const std::uint32_t checksum = reader.u32();
  if (!reader.ok()) return std::unexpected(make_error_code(errc::truncated));
  if (crc32(reader.rest()) != checksum) return std::unexpected(make_error_code(errc::bad_checksum));
  return reader.rest();
}

}  // namespace gamewire::inline v0::vdf
