#include <asio/io_context.hpp>

#include <gamewire/asio/peer.hpp>

#include "rcon_loopback.hpp"

using namespace gamewire;

TEST_CASE("asio: an RCON client that loses its connection logs in again, and repeats nothing" *
          doctest::skip(native::hides_resets())) {
  const rcon_loopback::forgetful_server there;
  ::asio::io_context io;
  driver_options chosen;
  chosen.resolve = rcon_loopback::flaky_resolver(there.at());
  gamewire::asio::peer<rcon_loopback::client> here(io.get_executor(), {"anywhere", 1},
                                                   rcon_loopback::persistent_client(), std::move(chosen));
  std::string log;
  here.async_run([&](const rcon::client::event& event) { log += describe(event) + '\n'; },
                 [](std::error_code why) { CHECK_FALSE(why); });
  io.run_for(std::chrono::seconds(10));
  CHECK(log == rcon_loopback::expected_log());
  CHECK(here.machine().faults().empty());
  CHECK(there.accepted() == 2);
}
