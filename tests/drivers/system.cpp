#include <thread>

#include <doctest/doctest.h>

#include <gamewire/error.hpp>

#include "loopback.hpp"
#include "native.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::bound;

TEST_CASE("the clock does not go backwards") {
  const time_point first = system::now();
  CHECK(system::now() >= first);
}

TEST_CASE("random bytes fill all that is asked for and differ each time") {
  std::array<std::byte, 1000> first{};
  std::array<std::byte, 1000> second{};
  REQUIRE_FALSE(system::fill_random(first));
  REQUIRE_FALSE(system::fill_random(second));
  CHECK(first != second);
  CHECK(std::ranges::count(first, std::byte{}) < 50);
  CHECK(std::ranges::count(std::span(first).last(100), std::byte{}) < 20);
  CHECK(system::random_seed() != system::random_seed());
}

TEST_CASE("sockets are close-on-exec and do not block") {
  system::socket made = bound();
  CHECK_FALSE(native::is_inherited(made));
  std::array<std::byte, 16> into;
  endpoint from;
  const auto got = made.receive_from(from, into);
  REQUIRE_FALSE(got);
  CHECK(system::would_block(got.error()));
}

TEST_CASE("what cannot be adopted is an error") {
  CHECK(system::socket::adopt(-1).error() == std::errc::bad_file_descriptor);
}

TEST_CASE("what the system says means the same everywhere") {
  using enum std::errc;
  for (const auto why : {connection_refused, host_unreachable, network_unreachable, permission_denied})
    CHECK(native::error(why) == condition::refused);
  for (const auto why : {message_size, no_buffer_space, too_many_files_open})
    CHECK(native::error(why) == condition::limit);
  for (const auto why : {connection_reset, connection_aborted, not_connected})
    CHECK(native::error(why) == condition::closed);
  for (const auto why : {address_in_use, bad_file_descriptor, invalid_argument})
    CHECK(native::error(why) == condition::usage);
  CHECK(native::error(timed_out) == condition::timeout);
  CHECK(native::error(address_family_not_supported) == condition::unsupported);
  CHECK(system::would_block(native::error(operation_would_block)));
  CHECK(native::error(connection_refused).message() != native::error(timed_out).message());
}

TEST_CASE("there is no socket for an endpoint without a family") {
  CHECK_FALSE(system::socket::udp(ip_family::none).has_value());
}

TEST_CASE("a v6 socket leaves the same port to v4") {
  if (!loopback::has_v6()) return;
  const std::uint16_t port = loopback::closed_port().port();
  const system::socket v6 = bound(*endpoint::parse("::", port));
  auto v4 = system::socket::udp(ip_family::v4);
  CHECK_FALSE(v4->bind(endpoint::v4({0, 0, 0, 0}, port)));
}

TEST_CASE("endpoints survive the way through the kernel") {
  system::socket a = bound();
  system::socket b = bound();
  REQUIRE(a.send_to(*b.local_endpoint(), as_bytes("hello")) == std::size_t{5});
  std::array<std::byte, 16> into;
  endpoint from;
  REQUIRE(b.receive_from(from, into) == std::size_t{5});
  CHECK(from == *a.local_endpoint());
}

TEST_CASE("the receive buffer is what the kernel says it is") {
  system::socket made = bound();
  const auto granted = made.set_receive_buffer(100'000);
  REQUIRE(granted);
  CHECK(*granted >= 100'000);
  CHECK(made.set_receive_buffer(0) == *granted);
}

TEST_CASE("an unconnected socket hears which peer refused, and still sends to the others" *
          doctest::skip(native::hides_who_refused)) {
  for (const endpoint& at : {loopback::v4, loopback::v6}) {
    if (at.is_v6() && !loopback::has_v6()) continue;
    system::socket made = bound(at);
    system::socket alive = bound(at);
    REQUIRE_FALSE(made.keep_errors(true));
    const endpoint dead = loopback::closed_port(at);
    CHECK(made.send_to(dead, as_bytes("anybody?")));
    CHECK(made.send_to(*alive.local_endpoint(), as_bytes("you there?")));
    const auto lost = made.next_error();
    REQUIRE(lost);
    CHECK(lost->to == dead);
    CHECK(lost->error == std::errc::connection_refused);
    CHECK_FALSE(made.next_error());
    CHECK(loopback::next(alive) == "you there?");
  }
}

TEST_CASE("a datagram that no network carries is the sender's own error, not the peer's") {
  system::socket made = bound();
  REQUIRE_FALSE(made.keep_errors(true));
  const std::vector<std::byte> huge(65'508);
  CHECK(made.send_to(loopback::v4.with_port(9), huge).error() == std::errc::message_size);
  CHECK_FALSE(made.next_error());
}

TEST_CASE("waiting ends at its time, not before, and at once when that has passed") {
  const auto pipe = system::wake_pipe::open();
  const time_point until = system::now() + 20ms;
  CHECK_FALSE(system::wait({}, *pipe, until));
  CHECK(system::now() >= until);
  CHECK_FALSE(system::wait({}, *pipe, time_point::min()));
}

TEST_CASE("a wake-up before the wait is remembered, many count as one") {
  const auto pipe = system::wake_pipe::open();
  for (int i = 0; i < 100'000; ++i) pipe->wake();  // more than the pipe holds
  CHECK(system::wait({}, *pipe, never) == std::errc::operation_canceled);
  pipe->clear();
  CHECK_FALSE(system::wait({}, *pipe, system::now()));
}

TEST_CASE("a socket that has closed its descriptor is nothing to wait for") {
  const auto pipe = system::wake_pipe::open();
  const system::socket none;
  system::watched one{.what = &none};
  CHECK_FALSE(system::wait({&one, 1}, *pipe, system::now() + 1ms));
  CHECK_FALSE(one.failed);
}
