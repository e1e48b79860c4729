/// Bodies of ASF, as files: tests/vectors/asf and its neighbours.
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace gamewire::test {

/// "asf/bot_get_two.json", without the newline at its end.
inline std::string sample(const std::string& name) {
  std::ifstream in(std::string(GAMEWIRE_VECTORS "/") + name, std::ios::binary);
  if (!in) throw std::invalid_argument("no sample " + name);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (name.ends_with(".json") && text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace gamewire::test
