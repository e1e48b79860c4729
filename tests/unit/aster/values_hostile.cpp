/// Values that the protocol has as arrays, from packets that have something else there.
#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/aster/values.hpp>

#include "support/json_error.hpp"

using namespace gamewire;
using test::error_of;

TEST_SUITE_BEGIN("aster values hostile");

TEST_CASE("a pair is an array of two, of the right types, and nothing else") {
  CHECK(!error_of<aster::emoji_name>(R"(["cat",5])"));
  CHECK(!error_of<aster::last_read>("[1700000000,3]"));
  for (const char* none : {"7", "{}", "[]", "[5]", R"(["cat"])", R"(["cat" 5])", R"(["cat","dog"])",
                           R"([5,"cat"])", R"(["cat",5,5])", R"(["cat",5})", R"({"cat":5})"})
    CHECK_MESSAGE(error_of<aster::emoji_name>(none), none);
  for (const char* none :
       {"7", "{}", "[]", "[5]", "[null,0]", "[5 0]", "[5,-1]", "[5,0.5]", "[5,0,0]", "[5,0"})
    CHECK_MESSAGE(error_of<aster::last_read>(none), none);
}

TEST_CASE("a version is an array of three") {
  CHECK(!error_of<aster::version>("[1,0,0]"));
  for (const char* none : {"7", "{}", "[]", "[1]", "[1,0]", "[1 0 0]", "[1,0,0,0]", "[1,-1,0]", "[1,0,\"x\"]",
                           "[1,0,0", "[1,0,0}", "\"1.0.0\""})
    CHECK_MESSAGE(error_of<aster::version>(none), none);
}

TEST_CASE(
    "permissions are bytes: those that are missing inherit, those that are too many count for nothing") {
  const auto read = [](std::string_view text) {
    json::document document;
    const auto all = json::read<aster::permissions>(document.read(as_bytes(text)).value());
    return all ? all->wire() : std::array<std::uint8_t, 3>{};
  };
  CHECK(read("[]") == std::array<std::uint8_t, 3>{});
  CHECK(read("[1]") == std::array<std::uint8_t, 3>{1, 0, 0});
  CHECK(read("[1,2,3,4,5]") == std::array<std::uint8_t, 3>{1, 2, 3});
  CHECK(error_of<aster::permissions>("7") == json::errc::wrong_type);
  CHECK(error_of<aster::permissions>("[1,2") == json::errc::malformed);
  for (const char* none : {"[256]", "[-1]", "[1,\"x\"]", "[1 2]"})
    CHECK_MESSAGE(error_of<aster::permissions>(none) == json::errc::out_of_range, none);
}

TEST_SUITE_END();
