#include "unit/moved_from.hpp"

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/requests.hpp>

using namespace gamewire;

TEST_CASE("asf: a client that was moved from") {
  test::check_moved_from(asf::client(), [](asf::client& of) {
    CHECK(of.ask(asf::get_bots{}).error() == errc::closed);
    CHECK(of.set_password("x") == errc::closed);
    CHECK(of.standing() == asf::standing::welcome);
    CHECK(of.banned_until() == time_point{});
    CHECK(of.cancel(request_id{1}) == errc::unknown_request);
  });
}
