/// The parts of the world that a master server sorts game servers into.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace gamewire::inline v0::master {

/// As on the wire; a byte that has no name here is passed on as it is. `world` asks for all of them, not, as
/// its name in other libraries has it, for the rest.
enum class region : std::uint8_t {
  us_east = 0,
  us_west = 1,
  south_america = 2,
  europe = 3,
  asia = 4,
  australia = 5,
  middle_east = 6,
  africa = 7,
  world = 0xff,
};

/// The protocol's name of a region: "us-east", "world"; empty for a byte without one.
std::string_view name_of(region which) noexcept;

/// The regions that a name stands for, whatever its case: the protocol's names, one region each, and those of
/// python-valve, of which "na" and "as" stand for two: na-east na-west na sa eu as oc af rest all. Empty for
/// any other name.
std::span<const region> regions_named(std::string_view name) noexcept;

}  // namespace gamewire::inline v0::master
