/// The results of A2S as JSON.
#pragma once

#include <expected>
#include <system_error>

#include "output.hpp"

namespace gamewire::cli {

/// A whole message from a server, by its type: {"kind":…} and its fields; absent ones are left out. Errors:
/// those of the decoders.
std::expected<json, std::error_code> message_json(bytes raw);

/// What games hide in the keywords of an INFO reply or in rules, as `"decoded"`: an object whose `"format"`
/// says which game's habit it is. Nothing is added where nothing is found.
void put_decoded(json& to, bytes raw);

}  // namespace gamewire::cli
