#include <doctest/doctest.h>

#include <gamewire/ascii.hpp>

using namespace gamewire;

TEST_CASE("ascii: A to Z have another case, and nothing else has") {
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    const bool upper = c >= 'A' && c <= 'Z';
    CHECK(ascii_lower(c) == static_cast<char>(upper ? code + 32 : code));
  }
  CHECK(same_word("Content-Length", "content-lENGTH"));
  CHECK(same_word("", ""));
  CHECK_FALSE(same_word("a", "ab"));
  CHECK_FALSE(same_word("[", "{"));
  CHECK_FALSE(same_word("\xc4", "\xe4"));
}
