#include <string>

#include <doctest/doctest.h>

#include <gamewire/sha1.hpp>

#include "support/hex.hpp"

using namespace gamewire;

static std::string hex(const std::string& text) { return test::to_hex(sha1(as_bytes(text))); }

TEST_CASE("sha1: the examples of FIPS 180 and RFC 3174") {
  CHECK(hex("abc") == "A9 99 3E 36 47 06 81 6A BA 3E 25 71 78 50 C2 6C 9C D0 D8 9D");
  CHECK(hex("") == "DA 39 A3 EE 5E 6B 4B 0D 32 55 BF EF 95 60 18 90 AF D8 07 09");
  CHECK(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "84 98 3E 44 1C 3B D2 6E BA AE 4A A1 F9 51 29 E5 E5 46 70 F1");
  CHECK(hex(std::string(1000000, 'a')) == "34 AA 97 3C D4 C4 DA A4 F6 1E EB 2B DB AD 27 31 65 34 01 6F");
}

// By another implementation (Python's hashlib).
TEST_CASE("sha1: around the size of a block") {
  CHECK(hex(std::string(55, 'x')) == "CE F7 34 BA 81 A0 24 47 9E 09 EB 5A 75 B6 DD AE 62 E6 AB F1");
  CHECK(hex(std::string(56, 'x')) == "90 13 05 36 7C 25 99 52 F4 E7 AF 83 23 F4 80 D5 9F 81 33 5B");
  CHECK(hex(std::string(63, 'x')) == "0D DC 4E 0C CC D9 A1 28 50 DE B5 AB B0 85 3A 44 25 55 9F EC");
  CHECK(hex(std::string(64, 'x')) == "BB 2F A3 EE 7A FB 9F 54 C6 DF B5 D0 21 F1 4B 1F FE 40 C1 63");
  CHECK(hex(std::string(119, 'x')) == "43 00 32 03 94 F7 EE 23 9B CD CE 7D 3B 8B CE E1 73 A0 CD 5C");
  CHECK(hex(std::string(120, 'x')) == "CE B2 82 16 39 C4 B6 DC B1 0B CE 0E 52 2C A2 E6 08 CE 05 6D");
}
