#include <string>

#include <doctest/doctest.h>

#include <gamewire/base64.hpp>

using namespace gamewire;

template <std::size_t Size>
static std::string encoded(const char (&text)[Size]) {
  std::array<std::byte, Size - 1> in;
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<std::byte>(text[i]);
  const auto out = base64(in);
  return {out.data(), out.size()};
}

TEST_CASE("base64: the examples of RFC 4648") {
  CHECK(encoded("") == "");
  CHECK(encoded("f") == "Zg==");
  CHECK(encoded("fo") == "Zm8=");
  CHECK(encoded("foo") == "Zm9v");
  CHECK(encoded("foob") == "Zm9vYg==");
  CHECK(encoded("fooba") == "Zm9vYmE=");
  CHECK(encoded("foobar") == "Zm9vYmFy");
}

TEST_CASE("base64: all digits") {
  CHECK(encoded("\xff\xff\xfe") == "///+");
  CHECK(encoded("\x00\x10\x83\x10\x51\x87\x20\x92\x8b") == "ABCDEFGHIJKL");
}
