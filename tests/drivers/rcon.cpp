// RCON through the blocking driver and epoll's. Asio's: asio_rcon.cpp.
#include "every_driver.hpp"
#include "rcon_loopback.hpp"

using namespace gamewire;

TEST_CASE_TEMPLATE("an RCON client that loses its connection logs in again, and repeats nothing" *
                       doctest::skip(native::hides_resets()),
                   Peer, PEERS(rcon_loopback::client)) {
  const rcon_loopback::forgetful_server there;
  driver_options chosen;
  chosen.resolve = rcon_loopback::flaky_resolver(there.at());
  auto here = Peer::connect({"anywhere", 1}, rcon_loopback::persistent_client(), std::move(chosen));
  REQUIRE(here);
  std::string log;
  CHECK_FALSE(here->run([&](const rcon::client::event& event) { log += describe(event) + '\n'; }));
  CHECK(log == rcon_loopback::expected_log());
  CHECK(here->machine().faults().empty());
  CHECK(there.accepted() == 2);
}
