#include <cstring>
#include <ostream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/crc32.hpp>
#include <gamewire/random.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"

// Without libbz2 there is one thing to test.
#define TEST_CASE_WITH_BZIP2(name) TEST_CASE(name* doctest::skip(!gamewire::a2s::has_bzip2()))

namespace gamewire::a2s {
namespace {

using test::buffer;
using test::from_hex;

constexpr std::size_t roomy = 1024 * 1024;
constexpr std::string_view hello_text = "hello, hello, hello, hello";

/// hello_text as the bzip2 command compresses it, after its size and CRC-32.
buffer hello() {
  return from_hex(
      "1A 00 00 00 55 A3 82 77 42 5A 68 31 31 41 59 26 53 59 80 CA 28 2B 00 00 05 11 00 40 04 02 44 A0 00 30 "
      "C0 04 88 C3 55 40 7E A0 50 30 BB 92 29 C2 84 84 06 51 41 58");
}

/// 45 MB of zeros in 50 bytes, which claim to be `size`.
buffer bomb(std::string_view size) {
  return from_hex(
      std::string(size) +
      "1C EA 38 A7 42 5A 68 39 31 41 59 26 53 59 C9 01 B6 C8 01 58 AB 40 20 C0 00 10 00 00 08 20 00 "
      "30 CC 05 29 A6 52 48 52 6C 54 92 14 9E 2E E4 8A 70 A1 21 92 03 6D 90");
}

std::error_code result_of(bytes body, std::size_t limit = roomy) {
  byte_buffer out;
  const auto error = decompress(test::exact_memory(body).view(), limit, out);
  if (error) CHECK(out.empty());
  return error;
}

}  // namespace

TEST_CASE("without libbz2 both ways say so") {
  if (has_bzip2()) return;
  byte_buffer out;
  CHECK(decompress(hello(), roomy, out) == errc::compression_unsupported);
  CHECK(compress(hello(), out) == errc::compression_unsupported);
}

TEST_CASE("a compressed body shows its stream after size and CRC, and is no whole message") {
  CHECK(looks_compressed(hello()));
  test::for_each_cut(hello(), [](bytes cut) { CHECK(looks_compressed(cut) == (cut.size() >= 11)); });
  CHECK_FALSE(looks_compressed(from_hex("1A 00 00 00 55 A3 82 77 \"BZx1\"")));
  CHECK_FALSE(looks_compressed(from_hex("FF FF FF FF 45 01 00 61 \"BZh1\"")));
  CHECK_FALSE(looks_compressed(from_hex("FF FF FF FF 45 01 00 61 \"BZh11AY&S\"")));
  const auto sized_like_a_header = from_hex("FF FF FF FF 45 01 00 61 \"BZh11AY&SY\"");
  test::for_each_cut(sized_like_a_header, [&](bytes cut) {
    CHECK(looks_compressed(cut) == (cut.size() == sized_like_a_header.size()));
  });
  CHECK(looks_compressed(from_hex("FE FF FF FF 45 01 00 61 \"BZh\"")));
}

TEST_CASE_WITH_BZIP2("a body from another hand is decompressed") {
  byte_buffer out;
  REQUIRE_FALSE(decompress(hello(), roomy, out));
  CHECK(as_text(out.view()) == hello_text);
  REQUIRE_FALSE(decompress(hello(), hello_text.size(), out));  // exactly the limit
  CHECK(as_text(out.view()) == hello_text);
}

TEST_CASE_WITH_BZIP2("nothing at all can be compressed") {
  byte_buffer out;
  const auto nothing = from_hex("00 00 00 00 00 00 00 00 42 5A 68 31 17 72 45 38 50 90 00 00 00 00");
  CHECK_FALSE(decompress(nothing, roomy, out));
  CHECK(out.empty());
  REQUIRE_FALSE(compress({}, out));
  CHECK(test::to_hex(out.view()) == test::to_hex(nothing));
}

TEST_CASE_WITH_BZIP2("a cut body is truncated before its stream begins and damaged after") {
  const auto whole = hello();
  test::for_each_cut(bytes(whole).first(whole.size() - 1), [](bytes cut) {
    CAPTURE(cut.size());
    CHECK(result_of(cut) == (cut.size() < 8 ? errc::truncated : errc::bad_compression));
  });
}

TEST_CASE_WITH_BZIP2("bytes after the end of the stream do no harm") {
  auto longer = hello();
  longer.resize(longer.size() + 100);
  CHECK_FALSE(result_of(longer));
}

TEST_CASE_WITH_BZIP2("a size that is not that of the content is a damage, in either direction") {
  for (const auto size : {std::byte{0x19}, std::byte{0x1b}, std::byte{0}, std::byte{0xff}}) {
    auto body = hello();
    body[0] = size;
    CHECK(result_of(body) == errc::bad_compression);
  }
}

TEST_CASE_WITH_BZIP2("a wrong checksum is told from damage") {
  auto body = hello();
  body[4] ^= std::byte{1};
  CHECK(result_of(body) == errc::bad_checksum);
}

TEST_CASE_WITH_BZIP2("a flipped bit anywhere never passes for the message") {
  const auto good = hello();
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto body = good;
    body[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    byte_buffer out;
    // Only padding at the end of the stream, and the block size in its header, can change without effect.
    if (!decompress(body, roomy, out)) CHECK(as_text(out.view()) == hello_text);
  }
}

TEST_CASE_WITH_BZIP2("a declared size beyond the limit is refused before anything is allocated") {
  byte_buffer out;
  CHECK(decompress(bomb("FF FF FF FF"), roomy, out) == errc::too_large);
  CHECK(decompress(bomb("01 00 10 00"), roomy, out) == errc::too_large);
  CHECK(decompress(hello(), hello_text.size() - 1, out) == errc::too_large);
  CHECK(out.capacity() == 0);
}

TEST_CASE_WITH_BZIP2("a bomb that lies about its size goes off within the limit") {
  byte_buffer out;
  CHECK(decompress(bomb("00 00 10 00"), roomy, out) == errc::bad_compression);
  CHECK(out.empty());
  CHECK(out.capacity() <= roomy);
}

TEST_CASE_WITH_BZIP2("memory of the output is used again") {
  byte_buffer out;
  REQUIRE(out.reserve(4096));
  const auto* before = out.data().data();
  REQUIRE_FALSE(decompress(hello(), roomy, out));
  CHECK(out.view().data() == before);
  CHECK(out.capacity() == 4096);
}

TEST_CASE_WITH_BZIP2("what is compressed carries size and CRC, and decompresses to itself") {
  split_mix random(1);
  for (const std::size_t size : {1U, 100U, 5'000U, 99'999U, 100'000U, 250'000U, 1'000'000U}) {
    CAPTURE(size);
    buffer message(size);
    for (auto& byte : message) byte = static_cast<std::byte>('a' + random.below(4));
    byte_buffer packed;
    byte_buffer back;
    REQUIRE_FALSE(compress(message, packed));
    CHECK(looks_compressed(packed.view()));
    byte_reader reader(packed.view());
    CHECK(reader.u32() == size);
    CHECK(reader.u32() == crc32(message));
    REQUIRE_FALSE(decompress(packed.view(), size, back));
    CHECK(std::ranges::equal(back.view(), message));
  }
}

TEST_CASE_WITH_BZIP2("noise that cannot be compressed finds room as well") {
  split_mix random(2);
  buffer noise(50'000);
  for (auto& byte : noise) byte = static_cast<std::byte>(random());
  byte_buffer packed;
  byte_buffer back;
  REQUIRE_FALSE(compress(noise, packed));
  CHECK(packed.size() > noise.size());
  REQUIRE_FALSE(decompress(packed.view(), noise.size(), back));
  CHECK(std::ranges::equal(back.view(), noise));
}

TEST_CASE_WITH_BZIP2("random streams behind a good header end in an error") {
  split_mix random(3);
  for (int round = 0; round < 2'000; ++round) {
    auto body = from_hex("00 01 00 00 00 00 00 00 \"BZh1\" 31 41 59 26 53 59");
    for (auto more = random.below(64); more != 0; --more) body.push_back(static_cast<std::byte>(random()));
    CHECK(result_of(body));
  }
}

}  // namespace gamewire::a2s
