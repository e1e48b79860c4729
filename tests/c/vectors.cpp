/// The golden conversations, through the C ABI: the same logs as those of the machines themselves.
#include <doctest/doctest.h>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/client.hpp>
#include <gamewire/master/client.hpp>
#include <gamewire/rcon/client.hpp>

#include "support/a2s_events.hpp"
#include "support/a2s_vectors.hpp"
#include "support/master_events.hpp"
#include "support/rcon_events.hpp"
#include "support/vector_file.hpp"
#include "support/vector_play.hpp"
#include "through_c.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

failed failure_of(const gw_event& told) {
  return {request_id{told.id}, of_c(told.failed.error), of_c(told.failed.detail)};
}
closed end_of(const gw_event& told) { return {of_c(told.closed.error), of_c(told.closed.detail)}; }

// ---------------------------------------------------------------------------------------------------------- A2S

/// The fields that C has must be those of the reply; then the reply stands for them.
a2s::info_view info_of(const gw_info& told, bytes raw) {
  auto info = a2s::decode_info(raw).value_or(a2s::info_view{});
  const auto has = [&told](std::uint32_t bit) { return (told.has & bit) != 0; };
  CHECK(of_c(told.name) == info.name);
  CHECK(of_c(told.map) == info.map);
  CHECK(of_c(told.folder) == info.folder);
  CHECK(of_c(told.game) == info.game);
  CHECK(of_c(told.version) == info.version);
  CHECK(told.players == info.players);
  CHECK(told.max_players == info.max_players);
  CHECK(told.protocol == info.protocol);
  CHECK(told.password == info.password);
  CHECK(told.vac == info.vac);
  CHECK(told.partial == info.partial);
  CHECK(told.server_type == static_cast<char>(info.server_type()));
  CHECK(told.environment == static_cast<char>(info.environment()));
  CHECK(told.goldsource == (info.engine == a2s::engine::goldsource));
  const auto same = [&](std::uint32_t bit, const auto& value, auto in_c) {
    CHECK(has(bit) == value.has_value());
    if (value) CHECK(*value == in_c);
  };
  same(GW_INFO_BOTS, info.bots, told.bots);
  same(GW_INFO_PORT, info.port, told.port);
  same(GW_INFO_STEAM_ID, info.steam_id, told.steam_id);
  same(GW_INFO_SPECTATOR_PORT, info.spectator_port, told.spectator_port);
  same(GW_INFO_SPECTATOR_NAME, info.spectator_name, of_c(told.spectator_name));
  same(GW_INFO_KEYWORDS, info.keywords, of_c(told.keywords));
  same(GW_INFO_GAME_ID, info.game_id, told.game_id);
  same(GW_INFO_APP_ID, info.app_id(), told.app_id);
  // In a reply of both forms this one is the other's.
  if (info.engine == a2s::engine::source && has(GW_INFO_SERVER_ADDRESS))
    info.server_address = of_c(told.server_address);
  same(GW_INFO_SERVER_ADDRESS, info.server_address, of_c(told.server_address));
  CHECK(has(GW_INFO_SHIP) == info.ship.has_value());
  if (info.ship) CHECK(told.ship_duration == info.ship->duration);
  CHECK(has(GW_INFO_MOD) == info.mod.has_value());
  if (info.mod) CHECK(of_c(told.mod_link) == info.mod->link);
  return info;
}

/// Walked in C and in C++, side by side.
a2s::players_view players_of(gw_players list) {
  const a2s::players_view all(static_cast<std::uint8_t>(list.declared), of_c(list.entries));
  std::size_t count = 0;
  gw_player one{};
  for (const auto& player : all) {
    REQUIRE(gw_players_next(&list, &one));
    CHECK(of_c(one.name) == player.name);
    CHECK(one.index == player.index);
    CHECK(one.score == player.score);
    CHECK(std::bit_cast<std::uint32_t>(one.duration) == std::bit_cast<std::uint32_t>(player.duration));
    ++count;
  }
  CHECK_FALSE(gw_players_next(&list, &one));
  CHECK(count + list.left == list.declared);
  return all;
}

a2s::rules_view rules_of(gw_rules list) {
  const a2s::rules_view all(static_cast<std::uint16_t>(list.declared), of_c(list.entries));
  gw_rule one{};
  for (const auto& rule : all) {
    REQUIRE(gw_rules_next(&list, &one));
    CHECK(a2s::rule_view{of_c(one.name), of_c(one.value)} == rule);
  }
  CHECK_FALSE(gw_rules_next(&list, &one));
  CHECK((list.left != 0) == all.summarize().partial);
  return all;
}

struct a2s_back {
  using machine = a2s::client;

  static machine::event event_of(const gw_event& told) {
    const request_id id{told.id};
    switch (told.type) {
      case GW_EVENT_INFO: {
        const bytes raw = of_c(told.info.raw);
        return a2s::info_reply{id, info_of(*told.info.info, raw), nanoseconds(told.info.round_trip), raw};
      }
      case GW_EVENT_PLAYERS:
        return a2s::players_reply{id, players_of(told.players.list), nanoseconds(told.players.round_trip),
                                  of_c(told.players.raw)};
      case GW_EVENT_RULES:
        return a2s::rules_reply{id, rules_of(told.rules.list), nanoseconds(told.rules.round_trip),
                                of_c(told.rules.raw)};
      case GW_EVENT_PING: return a2s::ping_reply{id, nanoseconds(told.ping.round_trip)};
      case GW_EVENT_UNREQUESTED: {
        const bytes raw = of_c(told.datagram.raw);
        return a2s::unrequested{a2s::decode_message(raw).value(), raw};
      }
      case GW_EVENT_REJECTED: return a2s::rejected{of_c(told.datagram.error), of_c(told.datagram.raw)};
      case GW_EVENT_INCOMPLETE:
        return a2s::incomplete{{told.incomplete.split_id, told.incomplete.have, told.incomplete.total}};
      case GW_EVENT_FAILED: return failure_of(told);
      default: REQUIRE(told.type == GW_EVENT_CLOSED); return end_of(told);
    }
  }
};
using a2s_through_c = through_c<a2s_back>;
static_assert(machine<a2s_through_c>);

gw_machine* made(const a2s::client_options& like) {
  gw_a2s_options options;
  gw_a2s_options_init(&options, sizeof options);
  options.retries = like.retries;
  options.max_challenges = like.max_challenges;
  options.get_challenge = like.get_challenge;
  options.retry_zero_challenge = like.retry_zero_challenge;
  options.timeout = like.timeout.count();
  options.deadline = like.deadline.value_or(nanoseconds::zero()).count();
  options.source_form_wait = like.source_form_wait.count();
  options.retry_pad_to = like.retry_pad_to;
  options.pad_to = like.pad_to;
  options.max_fragments = like.split.max_fragments;
  options.max_assembled = like.split.max_assembled;
  options.max_decompressed = like.split.max_decompressed;
  gw_machine* machine = nullptr;
  REQUIRE(gw_a2s_client_new(&options, &machine) == GW_OK);
  return machine;
}

accepted ask_in_c(a2s_through_c& client, const std::string& what) {
  static const std::map<std::string, gw_code (*)(gw_machine*, std::uint32_t*)> commands{
      {"info", gw_a2s_request_info},
      {"players", gw_a2s_request_players},
      {"rules", gw_a2s_request_rules},
      {"ping", gw_a2s_request_ping}};
  return client.ask(commands.at(what));
}

// --------------------------------------------------------------------------------------------------------- RCON

struct rcon_back {
  using machine = rcon::client;

  static bytes body(gw_text text) { return as_bytes(of_c(text)); }

  static machine::event event_of(const gw_event& told) {
    const request_id id{told.id};
    switch (told.type) {
      case GW_EVENT_AUTHENTICATED: return rcon::authenticated{};
      case GW_EVENT_CHUNK: return rcon::chunk{id, body(told.reply.body)};
      case GW_EVENT_REPLY:
        return rcon::reply{id, body(told.reply.body), told.reply.partial, nanoseconds(told.reply.round_trip)};
      case GW_EVENT_SENT: return rcon::sent{id};
      case GW_EVENT_UNSOLICITED:
        return rcon::unsolicited{told.unsolicited.type, told.unsolicited.packet_id,
                                 body(told.unsolicited.body)};
      case GW_EVENT_DISCONNECTED:
        return rcon::disconnected{of_c(told.disconnected.error), of_c(told.disconnected.detail),
                                  nanoseconds(told.disconnected.retry_in)};
      case GW_EVENT_FAILED: return failure_of(told);
      default: REQUIRE(told.type == GW_EVENT_CLOSED); return end_of(told);
    }
  }
};
using rcon_through_c = through_c<rcon_back>;
static_assert(machine<rcon_through_c>);

/// Nothing for options that C has not.
gw_machine* made(const vector_case& vector) {
  static const std::map<std::string, gw_rcon_profile> profiles{
      {"automatic", GW_RCON_AUTOMATIC},    {"source", GW_RCON_SOURCE}, {"source2", GW_RCON_SOURCE2},
      {"minecraft", GW_RCON_MINECRAFT},    {"single", GW_RCON_SINGLE}, {"squad", GW_RCON_SQUAD},
      {"rust_legacy", GW_RCON_RUST_LEGACY}};
  gw_rcon_options options;
  gw_rcon_options_init(&options, sizeof options);
  options.password = "password";
  options.deadline = GW_SECONDS(5);
  for (const auto& [name, value] : vector.options) {
    if (profiles.contains(name))
      options.profile = profiles.at(name);
    else if (name == "max_reply")
      options.max_reply = value;
    else if (name == "max_in_flight")
      options.max_in_flight = value;
    else
      return nullptr;
  }
  gw_machine* machine = nullptr;
  REQUIRE(gw_rcon_client_new(&options, &machine) == GW_OK);
  return machine;
}

// ------------------------------------------------------------------------------------------------------- masters

struct master_back {
  using machine = master::client;

  static master::server_list list_of(gw_servers list) {
    const master::server_list all(of_c(list.entries));
    gw_endpoint one{};
    for (const endpoint& server : all) {
      REQUIRE(gw_servers_next(&list, &one));
      CHECK(one.port == server.port());
      CHECK(std::ranges::equal(one.address, server.address()));
    }
    CHECK_FALSE(gw_servers_next(&list, &one));
    return all;
  }

  static machine::event event_of(const gw_event& told) {
    const request_id id{told.id};
    switch (told.type) {
      case GW_EVENT_SERVERS:
        return master::servers{id, static_cast<master::region>(told.servers.region),
                               list_of(told.servers.list)};
      case GW_EVENT_LISTED: {
        const gw_listed& end = told.listed;
        const auto& a = end.last.address;
        const endpoint last = end.last.family == GW_FAMILY_V4
                                  ? endpoint::v4({a[0], a[1], a[2], a[3]}, end.last.port)
                                  : endpoint();
        const auto region = static_cast<master::region>(end.region);
        return master::listed{id, end.servers, end.pages, end.partial, of_c(end.error), region, last};
      }
      case GW_EVENT_UNREQUESTED: return master::unrequested{{.servers = list_of({told.datagram.raw})}};
      case GW_EVENT_REJECTED: return master::rejected{of_c(told.datagram.error), of_c(told.datagram.raw)};
      case GW_EVENT_FAILED: return failure_of(told);
      default: REQUIRE(told.type == GW_EVENT_CLOSED); return end_of(told);
    }
  }
};
using master_through_c = through_c<master_back>;

}  // namespace

TEST_SUITE_BEGIN("c vectors");

TEST_CASE("A2S") {
  std::size_t played = 0;
  for (const auto& vector : read_vectors(GAMEWIRE_VECTORS "/a2s")) {
    INFO(vector.name);
    const auto options = options_of(vector);
    const std::string log = play(a2s_through_c(made(options)), options.total_deadline(), vector.asks,
                                 ask_in_c, in_one_piece(vector.datagrams));
    if (!a2s::has_bzip2() && log.contains("compression_unsupported")) continue;
    CHECK(log == vector.log);
    ++played;
  }
  CHECK(played > 50);
}

TEST_CASE("RCON") {
  std::size_t played = 0;
  for (const auto& vector : read_vectors(GAMEWIRE_VECTORS "/rcon")) {
    INFO(vector.name);
    gw_machine* machine = made(vector);
    if (machine == nullptr) continue;
    const auto ask = [](rcon_through_c& client, const std::string& what) {
      return client.ask(
          [&](gw_machine* to, std::uint32_t* id) { return gw_rcon_execute(to, what.c_str(), id); });
    };
    CHECK(play(rcon_through_c(machine), std::chrono::seconds(5), vector.asks, ask,
               byte_by_byte(vector.datagrams)) == vector.log);
    ++played;
  }
  CHECK(played > 20);
}

TEST_CASE("master servers") {
  std::size_t played = 0;
  for (const auto& vector : read_vectors(GAMEWIRE_VECTORS "/master")) {
    INFO(vector.name);
    gw_master_options options;
    gw_master_options_init(&options, sizeof options);
    options.interval = 0;
    if (vector.options.contains("retries"))
      options.retries = static_cast<std::uint8_t>(vector.options.at("retries"));
    std::vector<std::uint8_t> regions;
    for (const std::string& name : vector.asks)
      for (const master::region one : master::regions_named(name)) regions.push_back(std::to_underlying(one));
    gw_machine* machine = nullptr;
    REQUIRE(gw_master_client_new(&options, &machine) == GW_OK);
    const auto ask = [&regions](master_through_c& client, const std::string&) {
      return client.ask([&](gw_machine* to, std::uint32_t* id) {
        gw_list_query query{};
        query.regions = regions.data();
        query.region_count = regions.size();
        return gw_master_request_list(to, &query, id);
      });
    };
    CHECK(play(master_through_c(machine), nanoseconds::max(), {"list"}, ask,
               in_one_piece(vector.datagrams)) == vector.log);
    ++played;
  }
  CHECK(played >= 10);
}
