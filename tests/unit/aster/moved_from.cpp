#include "unit/moved_from.hpp"

#include <gamewire/aster/client.hpp>
#include <gamewire/aster/responder.hpp>

using namespace gamewire;

TEST_SUITE_BEGIN("aster moved from");

TEST_CASE("a client") {
  test::check_moved_from(aster::client({.name = "bot", .password = "pw"}), [](aster::client& of) {
    CHECK(of.ask(aster::ping{}).error() == errc::closed);
    CHECK(of.ask(aster::call{R"({"command":"x"})"}).error() == errc::closed);
    CHECK(of.cancel(request_id{1}) == errc::unknown_request);
    CHECK(of.last_packet().empty());
  });
}

TEST_CASE("a responder") {
  aster::community community;
  test::check_moved_from(aster::responder({.of = &community}), [](aster::responder&) {});
}

TEST_SUITE_END();
