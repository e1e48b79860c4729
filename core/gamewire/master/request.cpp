#include <gamewire/master/request.hpp>

namespace gamewire::inline v0::master {
namespace {

constexpr std::uint8_t type = '1';

}  // namespace

std::expected<bytes, std::error_code> encode_request(const request& what, std::span<std::byte> out) noexcept {
  if (what.filter.size() > max_filter_size)
    return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  byte_writer writer(out);
  writer.u8(type);
  writer.u8(static_cast<std::uint8_t>(what.region));
  writer.cstring(endpoint_text(what.after.to_endpoint()).view());
  writer.cstring(what.filter);
  return writer.result();
}

std::expected<request, std::error_code> decode_request(bytes datagram) noexcept {
  byte_reader reader(datagram);
  const bool typed = reader.u8() == type;
  const auto where = static_cast<region>(reader.u8());
  const auto after = endpoint::parse(reader.cstring());
  if (!typed || !reader.ok() || !after || !after->is_v4())
    return std::unexpected(make_error_code(errc::not_a_request));
  request asked{where, server_address(*after), {}};
  if (reader.empty()) return asked;
  asked.filter = reader.cstring();
  if (!reader.ok()) return std::unexpected(make_error_code(errc::not_a_request));
  return asked;
}

}  // namespace gamewire::inline v0::master
