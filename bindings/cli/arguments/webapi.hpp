/// Options of all commands that ask the Web API.
#pragma once

#include <CLI/CLI.hpp>

#include "options.hpp"

namespace gamewire::cli {

void add_webapi_server(CLI::App& to, webapi_server_arguments& server);

}  // namespace gamewire::cli
