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

std::string wrapped(std::string_view words, std::size_t columns, std::size_t margin) {
  std::string text;
  std::size_t at = margin;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    if (!text.empty()) {
      const bool fits = at + 1 + width(word) <= columns;
      text += fits ? " " : '\n' + std::string(margin, ' ');
      at = fits ? at + 1 : margin;
    }
    text += word;
    at += width(word);
  }
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
