/// Is it the password? Not for users.
#pragma once

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::rcon {

/// Takes as long for any two of the first one's length, equal or not. An empty one is never right.
inline bool same_secret(bytes given, bytes right) noexcept {
  if (right.empty()) return false;
  auto differ = static_cast<unsigned>(given.size() != right.size());
  for (std::size_t i = 0; i < given.size(); ++i)
    differ |= std::to_integer<unsigned>(given[i] ^ right[i % right.size()]);
  return differ == 0;
}

}  // namespace gamewire::inline v0::rcon
