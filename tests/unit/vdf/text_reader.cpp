#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/vdf/text_reader.hpp>

using namespace gamewire;
using vdf::item;
using vdf::text_reader;

namespace {

std::error_code error_of(std::string_view text, const vdf::text_options& options = {}) {
  text_reader reader(text, options);
  while (reader.next()) {
  }
  return reader.error();
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  while (times-- != 0) all += text;
  return all;
}

}  // namespace

TEST_SUITE_BEGIN("vdf::text_reader");

TEST_CASE("depth is bounded by the option, and by nothing else") {
  constexpr std::size_t deep = 50'000;
  const std::string balanced = repeated("a{", deep) + repeated("}", deep);
  CHECK(error_of(balanced) == vdf::errc::too_deep);
  CHECK(error_of(balanced) == condition::limit);
  CHECK_FALSE(error_of(balanced, {.max_depth = deep}));
  CHECK(error_of(balanced, {.max_depth = deep - 1}) == vdf::errc::too_deep);
  CHECK(error_of("a{}", {.max_depth = 0}) == vdf::errc::too_deep);
  CHECK_FALSE(error_of("a b", {.max_depth = 0}));
  CHECK(error_of(repeated("a{", deep), {.max_depth = deep}) == vdf::errc::unclosed_block);
  // Neither does what is dropped go deeper.
  CHECK(error_of("a[$X]{b{c{}}}", {.max_depth = 2}) == vdf::errc::too_deep);
}

TEST_CASE("the depth is that of open blocks") {
  text_reader reader("a { b { } }");
  std::string depths;
  while (reader.next()) depths += std::to_string(reader.depth());
  CHECK(depths == "1210");
}

TEST_CASE("a block can be passed over") {
  text_reader reader("a { b { c d } e f } g h");
  REQUIRE(reader.next());
  reader.skip_block();
  REQUIRE(reader.next());
  CHECK(reader.kind() == item::pair);
  CHECK(reader.key().raw == "g");
  CHECK_FALSE(reader.next());
  CHECK_FALSE(reader.error());
}

TEST_CASE("outside of blocks there is none to pass over") {
  text_reader reader("a b c d");
  reader.skip_block();
  REQUIRE(reader.next());
  reader.skip_block();
  REQUIRE(reader.next());
  CHECK(reader.key().raw == "c");
}

TEST_CASE("where it is, is where the key begins") {
  text_reader reader(
      "\xef\xbb\xbf"
      "a b\r\n\t\"c\" {\n}");
  REQUIRE(reader.next());
  CHECK((reader.where() == vdf::location{3, 1, 1}));
  REQUIRE(reader.next());
  CHECK((reader.where() == vdf::location{9, 2, 2}));
  REQUIRE(reader.next());
  CHECK((reader.where() == vdf::location{15, 3, 1}));
}

TEST_CASE("an error stays") {
  text_reader reader("a b } c d");
  REQUIRE(reader.next());
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(reader.next());
    CHECK(reader.error() == vdf::errc::unexpected_close);
    CHECK((reader.where() == vdf::location{4, 1, 5}));
  }
  CHECK(reader.error() == condition::protocol);
}

TEST_CASE("tokens say whether there is anything to unescape") {
  text_reader reader(R"("a" "b\c" d "e" f\g h)");
  REQUIRE(reader.next());
  CHECK((reader.key() == vdf::token{"a", true, false}));
  CHECK((reader.value() == vdf::token{"b\\c", true, true}));
  REQUIRE(reader.next());
  CHECK((reader.key() == vdf::token{"d", false, false}));
  REQUIRE(reader.next());
  CHECK((reader.key() == vdf::token{"f\\g", false, false}));
}

TEST_CASE("quotes are found wherever they are") {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string value(size, 'x');
    for (const bool escapes : {false, true}) {
      const std::string text = "k\"" + value + '"';
      text_reader reader(text, {.escapes = escapes});
      REQUIRE(reader.next());
      CHECK(reader.value().raw == value);
      CHECK(error_of("k\"" + value, {.escapes = escapes}) == vdf::errc::unclosed_quote);
    }
    const std::string text = "k\"" + value + "\\\"" + value + '"';
    text_reader reader(text);
    REQUIRE(reader.next());
    CHECK(own(reader.value()) == value + '"' + value);
  }
}

TEST_SUITE_END();
