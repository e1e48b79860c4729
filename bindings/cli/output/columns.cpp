#include "output/columns.hpp"

#include <algorithm>

namespace gamewire::cli {
namespace {

bool begins_character(char c) { return (c & 0xc0) != 0x80; }

}  // namespace

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string padded(std::string text, std::size_t columns) {
  text.append(columns - std::min(columns, width(text)), ' ');
  return text;
}

std::string shortened(std::string text, std::size_t columns) {
  if (width(text) <= columns) return text;
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end)
    if (begins_character(text[end]) && ++seen == columns) break;
  return text.substr(0, end) + "…";
}

}  // namespace gamewire::cli
