/// Lines that people type, as words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamewire::cli {

/// Words between blanks; 'single' and "double" quotes and backslashes work as in a shell. Nothing when a
/// quote is left open.
std::optional<std::vector<std::string>> split_words(std::string_view line);

/// The first word of what is meant for a server: ends at a blank or semicolon, and knows no quotes.
std::string_view first_word(std::string_view line);

std::string_view trimmed(std::string_view line);

/// The same of what stands before a #, in lists.
std::string_view without_comment(std::string_view line);

/// A text without the byte order mark, with which some editors begin UTF-8.
std::string_view without_mark(std::string_view text);

}  // namespace gamewire::cli
