/// The keys of handshakes and frames: RFC 6455, 4.1 and 5.3.
#pragma once

#include <array>
#include <string_view>

#include <gamewire/base64.hpp>
#include <gamewire/sha1.hpp>
#include <gamewire/siphash.hpp>
#include <gamewire/websocket/frame.hpp>

namespace gamewire::inline v0::websocket {

/// The value of Sec-WebSocket-Key: 16 bytes in base64; and that of Sec-WebSocket-Accept: a SHA-1.
using handshake_key = std::array<char, base64_size(16)>;
using accept_key = std::array<char, base64_size(std::tuple_size_v<sha1_digest>)>;

/// The value of Sec-WebSocket-Accept that answers a key. Keys of another size than that of ours have none.
accept_key accept_of(const handshake_key& key) noexcept;

/// Numbers that nobody foretells who does not know the secret: SipHash of a counter.
class key_source {
 public:
  explicit key_source(const siphash_key& secret) noexcept : secret_(secret) {}

  /// Is it not all zero?
  [[nodiscard]] bool has_secret() const noexcept { return secret_ != siphash_key{}; }

  /// Another one each time.
  websocket::mask next_mask() noexcept;
  websocket::handshake_key next_handshake_key() noexcept;

 private:
  std::array<std::byte, 8> next() noexcept;

  siphash_key secret_;
  std::uint64_t counter_ = 0;
};

}  // namespace gamewire::inline v0::websocket
