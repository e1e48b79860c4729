/// Files, as far as they may be read: a file can have no end.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gamewire::cli {

/// All of it; "-" is standard input. Throws `command_error`: of kind limit for more than `most` bytes, else usage.
std::string read_file(const std::string& name, std::size_t most);

/// The same of a file that the command keeps for itself. Nothing where there is none. Does not wait for who would write
/// to a pipe.
std::optional<std::string> read_kept_file(const std::string& path, std::size_t most);

/// The same, for what holds secrets: also refused are what is no regular file, and what others may read or write.
std::optional<std::string> read_private_file(const std::string& path, std::size_t most);

/// Writes a file that its owner alone may read, whatever it was before. False if that cannot be done.
bool write_private_file(const std::string& path, std::string_view text);

}  // namespace gamewire::cli
