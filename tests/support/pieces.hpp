/// Streams cut into pieces.
#pragma once

#include <algorithm>
#include <vector>

#include "hex.hpp"

namespace gamewire::test {

/// All of it, in pieces of `size` bytes.
inline std::vector<buffer> cut(bytes in, std::size_t size) {
  std::vector<buffer> pieces;
  for (; !in.empty(); in = in.subspan(std::min(size, in.size()))) {
    const bytes piece = in.first(std::min(size, in.size()));
    pieces.emplace_back(piece.begin(), piece.end());
  }
  return pieces;
}

}  // namespace gamewire::test
