/// The compressed body of a split packet: size u32, CRC-32 u32, bzip2 stream. libbz2 works from memory to
/// memory and allocates up to 3.7 MB (7.6 MB when compressing) while it does. That is for blocks of 900 kB, which a
/// stream from a peer may ask for whatever its size; what is compressed here has the smallest that hold the message.
#pragma once

#include <gamewire/a2s/message.hpp>

namespace gamewire::inline v0::a2s {

/// Built with libbz2? Otherwise both functions give `compression_unsupported`.
bool has_bzip2() noexcept;

/// Does the body of a message start as a compressed one does, with "BZh" after size and CRC? FF FF FF FF in
/// the place of the size is more likely the start of an ordinary message, in whose text "BZh" may stand;
/// there the magic number of the first bzip2 block must follow as well.
bool looks_compressed(bytes body) noexcept;

/// Decompresses into `out`, whose old content is lost, and verifies size and CRC. The declared size is
/// checked against `limit` before anything is allocated. Errors: `truncated`, `too_large`, `bad_compression`,
/// `bad_checksum`, `errc::no_memory`.
std::error_code decompress(bytes body, std::size_t limit, byte_buffer& out) noexcept;

/// Compresses a message for splitting: `out` becomes size, CRC and stream. Error: `errc::no_memory`.
std::error_code compress(bytes message, byte_buffer& out) noexcept;

}  // namespace gamewire::inline v0::a2s
