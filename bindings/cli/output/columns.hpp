/// Text in columns.
#pragma once

#include <string>
#include <string_view>

namespace gamewire::cli {

/// Characters, as far as a table needs to know: those of UTF-8, none of them wide.
std::size_t width(std::string_view text);

/// At least so wide.
std::string padded(std::string text, std::size_t columns);

/// Words in lines, at most so wide where no word is wider. All begin behind the margin: the first has it already.
std::string wrapped(std::string_view words, std::size_t columns, std::size_t margin = 0);

/// At most so wide, with an ellipsis for what is left out.
std::string shortened(std::string text, std::size_t columns);

}  // namespace gamewire::cli
