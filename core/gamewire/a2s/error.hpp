/// What can go wrong in an A2S conversation.
#pragma once

#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::a2s {

enum class errc {
  timeout = 1,              // no answer within the attempts or the deadline
  not_a2s,                  // the datagram starts with neither -1 nor -2
  truncated,                // the message ends inside fields without which it means nothing
  unknown_message,          // a type byte that no A2S message has
  unexpected_reply,         // only answers of another kind came
  challenge_loop,           // the server keeps on asking for a new challenge
  server_message,           // the server answered with a text instead ('l'): banned, refused
  bad_split,                // a fragment whose count and index contradict each other
  too_large,                // a reply beyond the limits set in the options
  bad_compression,          // bzip2 data that does not decompress to the size it declares
  bad_checksum,             // decompressed data with another CRC-32 than declared
  compression_unsupported,  // this build has no bzip2
};

/// "gamewire.a2s": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

}  // namespace gamewire::inline v0::a2s

template <>
struct std::is_error_code_enum<gamewire::a2s::errc> : std::true_type {};
