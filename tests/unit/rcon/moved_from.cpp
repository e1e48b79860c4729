#include "unit/moved_from.hpp"

#include <array>

#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/goldsource_responder.hpp>
#include <gamewire/rcon/responder.hpp>

using namespace gamewire;

TEST_SUITE_BEGIN("rcon moved from");

TEST_CASE("a client") {
  test::check_moved_from(rcon::client({.password = "secret"}), [](rcon::client& of) {
    CHECK(of.execute("a").error() == errc::closed);
    CHECK(of.execute_unanswered("a").error() == errc::closed);
    CHECK(of.cancel(request_id{1}) == errc::unknown_request);
    CHECK(of.expire(request_id{1}) == errc::unknown_request);
  });
}

TEST_CASE("a responder") {
  test::check_moved_from(rcon::responder({.password = "secret"}), [](rcon::responder& of) {
    CHECK(of.answer(request_id{1}, {}) == errc::closed);
    CHECK(of.answer_part(request_id{1}, {}) == errc::closed);
    CHECK(of.print({}) == errc::closed);
  });
}

TEST_CASE("a responder of GoldSource, which is a hub") {
  using rcon::goldsource::responder;
  responder old({.password = "secret", .secret = {1, 2}});
  CHECK(old.has_secret());
  responder next(std::move(old));
  const endpoint peer = endpoint::v4({192, 0, 2, 1}, 1000);
  const bytes ask = as_bytes(
      "\xff\xff\xff\xff"
      "challenge rcon\n");
  std::array<transmit, 2> out;
  old.receive(peer, ask, {});
  old.unreachable(peer, {}, {});
  CHECK(old.poll_transmit(out, {}) == 0);
  old.transmitted(1, {});
  old.transmit_failed({}, {});
  old.on_timeout({});
  CHECK(old.answer({}) == errc::closed);
  CHECK(!old.poll_event());
  CHECK(old.deadline() == never);
  CHECK(old.has_secret());  // who answers nobody lacks none
  CHECK(old.done());
  old.close({});
  CHECK(next.has_secret());
  next.receive(peer, ask, {});
  CHECK(next.poll_transmit(out, {}) == 1);
  old = std::move(next);
  CHECK(old.poll_transmit(out, {}) == 1);
  CHECK(!responder({.password = "secret"}).has_secret());
}

TEST_SUITE_END();
