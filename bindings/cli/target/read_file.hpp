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

/// For whoever takes a secret from a file: says on stderr when others may read it there, or replace it. It works all the
/// same: where a system keeps secrets, the rights may be its own.
void warn_of_readers(const std::string& path);

/// Writes a file that its owner alone may read, whatever it was before: all of it, in the old one's place, or nothing.
/// Its folder has to be writable. A link stays, and leads to it. False if that cannot be done, and for what is there and
/// no file, or may not be written to.
bool write_private_file(const std::string& path, std::string_view text);

}  // namespace gamewire::cli
