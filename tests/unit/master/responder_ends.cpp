/// Calls of master::responder out of turn, after its end, and when it was moved from.
#include <array>

#include <doctest/doctest.h>

#include <gamewire/master/responder.hpp>

#include "support/hex.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using master::responder;

namespace {

const endpoint peer = endpoint::v4({192, 0, 2, 1}, 1000);
const buffer everything = from_hex("31 FF \"0.0.0.0:0\" 00 00");

}  // namespace

TEST_SUITE_BEGIN("master responder ends");

TEST_CASE("every call on one that was moved from is a no-op, and what was moved to goes on") {
  responder old;
  const master::registration listed{endpoint::v4({10, 0, 0, 1}, 27015)};
  CHECK(!old.publish({&listed, 1}));
  responder next(std::move(old));
  std::array<transmit, 2> out;
  old.receive(peer, everything, {});
  old.unreachable(peer, {}, {});
  CHECK(old.poll_transmit(out, {}) == 0);
  old.transmitted(1, {});
  old.transmit_failed({}, {});
  old.on_timeout({});
  CHECK(old.publish({&listed, 1}) == errc::closed);
  CHECK(old.size() == 0);
  CHECK(!old.poll_event());
  CHECK(old.deadline() == never);
  old.close({});
  CHECK(old.done());
  CHECK(next.size() == 1);
  next.receive(peer, everything, {});
  old = std::move(next);
  CHECK(old.poll_transmit(out, {}) == 1);
  CHECK(!old.done());
}

TEST_CASE("who closes twice does not wait twice, and publishes nothing more") {
  responder server({.closing_timeout = 5s});
  server.receive(peer, everything, {});
  CHECK(server.poll_event());
  server.close({});
  server.close(time_point(3s));
  CHECK(server.deadline() == time_point(5s));
  CHECK(server.publish({}) == errc::closed);
  server.receive(peer, everything, time_point(3s));
  CHECK(!server.poll_event());
  std::array<transmit, 2> out;
  server.on_timeout(time_point(4s));
  CHECK(server.poll_transmit(out, time_point(4s)) == 1);
  server.on_timeout(time_point(5s));
  CHECK(server.poll_transmit(out, time_point(5s)) == 0);
  const auto event = server.poll_event();
  CHECK((event && !std::get<closed>(*event).error && server.done()));
}

TEST_CASE("what a transport says of datagrams that are not there changes nothing") {
  responder server;
  server.transmitted(5, {});
  server.transmit_failed({}, {});
  server.receive(peer, everything, {});
  std::array<transmit, 2> out;
  CHECK(server.poll_transmit({}, {}) == 0);
  CHECK(server.poll_transmit(out, {}) == 1);
}

TEST_SUITE_END();
