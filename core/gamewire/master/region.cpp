#include <array>

#include <gamewire/ascii.hpp>
#include <gamewire/master/region.hpp>

namespace gamewire::inline v0::master {
namespace {

constexpr std::array north_america{region::us_east, region::us_west};
constexpr std::array south_america{region::south_america};
constexpr std::array europe{region::europe};
constexpr std::array asia{region::asia};
constexpr std::array all_asia{region::asia, region::middle_east};
constexpr std::array australia{region::australia};
constexpr std::array middle_east{region::middle_east};
constexpr std::array africa{region::africa};
constexpr std::array world{region::world};

struct row {
  std::string_view name;
  std::span<const region> regions;
};

// The protocol's names first: of two names for a region, `name_of` gives that one.
constexpr std::array<row, 19> table{{
    {"us-east", std::span(north_america).first(1)},
    {"us-west", std::span(north_america).last(1)},
    {"south-america", south_america},
    {"europe", europe},
    {"asia", asia},
    {"australia", australia},
    {"middle-east", middle_east},
    {"africa", africa},
    {"world", world},
    {"na-east", std::span(north_america).first(1)},
    {"na-west", std::span(north_america).last(1)},
    {"na", north_america},
    {"sa", south_america},
    {"eu", europe},
    {"as", all_asia},
    {"oc", australia},
    {"af", africa},
    {"rest", world},
    {"all", world},
}};

}  // namespace

std::string_view name_of(region which) noexcept {
  for (const row& each : table)
    if (each.regions.size() == 1 && each.regions.front() == which) return each.name;
  return {};
}

std::span<const region> regions_named(std::string_view name) noexcept {
  for (const row& each : table)
    if (same_word(each.name, name)) return each.regions;
  return {};
}

}  // namespace gamewire::inline v0::master
