/// Codes, texts, addresses, SteamIDs and codecs of the C ABI.
#include <array>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/error.hpp>

#include "conversation.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

gw_text text(std::string_view of) { return {of.data(), of.size()}; }

template <class Write>
std::string written(Write write) {
  std::array<char, 128> room;
  const std::size_t size = write(room.data(), room.size());
  REQUIRE(size < room.size());
  CHECK(room[size] == '\0');
  return {room.data(), size};
}

std::string steamid(std::uint64_t id, gw_steamid_form form) {
  return written([=](char* out, std::size_t size) { return gw_steamid_format(id, form, out, size); });
}

}  // namespace

TEST_SUITE_BEGIN("c texts");

TEST_CASE("versions") {
  CHECK(gw_abi_version() == GW_ABI_VERSION);
  CHECK(std::string(gw_version()) == GAMEWIRE_VERSION);
}

TEST_CASE("codes are the rows of the table") {
  CHECK(std::string(gw_code_name(GW_OK)) == "ok");
  for (const condition_row& row : condition_table)
    CHECK(gw_code_name(static_cast<gw_code>(row.kind)) == row.code);
  CHECK(std::string(gw_code_name(static_cast<gw_code>(15))) == "unknown");
}

TEST_CASE("texts are written as far as they fit, and say how long they are") {
  std::array<char, 4> room{'x', 'x', 'x', 'x'};
  CHECK(gw_printable(text("abcdef"), room.data(), room.size()) == 6);
  CHECK(std::string(room.data()) == "abc");
  CHECK(gw_printable(text("abcdef"), nullptr, 0) == 6);
  CHECK(written([](char* out, std::size_t size) {
          return gw_printable(text("\x1b[2J"), out, size);
        }).find('\x1b') == std::string::npos);
  CHECK(gw_printable({nullptr, 0}, room.data(), room.size()) == 0);
  CHECK(room[0] == '\0');
#ifdef GAMEWIRE_ASF
  CHECK(written([](char* out, std::size_t size) {
          return gw_json_unescape(text("a\\n\\u00e4"), out, size);
        }) == "a\n\xC3\xA4");
#endif
}

TEST_CASE("an error says what it is") {
  gw_machine* machine = nullptr;
  REQUIRE(gw_a2s_client_new(nullptr, &machine) == GW_OK);
  conversation client(machine);
  std::uint32_t id = 0;
  CHECK(gw_a2s_request_rules(client, &id) == GW_OK);
  CHECK(id != 0);
  CHECK(gw_a2s_request_rules(client, &id) == GW_USAGE);
  CHECK(gw_cancel(client, id) == GW_OK);
  client.expect({GW_EVENT_FAILED});
  const gw_error error = client.last().failed.error;
  CHECK(error.code == GW_CLOSED);
  CHECK(std::string(error.domain) == "gamewire");
  CHECK(written([&](char* out, std::size_t size) { return gw_error_message(&error, out, size); }) ==
        "cancelled");
}

TEST_CASE("addresses") {
  gw_endpoint at{};
  CHECK(gw_endpoint_parse("192.0.2.1", 27015, &at) == GW_OK);
  CHECK(at.family == GW_FAMILY_V4);
  CHECK(at.port == 27015);
  CHECK(at.address[3] == 1);
  const auto shown = [&at] {
    return written([&at](char* out, std::size_t size) { return gw_endpoint_format(&at, out, size); });
  };
  CHECK(shown() == "192.0.2.1:27015");
  CHECK(gw_endpoint_parse("[::ffff:192.0.2.9]:5", 0, &at) == GW_OK);
  CHECK(shown() == "192.0.2.9:5");
  CHECK(gw_endpoint_parse("[2001:db8::1%3]:5", 0, &at) == GW_OK);
  CHECK(at.scope == 3);
  CHECK(gw_endpoint_parse("example.org", 5, &at) == GW_USAGE);
}

TEST_CASE("SteamIDs, both ways") {
  const std::uint64_t id = 76561198006409530;
  for (const gw_steamid_form form :
       {GW_STEAMID_64, GW_STEAMID_STEAM2, GW_STEAMID_STEAM2_ONE, GW_STEAMID_STEAM3, GW_STEAMID_INVITE_CODE,
        GW_STEAMID_FRIEND_CODE, GW_STEAMID_URL}) {
    const std::string in_form = steamid(id, form);
    CAPTURE(in_form);
    std::uint64_t read = 0;
    CHECK(gw_steamid_parse(in_form.c_str(), &read) == GW_OK);
    CHECK(read == id);
  }
  CHECK(steamid(id, GW_STEAMID_STEAM2) == "STEAM_0:0:23071901");
  CHECK(steamid(id, GW_STEAMID_QUEUE_CODE).empty());  // of groups only
  CHECK(steamid(id, 99).empty());
  CHECK(gw_steamid_valid(id));
  CHECK_FALSE(gw_steamid_valid(0));
  std::uint64_t untouched = 5;
  CHECK(gw_steamid_parse("nobody", &untouched) == GW_USAGE);
  CHECK(gw_steamid_parse("https://steamcommunity.com/id/someone", &untouched) == GW_RESOLVE);
  CHECK(untouched == 5);
}

TEST_CASE("requests and replies, written and read") {
  std::array<std::uint8_t, 64> room;
  std::size_t size = 0;
  const auto hex = [&] { return to_hex(std::as_bytes(std::span(room).first(size))); };
  CHECK(gw_encode_request('T', nullptr, room.data(), room.size(), &size) == GW_OK);
  CHECK(hex() == to_hex(from_hex("FF FF FF FF 54 \"Source Engine Query\" 00")));
  const std::array<std::uint8_t, 4> challenge{1, 2, 3, 4};
  CHECK(gw_encode_request('U', challenge.data(), room.data(), room.size(), &size) == GW_OK);
  CHECK(hex() == "FF FF FF FF 55 01 02 03 04");
  CHECK(gw_encode_request('X', nullptr, room.data(), room.size(), &size) == GW_USAGE);
  CHECK(gw_encode_request('T', nullptr, room.data(), 5, &size) == GW_LIMIT);

  const std::array players{gw_player{text("Ann"), 5, 1.5F, 2}, gw_player{text(""), -1, 0, 0}};
  CHECK(gw_encode_players(players.data(), players.size(), room.data(), room.size(), &size) == GW_OK);
  gw_players list;
  CHECK(gw_decode_players(room.data(), size, &list) == GW_OK);
  CHECK(list.declared == 2);
  gw_player player;
  REQUIRE(gw_players_next(&list, &player));
  CHECK(of_c(player.name) == "Ann");
  CHECK(player.score == 5);
  CHECK(player.duration == 1.5F);
  CHECK(player.index == 2);
  gw_players cut = list;
  --cut.entries.size;
  CHECK(gw_players_next(&list, &player));
  CHECK_FALSE(gw_players_next(&list, &player));
  CHECK(list.left == 0);
  CHECK_FALSE(gw_players_next(&cut, &player));
  CHECK(cut.left == 1);

  const std::array rules{gw_rule{text("a"), text("1")}, gw_rule{text("b"), text("")}};
  CHECK(gw_encode_rules(rules.data(), rules.size(), room.data(), room.size(), &size) == GW_OK);
  gw_rules pairs;
  CHECK(gw_decode_rules(room.data(), size, &pairs) == GW_OK);
  gw_rule rule;
  REQUIRE(gw_rules_next(&pairs, &rule));
  CHECK(of_c(rule.value) == "1");
  REQUIRE(gw_rules_next(&pairs, &rule));
  CHECK(of_c(rule.name) == "b");
  CHECK_FALSE(gw_rules_next(&pairs, &rule));
  CHECK(gw_decode_rules("x", 1, &pairs) == GW_PROTOCOL);
  CHECK(gw_decode_players(nullptr, 5, &list) == GW_PROTOCOL);
}
