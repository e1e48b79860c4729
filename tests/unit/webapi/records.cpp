#include "unit/json/records.hpp"

#include <doctest/doctest.h>

#include <gamewire/webapi/server_list.hpp>

using namespace gamewire;

TEST_CASE("webapi records: what is none of them is refused, as all of it") {
  test::check_records<webapi::game_server>();
}
