#include <algorithm>

#include <gamewire/master/page.hpp>

namespace gamewire::inline v0::master {

std::expected<page_view, std::error_code> decode_page(bytes datagram) noexcept {
  if (datagram.size() < page_header.size() ||
      !std::ranges::equal(datagram.first(page_header.size()), page_header))
    return std::unexpected(make_error_code(errc::not_a_page));
  const bytes body = datagram.subspan(page_header.size());
  auto entries = server_list(body).entries();
  const bool last = !entries.empty() && entries.back().is_end();
  if (last) entries = entries.first(entries.size() - 1);
  return page_view{server_list(entries), last, body.size() % sizeof(server_address)};
}

std::expected<bytes, std::error_code> encode_page(std::span<const server_address> servers, bool last,
                                                  std::span<std::byte> out) noexcept {
  if (std::ranges::any_of(servers, &server_address::is_end))
    return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  byte_writer writer(out);
  writer.raw(page_header);
  writer.raw(std::as_bytes(servers));
  if (last) writer.zeros(sizeof(server_address));
  return writer.result();
}

}  // namespace gamewire::inline v0::master
