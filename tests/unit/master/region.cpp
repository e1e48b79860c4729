#include <array>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/master/region.hpp>

using namespace gamewire;
using master::region;

namespace {

std::vector<region> named(std::string_view name) {
  const auto found = master::regions_named(name);
  return {found.begin(), found.end()};
}

}  // namespace

TEST_SUITE_BEGIN("master region");

TEST_CASE("the protocol's names") {
  constexpr std::array names{"us-east", "us-west",   "south-america", "europe",
                             "asia",    "australia", "middle-east",   "africa"};
  for (unsigned char i = 0; i < names.size(); ++i) {
    CHECK(named(names[i]) == std::vector{region{i}});
    CHECK(name_of(region{i}) == names[i]);
  }
  CHECK(named("world") == std::vector{region{0xff}});
  CHECK(name_of(region::world) == "world");
  CHECK(name_of(region{0x2a}).empty());
}

TEST_CASE("python-valve's names, in any case") {
  CHECK(named("na-east") == std::vector{region::us_east});
  CHECK(named("NA-West") == std::vector{region::us_west});
  CHECK(named("na") == std::vector{region::us_east, region::us_west});
  CHECK(named("sa") == std::vector{region::south_america});
  CHECK(named("EU") == std::vector{region::europe});
  CHECK(named("as") == std::vector{region::asia, region::middle_east});
  CHECK(named("oc") == std::vector{region::australia});
  CHECK(named("af") == std::vector{region::africa});
  CHECK(named("rest") == std::vector{region::world});
  CHECK(named("all") == std::vector{region::world});
}

TEST_CASE("other names stand for nothing") {
  for (const auto* name : {"", "e", "europ", "europe ", "us_east", "mars"}) CHECK(named(name).empty());
}

TEST_SUITE_END();
