/// What the C ABI makes of callers who are wrong, and of those with another header.
#include <array>
#include <cerrno>
#include <cstring>

#include <doctest/doctest.h>

#include "conversation.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

/// Every command there is, to any machine; what each of them says.
std::vector<gw_code> all_commands(gw_machine* to) {
  const gw_webapi_call call{};
  return {gw_a2s_request_info(to, nullptr),
          gw_a2s_request_players(to, nullptr),
          gw_a2s_request_rules(to, nullptr),
          gw_a2s_request_ping(to, nullptr),
          gw_rcon_execute(to, "x", nullptr),
          gw_rcon_execute_unanswered(to, "x", nullptr),
          gw_rcon_answer(to, 1, "x", 1),
          gw_rcon_answer_part(to, 1, "x", 1),
          gw_rcon_print(to, "x", 1),
          gw_master_request_list(to, nullptr, nullptr),
          gw_asf_call(to, "GET", "/Api/ASF", nullptr, 0, nullptr),
          gw_asf_command(to, "status", 0, nullptr),
          gw_webapi_discover(to, 0, nullptr),
          gw_webapi_use(to, "", 0),
          gw_webapi_request(to, &call, 0, nullptr),
          gw_webapi_request(to, nullptr, 0, nullptr),
          gw_webapi_get_server_list(to, "", 1, 0, nullptr),
          gw_aster_send(to, 1, "x", 0, nullptr),
          gw_aster_history(to, 1, 1, 0, nullptr),
          gw_aster_request(to, "{}", 0, nullptr),
          gw_cancel(to, 1)};
}

/// How many of them it takes.
std::size_t taken(gw_machine* by) {
  std::size_t count = 0;
  for (const gw_code code : all_commands(by)) {
    if (code == GW_OK)
      ++count;
    else
      CHECK((code == GW_USAGE || code == GW_CLOSED));  // closed: a responder without a login prints nothing
  }
  return count;
}

template <class Options>
using make_function = gw_code (*)(const Options*, gw_machine**) noexcept;

template <class Options>
conversation made(make_function<Options> make, const Options* options = nullptr) {
  gw_machine* machine = nullptr;
  REQUIRE(make(options, &machine) == GW_OK);
  return conversation(machine);
}

struct newer_options {
  gw_a2s_options known;
  std::uint64_t added;
};

struct newer_info {
  gw_info known;
  std::uint64_t added;
};

/// With a name, and nothing else.
newer_info some_info() {
  newer_info info{};
  info.known.struct_size = sizeof info;
  info.known.name = {"Test", 4};
  return info;
}

}  // namespace

TEST_SUITE_BEGIN("c misuse");

TEST_CASE("NULL everywhere") {
  gw_free(nullptr);
  gw_receive(nullptr, nullptr, 0, 0);
  gw_receive_end(nullptr, 0, 0);
  gw_unreachable(nullptr, 0, 0);
  gw_on_timeout(nullptr, 0);
  CHECK(gw_poll_transmit(nullptr, 0).size == 0);
  gw_transmitted(nullptr, 1, 0);
  CHECK(gw_shown_transmit(nullptr).size == 0);
  gw_event event;
  CHECK_FALSE(gw_poll_event(nullptr, &event));
  gw_close(nullptr, 0);
  CHECK(gw_deadline(nullptr) == GW_NEVER);
  CHECK(gw_done(nullptr));
  CHECK_FALSE(gw_is_stream(nullptr));
  CHECK_FALSE(gw_wants_transport(nullptr));
  gw_opened(nullptr, 0);
  CHECK(taken(nullptr) == 0);

  gw_hub_free(nullptr);
  gw_hub_receive(nullptr, nullptr, nullptr, 0, 0);
  gw_hub_unreachable(nullptr, nullptr, 0, 0);
  CHECK(gw_hub_poll_transmit(nullptr, nullptr, 1, 0) == 0);
  gw_hub_transmitted(nullptr, 1, 0);
  gw_hub_transmit_failed(nullptr, 0, 0);
  gw_hub_on_timeout(nullptr, 0);
  gw_hub_event hub_event;
  CHECK_FALSE(gw_hub_poll_event(nullptr, &hub_event));
  gw_hub_close(nullptr, 0);
  CHECK(gw_hub_deadline(nullptr) == GW_NEVER);
  CHECK(gw_hub_done(nullptr));
  CHECK(gw_fleet_room(nullptr) == 0);
  CHECK(gw_fleet_start(nullptr, nullptr, 0, GW_ASK_INFO) == GW_USAGE);
  CHECK(gw_a2s_publish(nullptr, nullptr, 0) == GW_USAGE);
  CHECK(gw_master_publish(nullptr, nullptr, 0) == GW_USAGE);
  gw_ban_list_free(nullptr);

  gw_a2s_options_init(nullptr, sizeof(gw_a2s_options));
  CHECK(gw_a2s_client_new(nullptr, nullptr) == GW_USAGE);
  CHECK(gw_fleet_new(nullptr, nullptr, nullptr) == GW_USAGE);
  CHECK(gw_ban_list_new(1, 0, 1, nullptr) == GW_USAGE);
  CHECK(gw_decode_info("", 0, nullptr) == GW_USAGE);
  CHECK(gw_decode_players("", 0, nullptr) == GW_USAGE);
  CHECK(gw_decode_rules("", 0, nullptr) == GW_USAGE);
  CHECK(gw_encode_info(nullptr, nullptr, 0, nullptr) == GW_USAGE);
  CHECK(gw_encode_players(nullptr, 1, nullptr, 0, nullptr) == GW_USAGE);
  CHECK(gw_encode_rules(nullptr, 1, nullptr, 0, nullptr) == GW_USAGE);
  CHECK_FALSE(gw_players_next(nullptr, nullptr));
  CHECK_FALSE(gw_rules_next(nullptr, nullptr));
  CHECK_FALSE(gw_servers_next(nullptr, nullptr));
  CHECK(gw_endpoint_parse(nullptr, 0, nullptr) == GW_USAGE);
  CHECK(gw_endpoint_format(nullptr, nullptr, 0) == 0);
  CHECK(gw_error_message(nullptr, nullptr, 0) == 0);
  CHECK(gw_steamid_parse(nullptr, nullptr) == GW_USAGE);
}

TEST_CASE("what poll_transmit gave is shown for as long as it may be read") {
  const auto after = [](auto change) {
    const conversation client = made(gw_a2s_client_new);
    CHECK(gw_a2s_request_info(client, nullptr) == GW_OK);
    CHECK(gw_poll_transmit(client, 1).size == 25);
    CHECK(gw_shown_transmit(client).size == 25);
    change(client);
    return gw_shown_transmit(client).size;
  };
  CHECK(after([](gw_machine* client) { (void)gw_done(client); }) == 25);
  CHECK(after([](gw_machine* client) { gw_transmitted(client, 25, 1); }) == 0);
  CHECK(after([](gw_machine* client) { gw_receive(client, "", 0, 1); }) == 0);
  CHECK(after([](gw_machine* client) { gw_receive_end(client, ECONNREFUSED, 1); }) == 0);
  CHECK(after([](gw_machine* client) { gw_unreachable(client, ECONNREFUSED, 1); }) == 0);
  CHECK(after([](gw_machine* client) { gw_on_timeout(client, 1); }) == 0);
  CHECK(after([](gw_machine* client) { gw_close(client, 1); }) == 0);
  CHECK(after([](gw_machine* client) { gw_cancel(client, 1); }) == 0);
  CHECK(after([](gw_machine* client) { gw_a2s_request_info(client, nullptr); }) == 0);
}

TEST_CASE("a datagram that did not arrive ends an attempt, the end of a stream all of it") {
  conversation client = made(gw_a2s_client_new);
  CHECK(gw_a2s_request_info(client, nullptr) == GW_OK);
  CHECK(client.sent().size() == 25);
  gw_unreachable(client, EHOSTUNREACH, client.now());
  client.passes(GW_SECONDS(1));
  CHECK(client.sent().size() == 25);
  CHECK_FALSE(gw_done(client));

  auto options = initialised(&gw_rcon_options_init);
  options.password = "x";
  conversation stream = made(gw_rcon_client_new, &options);
  (void)stream.sent();
  gw_unreachable(stream, ECONNRESET, stream.now());
  stream.expect({GW_EVENT_CLOSED});
  CHECK(gw_done(stream));
}

TEST_CASE("a machine takes the commands of its own protocol, and no others") {
  CHECK(taken(made(gw_a2s_client_new)) == 5);  // and cancels the first
  CHECK(taken(made(gw_rcon_goldsource_client_new)) == 3);
  CHECK(taken(made(gw_rcon_battleye_client_new)) == 3);
  CHECK(taken(made(gw_rcon_client_new)) == 3);
  CHECK(taken(made(gw_rcon_responder_new)) == 0);  // nothing is asked
  CHECK(taken(made(gw_master_client_new)) == 2);
  auto rcon = initialised(&gw_rcon_options_init);
  rcon.secret[0] = 1;
  rcon.host = "a";
  CHECK(taken(made(gw_rcon_webrcon_client_new, &rcon)) == 3);
#ifdef GAMEWIRE_ASF
  CHECK(taken(made(gw_asf_client_new)) == 3);
  auto asf = initialised(&gw_asf_options_init);
  asf.secret[0] = 1;
  CHECK(taken(made(gw_asf_log_new, &asf)) == 0);
#endif
#ifdef GAMEWIRE_WEBAPI
  auto webapi = initialised(&gw_webapi_options_init);
  webapi.secure = false;
  CHECK(taken(made(gw_webapi_client_new, &webapi)) == 2);  // `discover`; the list wants a key
#endif
#ifdef GAMEWIRE_ASTER
  auto aster = initialised(&gw_aster_options_init);
  aster.secure = false;
  aster.name = "bot";
  CHECK(taken(made(gw_aster_client_new, &aster)) == 3);
#endif
}

TEST_CASE("after the end nothing happens any more") {
  auto client = made(gw_a2s_client_new);
  gw_close(client, 1);
  client.expect({GW_EVENT_CLOSED});
  CHECK(gw_done(client));
  CHECK_FALSE(gw_wants_transport(client));
  CHECK(gw_a2s_request_info(client, nullptr) == GW_CLOSED);
  CHECK(client.sent().empty());
  client.receives_hex("FF FF FF FF 49", {});
  client.ends(0, {});
  CHECK(gw_deadline(client) == GW_NEVER);
  CHECK_FALSE(gw_poll_event(client, nullptr));
}

TEST_CASE("options: out of range, never initialised, and without a secret") {
  gw_machine* machine = nullptr;
  auto a2s = initialised(&gw_a2s_options_init);
  a2s.timeout = 0;
  CHECK(gw_a2s_client_new(&a2s, &machine) == GW_USAGE);
  CHECK(machine == nullptr);
  a2s = {};
  CHECK(gw_a2s_client_new(&a2s, &machine) == GW_USAGE);
  auto rcon = initialised(&gw_rcon_options_init);
  rcon.profile = 99;
  CHECK(gw_rcon_client_new(&rcon, &machine) == GW_USAGE);
  CHECK(gw_rcon_webrcon_client_new(&rcon, &machine) == GW_USAGE);
  auto responder = initialised(&gw_rcon_responder_options_init);
  responder.style = 3;
  CHECK(gw_rcon_responder_new(&responder, &machine) == GW_USAGE);
  gw_ban_list* bans = nullptr;
  CHECK(gw_ban_list_new(0, 0, 1, &bans) == GW_USAGE);
  gw_hub* hub = nullptr;
  auto fleet = initialised(&gw_fleet_options_init);
  fleet.in_flight = 0;
  CHECK(gw_fleet_new(&fleet, nullptr, &hub) == GW_USAGE);
  auto each = initialised(&gw_a2s_options_init);
  each.retries = 200;
  CHECK(gw_fleet_new(nullptr, &each, &hub) == GW_USAGE);
  CHECK(hub == nullptr);
}

TEST_CASE("an older caller knows fewer options, and leaves the memory behind them alone") {
  auto room = initialised(&gw_a2s_options_init);
  const std::size_t older = offsetof(gw_a2s_options, retry_pad_to);
  room.retry_pad_to = 7;
  gw_a2s_options_init(&room, older);
  CHECK(room.struct_size == older);
  CHECK(room.retry_pad_to == 7);
  room.retries = 3;
  room.timeout = -1;
  gw_machine* machine = nullptr;
  CHECK(gw_a2s_client_new(&room, &machine) == GW_USAGE);  // it is looked at, as far as it goes
  room.timeout = GW_SECONDS(1);
  room.pad_to = 1;  // out of range, were it looked at
  REQUIRE(gw_a2s_client_new(&room, &machine) == GW_OK);
  gw_free(machine);

  gw_info info;
  std::memset(&info, 0x55, sizeof info);
  info.struct_size = offsetof(gw_info, map);
  const buffer message = from_hex(
      "49 11 \"Test\" 00 \"de_dust\" 00 \"cstrike\" 00 \"CS\" 00 F0 00 03 10 01 64 6C 00 01 \"1.0\" 00 00");
  CHECK(gw_decode_info(message.data(), message.size(), &info) == GW_OK);
  CHECK(of_c(info.name) == "Test");
  CHECK(info.players == 0x55);
}

TEST_CASE("a newer caller may know more options, but not set them") {
  newer_options options;
  std::memset(static_cast<void*>(&options), 0x55, sizeof options);
  gw_a2s_options_init(&options.known, sizeof options);
  CHECK(options.added == 0);
  gw_machine* machine = nullptr;
  CHECK(gw_a2s_client_new(&options.known, &machine) == GW_OK);
  gw_free(machine);
  options.added = 1;
  CHECK(gw_a2s_client_new(&options.known, &machine) == GW_UNSUPPORTED);
}

TEST_CASE("a newer caller's info is the same: what this library does not know is zero, and not to be set") {
  std::array<std::uint8_t, 64> message;
  std::size_t size = 0;
  auto info = some_info();
  const auto encode = [&] { return gw_encode_info(&info.known, message.data(), message.size(), &size); };
  REQUIRE(encode() == GW_OK);

  newer_info read;
  std::memset(static_cast<void*>(&read), 0x55, sizeof read);
  read.known.struct_size = sizeof read;
  CHECK(gw_decode_info(message.data(), size, &read.known) == GW_OK);
  CHECK(read.known.struct_size == sizeof read);
  CHECK(of_c(read.known.name) == "Test");
  CHECK(read.added == 0);

  info.added = 1;
  CHECK(encode() == GW_UNSUPPORTED);
  info = some_info();
  info.known.has = 2 * GW_INFO_MOD;
  CHECK(encode() == GW_UNSUPPORTED);
  info.known.struct_size = 0;
  CHECK(encode() == GW_USAGE);
}

TEST_CASE("an application id that does not fit is cut where the game id has it, and else is a mistake") {
  std::array<std::uint8_t, 64> message;
  std::size_t size = 0;
  auto info = some_info();
  info.known.has = GW_INFO_APP_ID;
  info.known.app_id = 70000;
  const auto encode = [&] { return gw_encode_info(&info.known, message.data(), message.size(), &size); };
  CHECK(encode() == GW_USAGE);
  info.known.app_id = 65535;
  CHECK(encode() == GW_OK);

  info.known.app_id = 70000;
  info.known.game_id = 70000;
  info.known.has |= GW_INFO_GAME_ID;
  REQUIRE(encode() == GW_OK);
  gw_info read;
  read.struct_size = sizeof read;
  CHECK(gw_decode_info(message.data(), size, &read) == GW_OK);
  CHECK(read.app_id == 70000);
}
