/// The words of tests/vectors/a2s for what an a2s::client can be told.
#pragma once

#include <gamewire/a2s/client.hpp>

#include "vector_file.hpp"

namespace gamewire::test {

/// Without retries, unless the case says otherwise. Throws std::invalid_argument.
a2s::client_options options_of(const vector_case& vector);

/// "info", "players", "rules" or "ping". Throws std::invalid_argument.
accepted ask(a2s::client& client, const std::string& what);

}  // namespace gamewire::test
