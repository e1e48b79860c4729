#include <doctest/doctest.h>

#include <gamewire/webapi/server_list.hpp>

#include "support/webapi_samples.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

std::expected<json::list<webapi::game_server>, std::error_code> servers_of(json::document& document,
                                                                           std::string_view body) {
  return webapi::servers(webapi::read_answer({.status = 200, .body = as_bytes(body)}, document));
}

}  // namespace

TEST_SUITE_BEGIN("webapi server list");

TEST_CASE("servers, each as Steam has it") {
  json::document document;
  const std::string body = sample("webapi/server_list.json");
  const auto servers = servers_of(document, body);
  REQUIRE(servers);
  CHECK((servers->size() == 4 && servers->complete()));
  const webapi::game_server first = *servers->begin();
  CHECK(first.address() == endpoint::v4({192, 0, 2, 7}, 27015));
  CHECK(first.name == R"(First "of" all)");
  CHECK((first.game_port.value_or(0) == 27015 && first.spectator_port.absent()));
  CHECK((first.steam_id.value_or(0) == 90071992547409920U && first.app_id.value_or(0) == 440));
  CHECK((first.players == 7 && first.max_players == 24 && first.bots == 2 && first.region.value_or(0) == 3));
  CHECK(
      (first.secure && first.dedicated && first.os == "l" && first.game_type == "ctf,increased_maxplayers"));
}

TEST_CASE("addresses: those that stand for relays, those that are none") {
  json::document document;
  const std::string body = sample("webapi/server_list.json");
  std::string seen;
  const auto servers = servers_of(document, body);
  REQUIRE(servers);
  for (const webapi::game_server& one : *servers) {
    const auto address = one.address();
    seen += address ? std::string(endpoint_text(*address).view()) : "none";
    seen += address && webapi::is_fake(*address) ? " fake\n" : "\n";
  }
  CHECK(seen == "192.0.2.7:27015\n169.254.12.34:44556 fake\nnone\n[2001:db8::7]:27016\n");
  CHECK_FALSE(webapi::is_fake(endpoint::v4({169, 253, 0, 1}, 1)));
  CHECK_FALSE(webapi::is_fake(*endpoint::parse("[a9fe::1]:1")));
  CHECK(webapi::game_server{.addr = json::text("name.example:27015")}.address() == std::nullopt);
}

TEST_CASE("none, and no list") {
  json::document document;
  CHECK(servers_of(document, R"({"response":{}})")->empty());
  CHECK(servers_of(document, R"({"response":{"servers":[]}})")->empty());
  for (const char* bad : {"{}", R"({"response":[]})", R"({"response":{"servers":7}})", "[]"})
    CHECK_MESSAGE(servers_of(document, bad).error() == webapi::errc::not_a_list, bad);
  CHECK(servers_of(document, R"({"response")").error() == webapi::errc::not_json);
  const auto odd =
      servers_of(document, R"({"response":{"servers":[{"addr":"192.0.2.1:1"},{"addr":7},{"addr":"x"}]}})");
  REQUIRE(odd);
  CHECK((odd->size() == 1 && !odd->complete()));
}

TEST_SUITE_END();
