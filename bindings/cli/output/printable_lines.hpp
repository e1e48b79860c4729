/// Several lines of a stranger's text, for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace gamewire::cli {

/// `printable`, but newlines and tabs stay what they are. A carriage return before a newline is left out.
std::string printable_lines(std::string_view text);

}  // namespace gamewire::cli
