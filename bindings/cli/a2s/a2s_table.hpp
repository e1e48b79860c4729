/// The results of A2S for people: lines with nothing in them that a terminal would obey.
#pragma once

#include <string>

#include "output/output.hpp"

namespace gamewire::cli {

/// A whole INFO, PLAYER or RULES reply; "" for what does not decode.
std::string message_table(bytes raw, const output& style);

/// What `--decode` found, as indented JSON.
std::string decoded_table(const json& decoded);

}  // namespace gamewire::cli
