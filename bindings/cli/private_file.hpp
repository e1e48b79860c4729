/// Files that hold secrets.
#pragma once

#include <optional>
#include <string>

namespace gamewire::cli {

/// All of it; nothing when there is no such file. Throws `command_error` for one that others may read or write to, or
/// that cannot be read.
std::optional<std::string> read_private(const std::string& path);

}  // namespace gamewire::cli
