/// SipHash-2-4, the keyed hash behind challenges and hash tables that strangers fill (Aumasson, Bernstein
/// 2012).
#pragma once

#include <array>
#include <cstdint>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// 128 bits, which nobody should foretell: drivers have `system::fill_random`.
using siphash_key = std::array<std::uint64_t, 2>;

/// The same for the same key and bytes, on every machine.
std::uint64_t siphash(const siphash_key& key, bytes in) noexcept;

}  // namespace gamewire::inline v0
