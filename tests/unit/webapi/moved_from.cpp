#include "unit/moved_from.hpp"

#include <gamewire/webapi/client.hpp>

#include "support/webapi_samples.hpp"

using namespace gamewire;

TEST_CASE("webapi: a client that was moved from") {
  test::check_moved_from(webapi::client(), [](webapi::client& of) {
    CHECK(of.discover().error() == errc::closed);
    CHECK(of.call(webapi::call{.interface_name = "ISteamUser", .method = "x"}).error() == errc::closed);
    CHECK(of.call(webapi::unlisted_call{}).error() == errc::closed);
    CHECK(of.call(webapi::get_server_list{}).error() == errc::closed);
    of.use(test::sample_table());
    CHECK(of.table().text().empty());
    CHECK(!of.paused_until());
    CHECK(of.cancel(request_id{1}) == errc::unknown_request);
  });
}
