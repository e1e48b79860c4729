/// That SteamIDs need no memory.
#include "support/allocations.hpp"

#include <string_view>

#include <doctest/doctest.h>

#include <gamewire/steamid/format.hpp>
#include <gamewire/steamid/parse.hpp>

using namespace gamewire;
using namespace gamewire::test;

TEST_SUITE_BEGIN("steamid allocations");

TEST_CASE("SteamIDs are read and written without") {
  std::size_t sum = 0;
  CHECK(allocations_in([&] {
          for (const std::string_view text :
               {"76561198006409530", "STEAM_0:0:23071901", "[U:1:46143802]", "drb-cnfp", "SWUWA-B2BL",
                "https://s.team/p/drb-cnfp", "nonsense"})
            if (const auto who = steamid::parse(text))
              sum += to_url(*who)->view().size() + to_friend_code(*who)->view().size();
        }) == 0);
  CHECK(sum == 6 * (53 + 10));
}

TEST_SUITE_END();
