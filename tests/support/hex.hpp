/// Bytes as people write them down.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gamewire/bytes.hpp>

namespace gamewire::test {

using buffer = std::vector<std::byte>;

/// Reads pairs of hex digits and "quoted text" (no escapes, no NUL at its end), each of which may be
/// repeated:
///
///     FF FF FF FF 54 "Source Engine Query" 00   # a comment, to the end of the line
///     00*1171
///
/// Throws std::invalid_argument, which says where.
buffer from_hex(std::string_view text);

/// "FF FF 00"; at most `limit` bytes, then "...".
std::string to_hex(bytes in, std::size_t limit = 64);

/// In quotes, with what is not printable ASCII written as \xNN.
std::string quoted(std::string_view text);

}  // namespace gamewire::test
