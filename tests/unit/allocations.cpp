/// What the base allocates, and what a fleet makes of an allocation that fails.
#include "support/allocations.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/stream_input.hpp>

#include "support/a2s_wire.hpp"
#include "support/starved.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::a2s_wire;

TEST_SUITE_BEGIN("allocations");

TEST_CASE("they are counted") {
  CHECK(allocations_in([] { operator delete(operator new(8)); }) == 1);
  byte_buffer buffer;
  CHECK(allocations_in([&] { CHECK(buffer.resize(100)); }) >= 1);
  const std::int64_t before = allocations::live();
  buffer.release();
  CHECK(allocations::live() <= before - 100);
}

TEST_CASE("a stream of whole messages is read in place") {
  stream_input stream(4096);
  const buffer piece(1000, std::byte{1});
  CHECK(allocations_in([&] {
          for (int i = 0; i < 100; ++i) {
            stream.feed(piece);
            CHECK(stream.peek(1000));
            stream.consume(1000);
            CHECK(stream.keep());
          }
        }) == 0);
}

TEST_CASE("once it has its memory, a fleet starts, asks and hears answers without an allocation") {
  const a2s::client_options options{.pad_to = 1200};
  fleet<a2s::client> subject({.in_flight = 100, .rate = 0}, &options);
  const buffer challenge = from_hex(challenge_header + "01 02 03 04");
  const buffer answer = from_hex(info_answer);
  const auto round = [&] {
    for (std::uint8_t i = 0; i < 100; ++i)
      CHECK(!subject.start(endpoint::v4({10, 0, 0, i}, 27015), i,
                           [](a2s::client& client) { (void)client.request_info(); }));
    for (const buffer* next : {&challenge, &answer}) {
      std::array<transmit, 64> batch;
      while (const std::size_t count = subject.poll_transmit(batch, {})) subject.transmitted(count, {});
      for (std::uint8_t i = 0; i < 100; ++i) {
        subject.receive(endpoint::v4({10, 0, 0, i}, 27015), *next, {});
        while (subject.poll_event()) {
        }
      }
    }
    CHECK(subject.in_flight() == 0);
  };
  round();
  CHECK(allocations_in(round) == 0);
}

TEST_CASE("a machine in flight takes the memory that the fleet says") {
  constexpr std::uint32_t window = 100'000;
  const a2s::client_options options;
  fleet<a2s::client> subject({.in_flight = window, .rate = 0}, &options);
  const std::int64_t before = allocations::live();
  for (std::uint32_t i = 0; i < window; ++i)
    CHECK(!subject.start(endpoint::v4({10, static_cast<std::uint8_t>(i >> 16),
                                       static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)},
                                      27015),
                         i, [](a2s::client& client) { (void)client.request_info(); }));
  std::array<transmit, 64> batch;
  while (const std::size_t count = subject.poll_transmit(batch, {})) subject.transmitted(count, {});
  const std::int64_t most = window * std::int64_t{fleet<a2s::client>::bytes_in_flight};
  CHECK(allocations::live() - before <= most + 10'000);  // what malloc adds to a few large blocks
}

TEST_CASE("a fleet starts less when memory is out, and ends what it has started") {
  using crew = fleet<a2s::client>;
  constexpr std::uint32_t window = 300;
  const auto numbered = [](std::uint32_t i) {
    return endpoint::v4({10, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)}, 27015);
  };
  const a2s::client_options options{.retries = 0};
  const buffer fragment = from_hex("FE FF FF FF 05 00 00 00 03 00 E0 04 FF FF FF FF 45 \"x\"*1243");
  fail_each([&](std::size_t first, std::size_t times) {
    std::array<std::error_code, window> started;
    std::uint32_t ended = 0;
    std::optional<crew> subject;
    const auto drain = [&] {
      while (const auto event = subject->poll_event())
        if (const auto* one = std::get_if<crew::happened>(&*event))
          ended += std::holds_alternative<closed>(one->what) ? 1 : 0;
    };
    bool failed = false;
    {
      const failing_allocations starve(first, times);
      subject.emplace(fleet_options{.in_flight = window, .rate = 0}, &options);
      for (std::uint32_t i = 0; i < window; ++i)
        started[i] =
            subject->start(numbered(i), i, [](a2s::client& client) { (void)client.request_rules(); });
      std::array<transmit, 64> batch;
      while (const std::size_t count = subject->poll_transmit(batch, {})) subject->transmitted(count, {});
      for (std::uint32_t i = 0; i < 3; ++i) {
        subject->receive(numbered(i), fragment, {});
        drain();
      }
      failed = failing_allocations::happened();
    }
    subject->on_timeout(time_point{1h});
    drain();
    const auto accepted = static_cast<std::uint32_t>(std::ranges::count(started, std::error_code{}));
    CHECK(ended == accepted);
    CHECK((failed || accepted == window));
    for (const std::error_code& error : started)
      CHECK((!error || error == gamewire::errc::no_memory || error == gamewire::errc::closed));
    return failed;
  });
}

TEST_SUITE_END();
