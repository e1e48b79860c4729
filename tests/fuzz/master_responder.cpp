// A responder answers every request with one page, of servers that meet its filter and come behind what it asks
// for, no longer than it may be; and nothing else with anything.
#include <algorithm>
#include <array>

#include <gamewire/master/responder.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(master_responder) {
  const std::array servers{
      master::registration{endpoint::v4({10, 0, 0, 1}, 1), master::region::europe,
                           "\\gamedir\\tf\\players\\1"},
      master::registration{endpoint::v4({10, 0, 0, 2}, 2), master::region::asia, "\\gamedir\\tf\\name\\a b"},
      master::registration{endpoint::v4({192, 0, 2, 7}, 3), master::region::world,
                           "\\map\\x\\gametype\\a,b"}};
  master::responder responder({.amplification = 3, .rate = 0, .total_rate = 0});
  HOLDS(!responder.publish(servers));
  responder.receive(endpoint::v4({192, 0, 2, 1}, 1), in, {});
  const auto event = responder.poll_event();
  HOLDS(event && !responder.poll_event());
  std::array<transmit, 4> out;
  const std::size_t count = responder.poll_transmit(out, {});
  HOLDS(count == (std::holds_alternative<master::responder::queried>(*event) ? 1 : 0));
  if (count == 0) return;
  const auto asked = master::decode_request(in);
  const auto page = master::decode_page(out[0].payload);
  HOLDS(asked && page && out[0].payload.size() <= std::max<std::size_t>(12, 3 * in.size()));
  for (const master::server_address& each : page->servers.entries()) {
    const auto known = std::ranges::find(servers, each.to_endpoint(), &master::registration::address);
    HOLDS(known != servers.end() && each > asked->after && *master::matches(asked->filter, *known));
  }
}
