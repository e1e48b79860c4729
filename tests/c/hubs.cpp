/// Hubs through the C ABI: a fleet asks a responder, and a master tells its list.
#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "conversation.hpp"
#include "support/a2s_wire.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

const gw_endpoint server_address = [] {
  gw_endpoint at{};
  gw_endpoint_parse("192.0.2.7:27015", 0, &at);
  return at;
}();
const gw_endpoint client_address = [] {
  gw_endpoint at{};
  gw_endpoint_parse("[2001:db8::1]:5000", 0, &at);
  return at;
}();

gw_text text(const char* of) { return {of, std::char_traits<char>::length(of)}; }

struct hub_events {
  std::vector<std::uint32_t> types;
  std::vector<gw_hub_event> all;
};

hub_events events_of(gw_hub* hub) {
  hub_events told;
  for (gw_hub_event event; gw_hub_poll_event(hub, &event);) {
    told.types.push_back(event.what.type);
    told.all.push_back(event);
  }
  return told;
}

/// Gives what one sends to the other, which thinks that it comes from there.
std::size_t carry(gw_hub* from, gw_hub* to, const gw_endpoint& as, gw_time now) {
  std::array<gw_transmit, 8> batch;
  const std::size_t count = gw_hub_poll_transmit(from, batch.data(), batch.size(), now);
  for (std::size_t i = 0; i < count; ++i)
    gw_hub_receive(to, &as, batch[i].payload.data, batch[i].payload.size, now);
  gw_hub_transmitted(from, count, now);
  return count;
}

buffer info_message() {
  gw_info info{};
  info.struct_size = sizeof info;
  info.name = text("Test");
  info.map = text("de_dust");
  info.folder = text("cstrike");
  info.game = text("CS");
  info.version = text("1.0");
  info.players = 3;
  info.server_type = 'd';
  info.environment = 'l';
  info.has = GW_INFO_KEYWORDS | GW_INFO_APP_ID | GW_INFO_BOTS;
  info.app_id = 240;
  info.keywords = text("a,b");
  buffer out(256);
  std::size_t written = 0;
  REQUIRE(gw_encode_info(&info, out.data(), out.size(), &written) == GW_OK);
  out.resize(written);
  return out;
}

}  // namespace

TEST_SUITE_BEGIN("c hubs");

TEST_CASE("a fleet asks, a responder answers") {
  auto fleet_options = initialised(&gw_fleet_options_init);
  fleet_options.in_flight = 2;
  gw_hub* made = nullptr;
  REQUIRE(gw_fleet_new(&fleet_options, nullptr, &made) == GW_OK);
  const c_hub fleet(made);
  auto options = initialised(&gw_a2s_responder_options_init);
  CHECK(gw_a2s_responder_new(&options, &made) == GW_USAGE);  // without a secret
  CHECK(made == nullptr);
  options.secret[0] = 42;
  REQUIRE(gw_a2s_responder_new(&options, &made) == GW_OK);
  const c_hub responder(made);
  const buffer info = info_message();
  CHECK(gw_a2s_publish(responder.get(), info.data(), info.size()) == GW_OK);
  CHECK(gw_a2s_publish(responder.get(), info.data(), 3) == GW_PROTOCOL);
  CHECK(gw_a2s_publish(fleet.get(), info.data(), info.size()) == GW_USAGE);

  CHECK(gw_fleet_room(fleet.get()) == 2);
  CHECK(gw_fleet_room(responder.get()) == 0);
  CHECK(gw_fleet_start(fleet.get(), &server_address, 77, GW_ASK_INFO) == GW_OK);
  CHECK(gw_fleet_start(fleet.get(), &server_address, 78, GW_ASK_INFO) == GW_USAGE);
  CHECK(gw_fleet_start(fleet.get(), &client_address, 78, 0) == GW_USAGE);
  CHECK(gw_fleet_start(fleet.get(), &client_address, 78, 1U << 30) == GW_USAGE);
  CHECK(gw_fleet_start(responder.get(), &client_address, 78, GW_ASK_INFO) == GW_USAGE);
  CHECK(gw_fleet_room(fleet.get()) == 1);

  gw_time now = 1;
  REQUIRE(carry(fleet.get(), responder.get(), client_address, now += 1000) == 1);
  auto heard = events_of(responder.get());
  REQUIRE(heard.types == std::vector<std::uint32_t>{GW_EVENT_QUERIED});
  CHECK(heard.all[0].peer.family == GW_FAMILY_V6);
  CHECK(heard.all[0].peer.port == 5000);
  CHECK(heard.all[0].what.queried.what == 'T');
  CHECK(heard.all[0].what.queried.verdict == GW_VERDICT_CHALLENGED);
  REQUIRE(carry(responder.get(), fleet.get(), server_address, now += 1000) == 1);
  CHECK(events_of(fleet.get()).types.empty());
  REQUIRE(carry(fleet.get(), responder.get(), client_address, now += 1000) == 1);
  heard = events_of(responder.get());
  CHECK(heard.all.at(0).what.queried.verdict == GW_VERDICT_ANSWERED);
  REQUIRE(carry(responder.get(), fleet.get(), server_address, now += 1000) == 1);

  gw_hub_event event;
  REQUIRE(gw_hub_poll_event(fleet.get(), &event));
  CHECK(event.what.type == GW_EVENT_INFO);
  CHECK(event.key == 77);
  CHECK(event.peer.port == 27015);
  CHECK(of_c(event.what.info.info->name) == "Test");
  CHECK(of_c(event.what.info.info->keywords) == "a,b");
  CHECK(event.what.info.info->players == 3);
  CHECK(event.what.info.round_trip == 1000);
  REQUIRE(gw_hub_poll_event(fleet.get(), &event));
  CHECK(event.what.type == GW_EVENT_CLOSED);
  CHECK(event.key == 77);
  CHECK(gw_fleet_room(fleet.get()) == 2);

  gw_hub_close(fleet.get(), now);
  REQUIRE(gw_hub_poll_event(fleet.get(), &event));
  CHECK(event.what.type == GW_EVENT_CLOSED);
  CHECK(event.peer.family == GW_FAMILY_NONE);
  CHECK(gw_hub_done(fleet.get()));
  CHECK(gw_hub_deadline(fleet.get()) == GW_NEVER);
}

TEST_CASE("a fleet hears of what cannot be reached, and of time") {
  auto each = initialised(&gw_a2s_options_init);
  each.retries = 0;
  gw_hub* made = nullptr;
  REQUIRE(gw_fleet_new(nullptr, &each, &made) == GW_OK);
  const c_hub fleet(made);
  CHECK(gw_fleet_start(fleet.get(), &server_address, 1, GW_ASK_PLAYERS | GW_ASK_RULES) == GW_OK);
  CHECK(gw_fleet_start(fleet.get(), &client_address, 2, GW_ASK_PING) == GW_OK);
  std::array<gw_transmit, 8> batch;
  gw_time now = GW_SECONDS(1);
  const std::size_t count = gw_hub_poll_transmit(fleet.get(), batch.data(), batch.size(), now);
  REQUIRE(count >= 2);
  gw_hub_transmitted(fleet.get(), count, now);
  gw_hub_unreachable(fleet.get(), &client_address, ECONNREFUSED, now);
  gw_hub_event event;
  REQUIRE(gw_hub_poll_event(fleet.get(), &event));
  CHECK(event.what.type == GW_EVENT_FAILED);
  CHECK(event.what.failed.error.code == GW_REFUSED);
  CHECK(event.key == 2);
  while (gw_hub_poll_event(fleet.get(), &event)) {
  }
  std::size_t failures = 0;
  for (int i = 0; i < 100 && gw_hub_deadline(fleet.get()) != GW_NEVER; ++i) {
    gw_hub_on_timeout(fleet.get(), gw_hub_deadline(fleet.get()));
    while (gw_hub_poll_event(fleet.get(), &event))
      failures += event.what.type == GW_EVENT_FAILED && event.what.failed.error.code == GW_TIMEOUT;
    now = gw_hub_deadline(fleet.get());
    if (now != GW_NEVER)
      gw_hub_transmitted(fleet.get(), gw_hub_poll_transmit(fleet.get(), batch.data(), 8, now), now);
  }
  CHECK(failures == 2);
}

TEST_CASE("a master lists its servers to a client") {
  gw_hub* made = nullptr;
  REQUIRE(gw_master_responder_new(nullptr, &made) == GW_OK);
  const c_hub master(made);
  const std::array servers{gw_registration{server_address, "\\gamedir\\tf", GW_REGION_EUROPE}};
  CHECK(gw_master_publish(master.get(), servers.data(), servers.size()) == GW_OK);
  const std::array wrong{gw_registration{client_address, "", GW_REGION_WORLD}};
  CHECK(gw_master_publish(master.get(), wrong.data(), wrong.size()) == GW_USAGE);

  gw_machine* client_made = nullptr;
  REQUIRE(gw_master_client_new(nullptr, &client_made) == GW_OK);
  conversation client(client_made);
  const std::array<std::uint8_t, 1> regions{GW_REGION_EUROPE};
  gw_list_query query{};
  query.regions = regions.data();
  query.region_count = regions.size();
  query.filter = "\\gamedir\\tf";
  CHECK(gw_master_request_list(client, &query, nullptr) == GW_OK);
  CHECK(gw_master_request_list(client, nullptr, nullptr) == GW_USAGE);  // one at a time
  const buffer request = client.sent();
  gw_hub_receive(master.get(), &client_address, request.data(), request.size(), client.now());
  const auto heard = events_of(master.get());
  REQUIRE(heard.types == std::vector<std::uint32_t>{GW_EVENT_QUERIED});
  CHECK(heard.all[0].what.queried.servers == 1);
  CHECK(heard.all[0].what.queried.what == GW_REGION_EUROPE);
  CHECK(heard.all[0].what.queried.last);
  gw_hub_receive(master.get(), &client_address, "x", 1, client.now());
  const auto odd = events_of(master.get());
  REQUIRE(odd.types == std::vector<std::uint32_t>{GW_EVENT_REFUSED});
  CHECK(odd.all[0].what.refused.error.code == GW_PROTOCOL);
  CHECK(odd.all[0].peer.port == client_address.port);

  std::array<gw_transmit, 4> batch;
  REQUIRE(gw_hub_poll_transmit(master.get(), batch.data(), batch.size(), client.now()) == 1);
  CHECK(batch[0].to.port == client_address.port);
  client.receives(of_c(batch[0].payload), {GW_EVENT_SERVERS, GW_EVENT_LISTED});
  CHECK(client.last().listed.servers == 1);
  CHECK_FALSE(client.last().listed.partial);
  gw_hub_transmit_failed(master.get(), EHOSTUNREACH, client.now());
  gw_hub_close(master.get(), client.now());
  CHECK(events_of(master.get()).types == std::vector<std::uint32_t>{GW_EVENT_CLOSED});
  CHECK(gw_hub_done(master.get()));
}
