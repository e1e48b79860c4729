#include "unit/json/records.hpp"

#include <doctest/doctest.h>

#include <gamewire/aster/values.hpp>

using namespace gamewire;

TEST_CASE("aster records: what is none of them is refused, as all of it") {
  test::check_records<aster::user, aster::channel, aster::message, aster::group, aster::sync_server,
                      aster::sync_profile, aster::emoji>();
}
