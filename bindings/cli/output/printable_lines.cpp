#include "output/printable_lines.hpp"

#include <gamewire/text.hpp>

namespace gamewire::cli {

std::string printable_lines(std::string_view text) {
  std::string shown;
  for (std::size_t end = 0; end != text.npos; text.remove_prefix(end == text.npos ? 0 : end + 1)) {
    end = text.find_first_of("\n\t");
    std::string_view piece = text.substr(0, end);
    if (end != text.npos && text[end] == '\n' && piece.ends_with('\r')) piece.remove_suffix(1);
    shown += printable(piece);
    if (end != text.npos) shown += text[end];
  }
  return shown;
}

}  // namespace gamewire::cli
