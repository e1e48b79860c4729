#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/random.hpp>
#include <gamewire/vdf/tree.hpp>

#include "support/random_text.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

template <class Writer, class... Form, class Write>
std::error_code error_of(Write write, Form... form) {
  byte_buffer out;
  Writer writer(out, form...);
  write(writer);
  return writer.finish();
}

/// Any tree, of any types, whose texts can be written in binary.
vdf::tree random_tree(split_mix& random, bool typed) {
  vdf::tree made;
  for (auto left = random.below(40); left != 0; --left) {
    const std::string key = random_text(random, 8);
    switch (random.below(typed ? 10 : 3)) {
      case 0: made.begin_block(key); break;
      case 1: made.end_block(); break;
      case 2: made.pair(key, random_text(random, 40)); break;
      case 3: made.pair(key, static_cast<std::int32_t>(random())); break;
      case 4: made.pair(key, static_cast<float>(random.below(1000)) / 8); break;
      case 5: made.pair(key, vdf::pointer{static_cast<std::uint32_t>(random())}); break;
      case 6: made.pair(key, vdf::wide_text{as_bytes("ab\x20\x20")}); break;
      case 7: made.pair(key, vdf::colour{1, 2, static_cast<std::uint8_t>(random()), 4}); break;
      case 8: made.pair(key, std::uint64_t{random()}); break;
      default: made.pair(key, static_cast<std::int64_t>(random()));
    }
  }
  return made;
}

template <class Writer, class... Form>
std::string written(const vdf::tree& from, Form... form) {
  byte_buffer out;
  Writer writer(out, form...);
  from.write(writer);
  CHECK_FALSE(writer.finish());
  return std::string(as_text(out.view()));
}

}  // namespace

TEST_SUITE_BEGIN("vdf writers");

TEST_CASE("text looks as Valve writes it") {
  byte_buffer out;
  vdf::text_writer writer(out);
  writer.begin_block("a");
  writer.pair("b", "c\\d\"e\nf\tg");
  writer.begin_block("");
  writer.pair("n", 7);
  writer.end_block();
  writer.end_block();
  CHECK_FALSE(writer.finish());
  CHECK(as_text(out.view()) ==
        "\"a\"\n{\n\t\"b\"\t\t\"c\\\\d\\\"e\\nf\\tg\"\n\t\"\"\n\t{\n\t\t\"n\"\t\t\"7\"\n\t}\n}\n");
}

TEST_CASE("what cannot be written is refused") {
  using vdf::binary_writer;
  using vdf::text_writer;
  const auto quote = [](auto& writer) { writer.pair("k", "\""); };
  CHECK(error_of<text_writer>(quote, vdf::text_form{.escapes = false}) == vdf::errc::unwritable);
  CHECK_FALSE(error_of<text_writer>(quote));
  CHECK_FALSE(error_of<binary_writer>(quote));
  CHECK(error_of<binary_writer>([](auto& writer) { writer.pair("k", std::string_view("a\0b", 3)); }) ==
        vdf::errc::unwritable);
  CHECK(error_of<binary_writer>([](auto& writer) { writer.begin_block(std::string_view("\0", 1)); }) ==
        vdf::errc::unwritable);
  const auto wide = [](std::string_view units) {
    return [=](auto& writer) { writer.pair("k", vdf::wide_text{as_bytes(units)}); };
  };
  CHECK_FALSE(error_of<binary_writer>(wide(std::string_view("a\0\0b", 4))));
  CHECK(error_of<binary_writer>(wide("abc")) == vdf::errc::unwritable);
  CHECK(error_of<binary_writer>(wide(std::string_view("ab\0\0", 4))) == vdf::errc::unwritable);
}

TEST_CASE("blocks have to begin and to end") {
  const auto begin = [](auto& writer) { writer.begin_block("a"); };
  const auto end = [](auto& writer) { writer.end_block(), writer.begin_block("a"); };
  CHECK(error_of<vdf::text_writer>(begin) == gamewire::errc::invalid_argument);
  CHECK(error_of<vdf::binary_writer>(begin) == gamewire::errc::invalid_argument);
  CHECK(error_of<vdf::text_writer>(end) == gamewire::errc::invalid_argument);
  CHECK(error_of<vdf::binary_writer>(end) == gamewire::errc::invalid_argument);
}

TEST_CASE("any tree is read from what it was written to, and written the same again") {
  split_mix random(11);
  for (unsigned i = 0; i < 3'000; ++i) {
    const vdf::tree strings = random_tree(random, false);
    const std::string text = written<vdf::text_writer>(strings);
    const auto read = vdf::read_text(text);
    REQUIRE(read);
    CHECK(read->size() == strings.size());
    CHECK(written<vdf::text_writer>(*read) == text);
    CHECK(written<vdf::binary_writer>(*read) == written<vdf::binary_writer>(strings));

    const vdf::tree typed = random_tree(random, true);
    const std::string binary =
        written<vdf::binary_writer>(typed, vdf::binary_form{.alternate_end = i % 2 == 0});
    const auto again = vdf::read_binary(as_bytes(binary));
    REQUIRE(again);
    CHECK(written<vdf::binary_writer>(*again, vdf::binary_form{.alternate_end = i % 2 == 0}) == binary);
  }
}

TEST_CASE("VBKV holds what was put into it") {
  const auto file = vdf::read_text("a { b c }");
  REQUIRE(file);
  byte_buffer vbkv;
  const std::string binary = written<vdf::binary_writer>(*file, vdf::binary_form{.alternate_end = true});
  CHECK_FALSE(vdf::write_vbkv(as_bytes(binary), vbkv));
  CHECK(vdf::is_vbkv(vbkv.view()));
  const auto opened = vdf::open_vbkv(vbkv.view());
  REQUIRE(opened);
  CHECK(as_text(*opened) == binary);
  vbkv.data().back() ^= std::byte{1};
  CHECK(vdf::open_vbkv(vbkv.view()).error() == vdf::errc::bad_checksum);
  CHECK(vdf::open_vbkv(as_bytes("VBK")).error() == vdf::errc::not_vbkv);
}

TEST_SUITE_END();
