#include <string>

#include <doctest/doctest.h>

#include <gamewire/text.hpp>
#include <gamewire/utf8_character.hpp>

using namespace gamewire;

TEST_CASE("utf8_character: the first and the last of each size") {
  const auto written = [](char32_t c) { return std::string(utf8_character(c).view()); };
  CHECK(written(0) == std::string(1, '\0'));
  CHECK(written(0x7f) == "\x7f");
  CHECK(written(0x80) == "\xc2\x80");
  CHECK(written(0x7ff) == "\xdf\xbf");
  CHECK(written(0x800) == "\xe0\xa0\x80");
  CHECK(written(0xffff) == "\xef\xbf\xbf");
  CHECK(written(0x10000) == "\xf0\x90\x80\x80");
  CHECK(written(0x10ffff) == "\xf4\x8f\xbf\xbf");
}

TEST_CASE("utf8_character: every character is well-formed UTF-8") {
  bool all = true;
  for (char32_t c = 0; c <= 0x10ffff; ++c)
    if (c < 0xd800 || c > 0xdfff) all = all && is_utf8(utf8_character(c).view());
  CHECK(all);
}
