/// The results of A2S as JSON.
#pragma once

#include <optional>
#include <system_error>

#include "output/json_line.hpp"

namespace gamewire::cli {

/// A whole message from a server, by its type: "kind" and its fields; absent ones are left out. Errors: those of
/// the decoders; then nothing is put.
std::error_code put_message(json_line& to, bytes raw);

/// Does a message end before it has told all that it declared?
bool is_partial(bytes raw);

/// What games hide in the keywords of an INFO reply or in rules: an object whose `"format"` says which game's
/// habit it is.
std::optional<json> decoded_json(bytes raw);

}  // namespace gamewire::cli
