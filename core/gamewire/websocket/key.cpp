#include <algorithm>
#include <cstring>

#include <gamewire/websocket/key.hpp>

namespace gamewire::inline v0::websocket {

accept_key accept_of(const handshake_key& key) noexcept {
  constexpr std::string_view guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<char, std::tuple_size_v<handshake_key> + guid.size()> both;
  std::ranges::copy(guid, std::ranges::copy(key, both.begin()).out);
  return base64(sha1(std::as_bytes(std::span(both))));
}

/// Alike on machines of either byte order.
std::array<std::byte, 8> key_source::next() noexcept {
  std::array<std::byte, 8> out;
  byte_writer(out).u64(counter_++);
  byte_writer(out).u64(siphash(secret_, out));
  return out;
}

websocket::mask key_source::next_mask() noexcept {
  websocket::mask out;
  std::memcpy(out.data(), next().data(), out.size());
  return out;
}

websocket::handshake_key key_source::next_handshake_key() noexcept {
  std::array<std::byte, 16> nonce;
  for (const std::size_t at : {0U, 8U})
    std::ranges::copy(next(), nonce.begin() + static_cast<std::ptrdiff_t>(at));
  return base64(nonce);
}

}  // namespace gamewire::inline v0::websocket
