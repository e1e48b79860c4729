/// When two values of binary VDF are the same: of the same type, and the same in it.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/vdf/value.hpp>

using namespace gamewire;
using vdf::value;

TEST_SUITE_BEGIN("vdf::value equality");

TEST_CASE("values are equal when type and content are") {
  const std::vector<value> all{std::string_view("1"),
                               std::string_view("2"),
                               std::int32_t{1},
                               std::int32_t{2},
                               1.0F,
                               2.0F,
                               vdf::pointer{1},
                               vdf::pointer{2},
                               vdf::wide_text{as_bytes("1")},
                               vdf::wide_text{as_bytes("2")},
                               vdf::wide_text{as_bytes("12")},
                               vdf::colour{1, 2, 3, 4},
                               vdf::colour{0, 2, 3, 4},
                               vdf::colour{1, 0, 3, 4},
                               vdf::colour{1, 2, 0, 4},
                               vdf::colour{1, 2, 3, 0},
                               std::uint64_t{1},
                               std::uint64_t{2},
                               std::int64_t{1},
                               std::int64_t{2}};
  for (std::size_t a = 0; a < all.size(); ++a)
    for (std::size_t b = 0; b < all.size(); ++b) CHECK((all[a] == all[b]) == (a == b));
}

TEST_CASE("wide texts are equal wherever they lie") {
  const std::string one = "ab";
  const std::string other = "ab";
  CHECK((value(vdf::wide_text{as_bytes(one)}) == value(vdf::wide_text{as_bytes(other)})));
}

TEST_SUITE_END();
