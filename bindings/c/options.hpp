/// Options that may grow: who gives them may have been compiled with a header older than this library, or newer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>

#include "gamewire.h"

namespace gamewire::c {

/// Fills in what the caller has room for; what it knows and this library does not is zero.
template <class Options>
void write_options(Options defaults, Options* out, std::size_t size) noexcept {
  if (out == nullptr || size < sizeof defaults.struct_size) return;
  std::memset(static_cast<void*>(out), 0, size);
  defaults.struct_size = static_cast<std::uint32_t>(size);
  std::memcpy(static_cast<void*>(out), &defaults, std::min(size, sizeof defaults));
}

/// The caller's options, with defaults for what its header does not know. GW_USAGE for what was never initialised,
/// GW_UNSUPPORTED where it sets what this library does not know.
template <class Options>
std::expected<Options, gw_code> read_options(const Options* given, Options defaults) noexcept {
  if (given == nullptr) return defaults;
  const std::size_t size = given->struct_size;
  if (size < sizeof defaults.struct_size) return std::unexpected(GW_USAGE);
  const auto* all = reinterpret_cast<const unsigned char*>(given);
  const auto is_set = [](unsigned char byte) { return byte != 0; };
  if (size > sizeof defaults && std::any_of(all + sizeof defaults, all + size, is_set))
    return std::unexpected(GW_UNSUPPORTED);
  std::memcpy(&defaults, given, std::min(size, sizeof defaults));
  return defaults;
}

/// Makes something of options; nothing where that fails.
template <class Options, class Made, class Make>
gw_code make_from(const Options* given, const Options& defaults, Made** out, Make make) noexcept {
  if (out == nullptr) return GW_USAGE;
  *out = nullptr;
  const auto chosen = read_options(given, defaults);
  return chosen ? make(*chosen) : chosen.error();
}

}  // namespace gamewire::c
