/// Parameters that are messages: JSON, which a service takes in `input_json` alone.
#pragma once

#include <optional>
#include <string>

#include <gamewire/webapi/call.hpp>

namespace gamewire::cli {

/// All of a call's arguments as one object, where one of them is for a parameter of the type {message}. What is unknown, or
/// not of its type, becomes a text, which `webapi::check` refuses by its name. Nothing for other calls: those without a
/// message, of other interfaces, with `name[0]`. Throws `command_error` for what is given twice.
std::optional<std::string> input_of(const webapi::interfaces& table, const webapi::call& what);

}  // namespace gamewire::cli
