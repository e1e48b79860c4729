/// How long a client that was banned waits, and what it says of it.
#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/requests.hpp>

#include "support/asf_samples.hpp"

using namespace std::chrono_literals;
using namespace gamewire;

TEST_CASE("asf: a ban has an end, before which nothing is sent, and after which it may be tried") {
  asf::client client({.password = "wrong", .ban_pause = 10s});
  constexpr time_point now{1h};
  CHECK(client.banned_until() == time_point{});
  CHECK(client.standing() == asf::standing::welcome);
  CHECK(client.ask(asf::get_bots{.bots = "ASF"}));
  client.opened(now);
  client.transmitted(client.poll_transmit(now).size(), now);
  const std::string answer = test::sample("asf_http/403_banned.http");
  client.receive(as_bytes(answer), now);
  while (client.poll_event()) {
  }
  CHECK(client.standing() == asf::standing::banned);
  CHECK(client.banned_until() == now + 10s);
  CHECK(client.ask(asf::get_bots{.bots = "ASF"}).error() == asf::errc::banned);
  client.on_timeout(now + 10s);
  CHECK(client.standing() != asf::standing::banned);
  CHECK(client.ask(asf::get_bots{.bots = "ASF"}));
}
