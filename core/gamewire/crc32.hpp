/// CRC-32 as IEEE 802.3, zlib and bzip2-carrying game servers use it (reflected, polynomial 0xEDB88320).
#pragma once

#include <cstdint>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// Of all of it; 0 of nothing.
std::uint32_t crc32(bytes in) noexcept;

}  // namespace gamewire::inline v0
