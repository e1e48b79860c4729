#include <doctest/doctest.h>

#include <gamewire/error.hpp>
#include <gamewire/rcon/ban_list.hpp>

using namespace std::chrono_literals;
using namespace gamewire;

namespace {

endpoint peer(std::uint8_t number, std::uint16_t port = 1) { return endpoint::v4({10, 0, 0, number}, port); }
time_point at(nanoseconds when) { return time_point{when}; }

}  // namespace

TEST_CASE("so many failures ban an address, whatever the port, and nobody else") {
  rcon::ban_list bans({.max_failures = 3});
  CHECK_FALSE(bans.banned(peer(1), at(0s)));
  for (std::uint16_t i = 1; i <= 3; ++i) {
    CHECK_FALSE(bans.banned(peer(1), at(0s)));
    CHECK(bans.count_failure(peer(1, i), at(0s)) == i);
  }
  CHECK(bans.banned(peer(1, 9), at(87600h)));
  CHECK_FALSE(bans.banned(peer(2), at(0s)));
  bans.forgive(peer(1));
  CHECK_FALSE(bans.banned(peer(1), at(0s)));
  CHECK(bans.count_failure(peer(1), at(0s)) == 1);
}

TEST_CASE("bans and failures end with their time") {
  rcon::ban_list bans({.max_failures = 2, .duration = 10s});
  bans.count_failure(peer(1), at(0s));
  CHECK(bans.count_failure(peer(1), at(10s)) == 1);
  CHECK(bans.count_failure(peer(1), at(12s)) == 2);
  CHECK(bans.banned(peer(1), at(22s - 1ns)));
  CHECK_FALSE(bans.banned(peer(1), at(22s)));
}

TEST_CASE("a v6 host is its /64, and no v4 address") {
  rcon::ban_list bans({.max_failures = 1});
  bans.count_failure(*endpoint::parse("2001:db8::1"), at(0s));
  CHECK(bans.banned(*endpoint::parse("2001:db8::2:1"), at(0s)));
  CHECK_FALSE(bans.banned(*endpoint::parse("2001:db8:0:1::1"), at(0s)));
  bans.count_failure(*endpoint::parse("a00:1::"), at(0s));
  CHECK_FALSE(bans.banned(peer(1), at(0s)));
}

TEST_CASE("a full list forgets who failed least, and then longest ago") {
  rcon::ban_list bans({.max_failures = 2, .max_addresses = 3});
  for (int i = 0; i < 2; ++i) bans.count_failure(peer(1), at(0s));
  bans.count_failure(peer(2), at(2s));
  bans.count_failure(peer(3), at(1s));
  bans.count_failure(peer(4), at(3s));  // instead of 3
  CHECK(bans.banned(peer(1), at(3s)));
  CHECK(bans.count_failure(peer(2), at(4s)) == 2);
  CHECK(bans.count_failure(peer(4), at(4s)) == 2);
  CHECK(bans.count_failure(peer(3), at(4s)) == 1);  // instead of 1, the oldest of the banned
  CHECK_FALSE(bans.banned(peer(1), at(4s)));
}

TEST_CASE("options out of range ban nobody") {
  for (const rcon::ban_options& bad :
       {rcon::ban_options{.max_failures = 0}, rcon::ban_options{.duration = -1s},
        rcon::ban_options{.max_addresses = 0}, rcon::ban_options{.max_addresses = 65537}}) {
    CHECK(bad.validate() == errc::invalid_options);
    rcon::ban_list bans(bad);
    for (int i = 0; i < 20; ++i) bans.count_failure(peer(1), at(0s));
    CHECK_FALSE(bans.banned(peer(1), at(0s)));
  }
}
