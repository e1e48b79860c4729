/// Asks for memory before it is needed. Not for users.
#pragma once

#include <cstddef>

namespace gamewire::inline v0::detail {

/// A hint that these bytes will be read and written soon. Any address will do.
inline void prefetch([[maybe_unused]] const void* at, [[maybe_unused]] std::size_t size = 1) noexcept {
#if defined(__GNUC__)
  constexpr std::size_t cache_line = 64;
  const auto* first = static_cast<const char*>(at);
  for (std::size_t offset = 0; offset < size; offset += cache_line) __builtin_prefetch(first + offset, 1);
  if (size > 1) __builtin_prefetch(first + size - 1, 1);
  // g++ takes a function that only fetches ahead for one without effect, and drops the call.
  asm volatile("");
#endif
}

}  // namespace gamewire::inline v0::detail
