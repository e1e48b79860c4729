/// JSON of somebody else.
#pragma once

#include <string>
#include <string_view>

#include "output/output.hpp"

namespace gamewire::cli {

/// The tree of a text; `is_discarded()` where it is malformed, or nested more than 256 deep: whatever is done with a tree
/// goes down into it by recursion, and the stack is not without bounds.
json read_foreign(std::string_view text);

/// As `hide_secret` has it: servers that fail show what they were sent.
std::string without(std::string text, std::string_view secret);
json without(const json& tree, std::string_view secret);

}  // namespace gamewire::cli
