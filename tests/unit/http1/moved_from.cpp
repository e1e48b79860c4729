#include "unit/moved_from.hpp"

#include <gamewire/http1/exchange.hpp>
#include <gamewire/http1/responder.hpp>

using namespace gamewire;

TEST_SUITE_BEGIN("http1 moved from");

TEST_CASE("an exchange") {
  test::check_moved_from(http1::exchange({.host = "h"}), [](http1::exchange& of) {
    CHECK(of.send({.target = {.path = "/"}}).error() == errc::closed);
    CHECK(of.cancel(request_id{1}) == errc::unknown_request);
    CHECK(of.trailing().empty());
  });
}

TEST_CASE("a responder") {
  test::check_moved_from(http1::responder(), [](http1::responder& of) {
    CHECK(of.answer(request_id{1}, {}) == errc::unknown_request);
    CHECK(of.trailing().empty());
  });
}

TEST_SUITE_END();
