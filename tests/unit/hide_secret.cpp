#include <string>

#include <doctest/doctest.h>

#include <gamewire/hide_secret.hpp>

namespace {

std::string hidden(std::string text, bool cut = false) {
  gamewire::hide_secret(text, "Ab1/", cut);
  return text;
}

}  // namespace

TEST_SUITE_BEGIN("hide_secret");

TEST_CASE("a secret is hidden however it is written") {
  CHECK(hidden("xAb1/x") == "x****x");
  CHECK(hidden("ab1/AB1/") == "********");
  CHECK(hidden("%41b1%2F %2f") == "******** %2f");
  CHECK(hidden("A\\u0062\\u00311/") == "A\\u0062\\u00311/");
  CHECK(hidden("A\\u0062\\u0031/") == "**************");
  CHECK(hidden("&#65;&#X62;1&#000047 ") == "******************** ");
  CHECK(hidden("&#65;&#X62;1&#000047;") == "*********************");
  CHECK(hidden("%61%421/ &#97;&#66;1/") == "******** ************");
  CHECK(hidden("A b\t1\r\n/") == "********");
}

TEST_CASE("what is not all of it stays") {
  for (const char* text :
       {"", "Ab1", "Ab1%2", "A-b1/", "Ab1&#4", "%C1b1/", "&#x141;b1/", "&#b1/", "\\u41b1/"})
    CHECK(hidden(text) == text);
  std::string text = "text";
  gamewire::hide_secret(text, "");
  CHECK(text == "text");
}

TEST_CASE("what was cut off may be the beginning of it") {
  CHECK(hidden("x Ab", true) == "x **");
  CHECK(hidden("x Ab1%2", true) == "x *****");
  CHECK(hidden("x A\\u00", true) == "x *****");
  CHECK(hidden("x Ab1&#4", true) == "x ******");
  CHECK(hidden("x &", true) == "x *");
  CHECK(hidden("x Ax", true) == "x Ax");
}

TEST_SUITE_END();
