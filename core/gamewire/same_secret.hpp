/// Is it the password? Not for users.
#pragma once

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// Takes as long for any two of the first one's length, equal or not: who tries passwords learns nothing from the time.
inline bool same_secret(bytes given, bytes right) noexcept {
  if (right.empty()) return given.empty();
  auto differ = static_cast<unsigned>(given.size() != right.size());
  for (std::size_t i = 0; i < given.size(); ++i)
    differ |= std::to_integer<unsigned>(given[i] ^ right[i % right.size()]);
  return differ == 0;
}

}  // namespace gamewire::inline v0
