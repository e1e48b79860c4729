/// JSON as text, without a tree of it: what servers and files hold can be large, and is printed as it is.
#pragma once

#include <string>
#include <string_view>

#include "output/output.hpp"

namespace gamewire::cli {

/// The text in quotes, with U+FFFD for what is not UTF-8. `ascii`: with escapes for all that a terminal might obey.
void append_json(std::string& to, std::string_view text, bool ascii = false);

/// The shortest that reads back as the same, and as a number that is no integer; null for what is no number.
void append_json(std::string& to, double number);

/// Prints what is known to be JSON: on one line with --json, else over many. Each token stands as it did, repeated
/// names too.
void print_json(output& out, std::string_view text);

}  // namespace gamewire::cli
