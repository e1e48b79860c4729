/// What a Web API can be asked, for people and as JSON.
#pragma once

#include <gamewire/webapi/interfaces.hpp>

#include "output/output.hpp"

namespace gamewire::cli {

/// A line for each interface.
void print_interfaces(output& out, const webapi::interfaces& table);

/// Its methods, each with its parameters.
void print_methods(output& out, const webapi::interface_row& of);

}  // namespace gamewire::cli
