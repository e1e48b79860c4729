/// Texts as strangers could send them.
#pragma once

#include <string>

#include <gamewire/random.hpp>

namespace gamewire::test {

/// Up to `longest` bytes of any value but NUL; a third of them are empty.
inline std::string random_text(split_mix& random, std::uint32_t longest) {
  std::string text;
  if (random.below(3) == 0) return text;
  for (auto left = random.below(longest + 1); left != 0; --left)
    text += static_cast<char>(1 + random.below(255));
  return text;
}

}  // namespace gamewire::test
