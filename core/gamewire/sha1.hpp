/// SHA-1 (FIPS 180-4), for protocols that ask for it where nothing hangs on it, such as WebSocket's handshake. Not for
/// anything that has to be secure.
#pragma once

#include <array>
#include <cstddef>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// 160 bits, as bytes in the order in which they are written.
using sha1_digest = std::array<std::byte, 20>;

/// Of all of it.
sha1_digest sha1(bytes in) noexcept;

}  // namespace gamewire::inline v0
