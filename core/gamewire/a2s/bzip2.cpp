#include <algorithm>
#include <limits>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/crc32.hpp>

#if defined(GAMEWIRE_HAS_BZIP2)
#include <bzlib.h>
#endif

namespace gamewire::inline v0::a2s {
namespace {

constexpr std::size_t prefix_size = 8;  // size and CRC, before the stream

}  // namespace

bool looks_compressed(bytes body) noexcept {
  constexpr std::string_view magic = "BZh";
  constexpr std::string_view first_block = "1AY&SY";  // pi, behind the digit that gives the block size
  constexpr std::size_t block_at = magic.size() + 1;
  if (body.size() < prefix_size + magic.size()) return false;
  const std::string_view stream = as_text(body.subspan(prefix_size));
  if (!stream.starts_with(magic)) return false;
  if (!has_whole_header(body)) return true;
  return stream.size() > block_at && stream.substr(block_at).starts_with(first_block);
}

#if defined(GAMEWIRE_HAS_BZIP2)

namespace {

// libbz2 never writes to its input, but its interface does not say so.
char* as_chars(bytes in) noexcept { return const_cast<char*>(as_text(in).data()); }
char* as_chars(std::span<std::byte> out) noexcept { return reinterpret_cast<char*>(out.data()); }

unsigned clamp_size(std::size_t size) noexcept {
  return static_cast<unsigned>(std::min<std::size_t>(size, std::numeric_limits<unsigned>::max()));
}

std::error_code as_error(int bz_result) noexcept {
  if (bz_result == BZ_MEM_ERROR) return gamewire::errc::no_memory;
  return errc::bad_compression;
}

}  // namespace

bool has_bzip2() noexcept { return true; }

std::error_code decompress(bytes body, std::size_t limit, byte_buffer& out) noexcept {
  out.clear();
  byte_reader reader(body);
  const std::uint32_t size = reader.u32();
  const std::uint32_t checksum = reader.u32();
  if (!reader.ok()) return errc::truncated;
  if (size > limit) return errc::too_large;
  // One byte more than nothing, since libbz2 wants a place to write to.
  if (!out.resize(std::max<std::size_t>(size, 1))) return gamewire::errc::no_memory;

  unsigned written = size;
  constexpr int small = 0;
  constexpr int silent = 0;
  const int result = BZ2_bzBuffToBuffDecompress(as_chars(out.data()), &written, as_chars(reader.rest()),
                                                clamp_size(reader.size()), small, silent);
  // Shrinking needs no memory.
  const bool whole = result == BZ_OK && written == size && out.resize(size);
  if (whole && crc32(out.view()) == checksum) return {};
  out.clear();
  return whole ? make_error_code(errc::bad_checksum) : as_error(result);
}

std::error_code compress(bytes message, byte_buffer& out) noexcept {
  out.clear();
  if (message.size() > std::numeric_limits<std::uint32_t>::max() / 2) return gamewire::errc::no_memory;
  const std::size_t worst = message.size() + message.size() / 100 + 600;  // says the manual of libbz2
  if (!out.resize(prefix_size + worst)) return gamewire::errc::no_memory;

  byte_writer writer(out.data());
  writer.u32(static_cast<std::uint32_t>(message.size()));
  writer.u32(crc32(message));
  const std::span<std::byte> room = out.data().subspan(prefix_size);
  unsigned written = clamp_size(room.size());
  // libbz2 takes no null pointer, even for nothing.
  const bytes source = message.empty() ? writer.written() : message;
  // Blocks of 100 kB need the least memory; larger ones gain nothing for messages that fit one.
  const int block = static_cast<int>(std::clamp<std::size_t>(message.size() / 100'000 + 1, 1, 9));
  constexpr int silent = 0;
  constexpr int default_work = 0;
  const int result = BZ2_bzBuffToBuffCompress(as_chars(room), &written, as_chars(source),
                                              clamp_size(message.size()), block, silent, default_work);
  const bool done = result == BZ_OK && out.resize(prefix_size + written);
  if (done) return {};
  out.clear();
  return as_error(result);
}

#else

bool has_bzip2() noexcept { return false; }

std::error_code decompress(bytes, std::size_t, byte_buffer& out) noexcept {
  out.clear();
  return errc::compression_unsupported;
}

std::error_code compress(bytes, byte_buffer& out) noexcept {
  out.clear();
  return errc::compression_unsupported;
}

#endif

}  // namespace gamewire::inline v0::a2s
