/// What lists of servers allocate, and what becomes of them when an allocation fails.
#include "support/allocations.hpp"

#include <array>
#include <optional>

#include <doctest/doctest.h>

#include <gamewire/master/client.hpp>
#include <gamewire/master/responder.hpp>

#include "support/master_wire.hpp"
#include "support/starved.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

TEST_SUITE_BEGIN("master allocations");

TEST_CASE("pages of server lists are read, asked for and answered without an allocation") {
  const buffer page = from_hex(master_wire::page({1, 2, 3}));
  const buffer request = from_hex(master_wire::request("FF", "0.0.0.0:0", "\\map\\x"));
  const master::registration server{endpoint::v4({10, 0, 0, 1}, 1), master::region::world, "\\map\\x"};
  master::responder responder;
  CHECK(!responder.publish({&server, 1}));
  std::array<transmit, 4> batch;
  std::size_t sum = 0;
  std::size_t sent = 0;
  CHECK(allocations_in([&] {
          const auto read = master::decode_page(page);
          for (const endpoint& each : read->servers) sum += each.port();
          responder.receive(server.address, request, {});
          (void)responder.poll_event();
          sent = responder.poll_transmit(batch, {});
          responder.transmitted(sent, {});
        }) == 0);
  CHECK(sum == 3 * 27015);
  CHECK(sent == 1);
}

TEST_CASE("a list of servers ends, whichever allocation fails") {
  starve<master::client>({.retries = 0, .interval = 0s}, [&](auto& actor) {
    for (int round = 0; round < 2; ++round) {
      ask(actor, [](master::client& c) { return c.request_list({}); });
      actor.receive(from_hex(master_wire::page({1, 2})), actor.now() + 10ms);
      actor.receive(from_hex(master_wire::last_page({2, 3})), actor.now() + 10ms);
      actor.on_timeout(actor.now() + 20s);
    }
  });
}

TEST_CASE("a master that finds no memory for a list keeps the one it has") {
  const std::array servers{
      master::registration{endpoint::v4({10, 0, 0, 1}, 1), master::region::world, "\\map\\x"},
      master::registration{endpoint::v4({10, 0, 0, 2}, 1), master::region::world, "\\map\\y"}};
  fail_each([&](std::size_t first, std::size_t times) {
    master::responder responder;
    REQUIRE(!responder.publish(std::span(servers).first(1)));
    std::error_code published;
    bool failed = false;
    {
      const failing_allocations starve(first, times);
      published = responder.publish(servers);
      failed = failing_allocations::happened();
    }
    CHECK(failed == (published == gamewire::errc::no_memory));
    CHECK(responder.size() == (failed ? 1 : 2));
    return failed;
  });
  fail_each([&](std::size_t first, std::size_t times) {
    std::optional<master::responder> responder;
    bool failed = false;
    {
      const failing_allocations starve(first, times);
      responder.emplace();
      failed = failing_allocations::happened();
    }
    const auto event = responder->poll_event();
    CHECK(event.has_value() == failed);
    CHECK(responder->done() == failed);
    return failed;
  });
}

TEST_SUITE_END();
