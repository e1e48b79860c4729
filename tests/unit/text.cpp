#include <vector>

#include <doctest/doctest.h>

#include <gamewire/random.hpp>
#include <gamewire/text.hpp>

#include "support/exact_memory.hpp"
#include "support/random_text.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::literals;

namespace {

std::string encoded(char32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xc0 | (c >> 6)), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xe0 | (c >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

}  // namespace

TEST_CASE("every character of Unicode is UTF-8, every surrogate is not") {
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    const bool surrogate = c >= 0xd800 && c <= 0xdfff;
    const std::string text = encoded(c);
    wrong += is_utf8(text) == surrogate;
    wrong += (to_utf8(text) == text) == surrogate;
  }
  CHECK(wrong == 0);
}

TEST_CASE("ASCII, and what stands between it, is judged wherever it stands") {
  for (std::size_t before = 0; before < 20; ++before)
    for (std::size_t after = 0; after < 20; ++after) {
      const std::string left(before, 'a'), right(after, 'z');
      CHECK(is_utf8(left + "\u20ac" + right));
      CHECK_FALSE(is_utf8(left + "\x80" + right));
      CHECK_FALSE(is_utf8(left + "\xc3" + right));
    }
  CHECK(is_utf8(""));
  CHECK(is_utf8("\0"sv));
}

TEST_CASE("what is overlong, too large or out of place is not UTF-8") {
  for (const char* text : {"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
                           "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe",
                           "\xed\xa0\x80", "\xe2\x82", "\xf0\x9f\x98", "\x80", "\xbf"})
    CHECK_FALSE(is_utf8(text));
}

TEST_CASE("each maximal broken part becomes one replacement character") {
  // The examples of Unicode 15, tables 3-8 to 3-11.
  const auto replaced = [](std::string_view text) {
    std::string out;
    for (std::string_view left = text; !left.empty(); left.remove_prefix(1))
      out += left.front() == '?' ? "\ufffd"s : std::string(1, left.front());
    return out;
  };
  CHECK(to_utf8("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41") == replaced("????????A"));
  CHECK(to_utf8("\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41") == replaced("????????A"));
  CHECK(to_utf8("\xf4\x91\x92\x93\xff\x41\x80\xbf\x42") == replaced("?????A??B"));
  CHECK(to_utf8("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41") == replaced("????A"));
  CHECK(to_utf8("Caf\xe9 du \xc7oin") == replaced("Caf? du ?oin"));
  CHECK(to_utf8("") == "");
}

TEST_CASE("whatever comes in, UTF-8 comes out, and valid text comes out as it was") {
  split_mix random(9);
  for (int i = 0; i < 20000; ++i) {
    const std::string text = random_text(random, 40);
    const exact_memory copy(as_bytes(text));
    const std::string lossy = to_utf8(as_text(copy.view()));
    CHECK(is_utf8(lossy));
    CHECK((lossy == text) == is_utf8(as_text(copy.view())));
    CHECK(is_utf8(printable(as_text(copy.view()))));
  }
}

TEST_CASE("what a terminal would obey is written out") {
  CHECK(printable("a\nb\tc\rd") == R"(a\nb\tc\rd)");
  CHECK(printable("\x1b[2J\x07"sv) == R"(\x1b[2J\x07)");
  CHECK(printable("\0\x7f"sv) == R"(\x00\x7f)");
  CHECK(printable("\u0085\u009b31m") == R"(\x85\x9b31m)");
  CHECK(printable("\u202e\u200f\u061c\u2066\u2028") == R"(\u202e\u200f\u061c\u2066\u2028)");
}

TEST_CASE("what nobody would see is written out") {
  CHECK(printable("a\u200bb\u00ad\u2060\ufeff") == R"(a\u200bb\xad\u2060\ufeff)");
  CHECK(printable("\u2028\u2029\u200d\u3164\u115f") == R"(\u2028\u2029\u200d\u3164\u115f)");
  CHECK(printable("\U000e0041\U000e007f\U000e0100") == R"(\U000e0041\U000e007f\U000e0100)");
  CHECK(printable("\U0001d173\U000110bd") == R"(\U0001d173\U000110bd)");
}

TEST_CASE("as many characters are written out as Unicode has of their kind") {
  std::size_t escaped = 0;
  for (char32_t c = 0; c <= 0x10ffff; ++c)
    if (c < 0xd800 || c > 0xdfff) escaped += printable(encoded(c)) != encoded(c);
  // Unicode 15 has 65 Cc, 170 Cf, a Zl, a Zp, and 4036 more that are Default_Ignorable_Code_Point, of which
  // 16 are kept.
  CHECK(escaped == 65 + 170 + 1 + 1 + 4036 - 16);
}

TEST_CASE("ordinary text is printed as it is") {
  for (const char* text : {"", "plain", "back\\slash", "\u00e9\u20ac\u65e5\u672c", "\U0001f600", "\u00a0",
                           "\u2764\ufe0f", "\u0645\u0631", "\u2027\u202f\u205f\u2070", "\ufffc"})
    CHECK(printable(text) == text);
  CHECK(printable("bad \xff byte") == "bad \ufffd byte");
}

TEST_CASE("nothing printable holds a control character") {
  for (char32_t c = 0; c < 0x3000; ++c) {
    const std::string out = printable(encoded(c));
    const bool kept = out == encoded(c);
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    CHECK_FALSE((kept && control));
  }
}

TEST_CASE("Latin-1 becomes UTF-8") {
  CHECK(latin1_to_utf8("").empty());
  CHECK(latin1_to_utf8("plain \x7f") == "plain \x7f");
  CHECK(latin1_to_utf8("\xa7\xff\x80") == "\xc2\xa7\xc3\xbf\xc2\x80");
  for (int byte = 0; byte < 256; ++byte)
    CHECK(is_utf8(latin1_to_utf8(std::string(1, static_cast<char>(byte)))));
}

TEST_CASE("one newline is taken off the end") {
  CHECK(without_newline("a\n") == "a");
  CHECK(without_newline("a\r\n") == "a");
  CHECK(without_newline("a\n\n") == "a\n");
  CHECK(without_newline("a\r") == "a\r");
  CHECK(without_newline("\na") == "\na");
  CHECK(without_newline("\n").empty());
  CHECK(without_newline("").empty());
}
