#include <array>
#include <limits>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include <gamewire/bytes.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::string_view_literals;

// Lets malloc fail under the address sanitizer, as it does without, instead of ending the test.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }

TEST_CASE("a reader gives little-endian numbers, texts and spans one after the other") {
  const exact_memory in(
      from_hex("01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F FE FF FF FF 00 00 80 BF "
               "\"text\" 00 00 AA BB"));
  byte_reader reader(in.view());
  CHECK(reader.u8() == 0x01);
  CHECK(reader.u16() == 0x0302);
  CHECK(reader.u32() == 0x07060504);
  CHECK(reader.u64() == 0x0f0e0d0c0b0a0908);
  CHECK(reader.i32() == -2);
  CHECK(reader.f32() == -1.0F);
  CHECK(reader.cstring() == "text");
  CHECK(reader.cstring() == "");
  CHECK(reader.size() == 2);
  CHECK(to_hex(reader.rest()) == "AA BB");
  CHECK(to_hex(reader.take(2)) == "AA BB");
  CHECK(reader.empty());
  CHECK(reader.ok());
  CHECK(reader.take(0).empty());
  CHECK(reader.ok());
}

TEST_CASE("a read that does not fit fails the reader for good, where it stood") {
  const exact_memory in(from_hex("01 02 03"));
  const auto fails = [&](auto read) {
    byte_reader reader(in.view());
    reader.u8();
    CHECK_FALSE(read(reader));
    CHECK_FALSE(reader.ok());
    CHECK(reader.size() == 2);
    CHECK(reader.u8() == 0);
    CHECK(reader.take(1).empty());
    CHECK(reader.cstring().empty());
    CHECK(reader.size() == 2);
    CHECK_FALSE(reader.ok());
  };
  fails([](byte_reader& reader) { return reader.u32() != 0; });
  fails([](byte_reader& reader) { return reader.u64() != 0; });
  fails([](byte_reader& reader) { return !reader.take(3).empty(); });
  fails([](byte_reader& reader) { return !reader.take(std::numeric_limits<std::size_t>::max()).empty(); });
  fails([](byte_reader& reader) { return !reader.cstring().empty(); });
}

TEST_CASE("a number needs all of its bytes") {
  const auto needs = [](std::size_t size, auto read) {
    for_each_cut(from_hex("FF*8"), [&](bytes cut) {
      byte_reader reader(cut);
      read(reader);
      CHECK(reader.ok() == (cut.size() >= size));
      CHECK(reader.size() == (reader.ok() ? cut.size() - size : cut.size()));
    });
  };
  needs(1, [](byte_reader& reader) { return reader.u8(); });
  needs(2, [](byte_reader& reader) { return reader.u16(); });
  needs(4, [](byte_reader& reader) { return reader.u32(); });
  needs(4, [](byte_reader& reader) { return reader.i32(); });
  needs(4, [](byte_reader& reader) { return reader.f32(); });
  needs(8, [](byte_reader& reader) { return reader.u64(); });
}

TEST_CASE("a reader of nothing is empty and fails on the first read") {
  byte_reader reader;
  CHECK(reader.empty());
  CHECK(reader.rest().empty());
  CHECK(reader.ok());
  CHECK(reader.cstring().empty());
  CHECK_FALSE(reader.ok());
}

TEST_CASE("text behind a failed read is not read, even if it is whole") {
  const exact_memory in(from_hex("\"a\" 00"));
  byte_reader reader(in.view());
  reader.u32();
  CHECK(reader.cstring().empty());
  CHECK(reader.size() == 2);
}

TEST_CASE("what a writer writes is what a reader reads") {
  std::array<std::byte, 64> out;
  byte_writer writer(out);
  writer.u8(0x80);
  writer.u16(0x8001);
  writer.u32(0x80000001);
  writer.u64(0x8000000000000001);
  writer.i32(-5);
  writer.f32(2.5F);
  writer.cstring("name");
  writer.raw(as_bytes("raw"));
  writer.zeros(3);
  REQUIRE(writer.ok());
  CHECK(writer.size() == 1 + 2 + 4 + 8 + 4 + 4 + 5 + 3 + 3);

  byte_reader reader(writer.written());
  CHECK(reader.u8() == 0x80);
  CHECK(reader.u16() == 0x8001);
  CHECK(reader.u32() == 0x80000001);
  CHECK(reader.u64() == 0x8000000000000001);
  CHECK(reader.i32() == -5);
  CHECK(reader.f32() == 2.5F);
  CHECK(reader.cstring() == "name");
  CHECK(as_text(reader.take(3)) == "raw");
  CHECK(to_hex(reader.rest()) == "00 00 00");
}

TEST_CASE("a writer stays within its span and fails for good") {
  const exact_memory out(6);
  const auto fails = [&](auto write) {
    byte_writer writer(out.span());
    writer.u32(0x04030201);
    write(writer);
    CHECK_FALSE(writer.ok());
    writer.zeros(0);
    writer.raw({});
    CHECK_FALSE(writer.ok());
    CHECK(writer.written().size() >= 4);
    CHECK(writer.result().error() == errc::no_room);
  };
  fails([](byte_writer& writer) { writer.u32(0); });
  fails([](byte_writer& writer) { writer.u64(0); });
  fails([](byte_writer& writer) { writer.raw(as_bytes("abc")); });
  fails([](byte_writer& writer) { writer.zeros(3); });
  fails([](byte_writer& writer) { writer.zeros(std::numeric_limits<std::size_t>::max()); });
  fails([](byte_writer& writer) { writer.cstring("ab"); });

  byte_writer writer(out.span());
  writer.cstring("abcde");
  CHECK(writer.ok());
  CHECK(to_hex(writer.result().value()) == "61 62 63 64 65 00");
}

TEST_CASE("a NUL inside a text is told apart from a lack of room, whichever comes first") {
  std::array<std::byte, 8> out;
  byte_writer roomy(out);
  roomy.cstring("a\0b"sv);
  CHECK(roomy.result().error() == errc::invalid_argument);

  byte_writer full(std::span<std::byte>(out).first(1));
  full.u16(1);
  full.cstring("\0"sv);
  CHECK(full.result().error() == errc::invalid_argument);
}

TEST_CASE("a writer to nothing can write nothing") {
  byte_writer writer({});
  writer.raw({});
  writer.zeros(0);
  CHECK(writer.ok());
  writer.u8(0);
  CHECK_FALSE(writer.ok());
}

TEST_CASE("a buffer keeps what is appended, however often it grows") {
  byte_buffer buffer;
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    const std::string piece(static_cast<std::size_t>(i % 37), static_cast<char>('a' + i % 26));
    REQUIRE(buffer.append(as_bytes(piece)));
    expected += piece;
  }
  CHECK(as_text(buffer.view()) == expected);
  CHECK(buffer.capacity() >= buffer.size());
}

TEST_CASE("a buffer takes no more memory than it was told to reserve") {
  byte_buffer buffer;
  REQUIRE(buffer.reserve(100));
  CHECK(buffer.capacity() == 100);
  CHECK(buffer.empty());
  REQUIRE(buffer.append(as_bytes(std::string(100, 'x'))));
  CHECK(buffer.capacity() == 100);
  REQUIRE(buffer.reserve(10));
  CHECK(buffer.capacity() == 100);
  REQUIRE(buffer.resize(120));
  CHECK(buffer.capacity() == 120);
  CHECK(buffer.size() == 120);
}

TEST_CASE("an allocation that cannot succeed is reported and changes nothing") {
  byte_buffer buffer;
  REQUIRE(buffer.append(as_bytes("keep")));
  const std::size_t capacity = buffer.capacity();
  constexpr std::size_t huge = std::numeric_limits<std::size_t>::max() / 2 + 1;  // more than any object
  CHECK_FALSE(buffer.reserve(huge));
  CHECK_FALSE(buffer.resize(huge));
  CHECK(as_text(buffer.view()) == "keep");
  CHECK(buffer.capacity() == capacity);
}

TEST_CASE("bytes are dropped from the front, at most all of them") {
  byte_buffer buffer;
  REQUIRE(buffer.append(as_bytes("abcdef")));
  buffer.drop_front(0);
  CHECK(as_text(buffer.view()) == "abcdef");
  buffer.drop_front(2);
  CHECK(as_text(buffer.view()) == "cdef");
  buffer.drop_front(100);
  CHECK(buffer.empty());
  byte_buffer().drop_front(1);
}

TEST_CASE("clearing keeps the memory, releasing gives it back") {
  byte_buffer buffer;
  REQUIRE(buffer.append(as_bytes("abc")));
  buffer.clear();
  CHECK(buffer.empty());
  CHECK(buffer.capacity() >= 3);
  buffer.release();
  CHECK(buffer.capacity() == 0);
  REQUIRE(buffer.append(as_bytes("d")));
  CHECK(as_text(buffer.view()) == "d");
}

TEST_CASE("a moved buffer takes its content along") {
  byte_buffer first;
  REQUIRE(first.append(as_bytes("abc")));
  byte_buffer second(std::move(first));
  CHECK(as_text(second.view()) == "abc");
  CHECK(first.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
  CHECK(first.capacity() == 0);

  byte_buffer third;
  REQUIRE(third.append(as_bytes("old")));
  third = std::move(second);
  CHECK(as_text(third.view()) == "abc");
  REQUIRE(first.append(as_bytes("usable")));
  CHECK(as_text(first.view()) == "usable");
}
