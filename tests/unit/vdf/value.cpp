#include <limits>
#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/vdf/value.hpp>

using namespace gamewire;
using vdf::guess;
using vdf::value;

TEST_SUITE_BEGIN("vdf::value");

TEST_CASE("as text") {
  CHECK(to_text(value("a")) == "a");
  CHECK(to_text(value(std::numeric_limits<std::int32_t>::min())) == "-2147483648");
  CHECK(to_text(value(0.1F)) == "0.1");
  CHECK(to_text(value(vdf::pointer{0xffffffff})) == "-1");
  CHECK(to_text(value(std::uint64_t{0xab})) == "0x00000000000000AB");
  CHECK(to_text(value(std::numeric_limits<std::int64_t>::min())) == "-9223372036854775808");
  CHECK(to_text(value(vdf::colour{1, 20, 255, 0})) == "1 20 255 0");
}

TEST_CASE("what Valve's reader takes a text for") {
  CHECK((guess("0x00000000000000ab") == value(std::uint64_t{0xab})));
  CHECK((guess("-12") == value(std::int32_t{-12})));
  CHECK((guess("1.5") == value(1.5F)));
  CHECK((guess("-1e3") == value(-1000.F)));
  for (const std::string_view text :
       {"", "-", ".", "e", "0x1", "0x00000000000000ag", "2147483648", "1.5x", "nan", "inf", "1 2", " 1"}) {
    CAPTURE(text);
    CHECK((guess(text) == value(text)));
  }
}

TEST_CASE("wide text") {
  const auto utf8 = [](std::string_view units) { return to_utf8(vdf::wide_text{as_bytes(units)}); };
  CHECK(utf8({"a\0\xac\x20", 4}) == "a\u20ac");
  CHECK(utf8({"\xe9\0", 2}) == "\u00e9");
  CHECK(utf8({"\x3d\xd8\x00\xde", 4}) == "\U0001f600");
  CHECK(utf8({"\x3d\xd8", 2}) == "\ufffd");
  CHECK(utf8({"\x3d\xd8\x61\0", 4}) == "\ufffda");
  CHECK(utf8({"\x00\xde\x61\0", 4}) == "\ufffda");
  CHECK(utf8({"a\0b", 3}) == "a");
}

TEST_SUITE_END();
