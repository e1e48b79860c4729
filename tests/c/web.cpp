/// What stands on HTTP, WebSocket and TLS, through the C ABI; and aster.
#include <array>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "conversation.hpp"
#include "support/websocket_wire.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

template <class Options, class Make>
conversation made(Make make, const Options& options) {
  gw_machine* machine = nullptr;
  REQUIRE(make(&options, &machine) == GW_OK);
  return conversation(machine);
}

std::string sample(const std::string& name) {
  std::ifstream file(GAMEWIRE_VECTORS "/" + name, std::ios::binary);
  std::ostringstream all;
  all << file.rdbuf();
  REQUIRE_FALSE(all.str().empty());
  return all.str();
}

std::string answer(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string unescaped(gw_text text) {
  std::array<char, 64> room{};
  const std::size_t size = gw_json_unescape(text, room.data(), room.size());
  REQUIRE(size < room.size());
  return {room.data(), size};
}

}  // namespace

TEST_SUITE_BEGIN("c web");

TEST_CASE("ArchiSteamFarm: servers of 2017, redirects, and options that are none") {
  auto options = initialised(&gw_asf_options_init);
  CHECK(options.ban_pause == GW_SECONDS(60));
  options.dialect = GW_ASF_IPC;
  auto client = made(gw_asf_client_new, options);
  CHECK(gw_asf_command(client, "status", 0, nullptr) == GW_OK);
  CHECK(client.sent_text().starts_with("GET /IPC?command=status HTTP/1.1\r\n"));
  client.receives("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
                  {GW_EVENT_ASF_ANSWER});
  CHECK(client.last().asf_answer.error.code == GW_HTTP);
  CHECK(of_c(client.last().asf_answer.location) == "/elsewhere");

  gw_machine* none = nullptr;
  options.dialect = 3;
  CHECK(gw_asf_client_new(&options, &none) == GW_USAGE);
  options.dialect = GW_ASF_CURRENT;
  options.ban_pause = -1;
  CHECK(gw_asf_client_new(&options, &none) == GW_USAGE);
  auto webapi = initialised(&gw_webapi_options_init);
  webapi.first_pause = 0;
  CHECK(gw_webapi_client_new(&webapi, &none) == GW_USAGE);
}

TEST_CASE("ArchiSteamFarm: a command, a call, and its password in no trace") {
  auto options = initialised(&gw_asf_options_init);
  const std::array headers{gw_header{"X-Proxy", "t0ken", true}};
  options.password = "pass";
  options.headers = headers.data();
  options.header_count = headers.size();
  auto client = made(gw_asf_client_new, options);
  std::uint32_t id = 0;
  CHECK(gw_asf_command(client, "status ASF", 0, &id) == GW_OK);
  const std::string request = client.sent_text();
  CHECK(request.starts_with("POST /Api/Command HTTP/1.1\r\nHost: 127.0.0.1:1242\r\n"));
  CHECK(request.contains("Authentication: pass\r\n"));
  CHECK(request.contains("X-Proxy: t0ken\r\n"));
  CHECK_FALSE(client.shown().contains("pass"));
  CHECK_FALSE(client.shown().contains("t0ken"));
  client.receives(answer(R"({"Message":"a \u0041","Result":"well","Success":true})"), {GW_EVENT_ASF_ANSWER});
  const gw_event told = client.last();
  CHECK(told.id == id);
  CHECK(told.asf_answer.status == 200);
  CHECK(told.asf_answer.error.code == GW_OK);
  CHECK(unescaped(told.asf_answer.message) == "a A");
  CHECK(of_c(told.asf_answer.result) == "\"well\"");
  CHECK(of_c(told.asf_answer.content_type) == "application/json");

  CHECK(gw_asf_call(client, "GET", "/Api/Bot/a", nullptr, 0, &id) == GW_OK);
  CHECK(client.sent_text().starts_with("GET /Api/Bot/a HTTP/1.1\r\n"));
  client.receives(answer(R"({"Message":"no","Success":false})"), {GW_EVENT_ASF_ANSWER});
  CHECK(client.last().asf_answer.error.code == GW_SERVER);
  CHECK(gw_asf_call(client, "GET", "nowhere", nullptr, 0, &id) == GW_USAGE);
}

TEST_CASE("ArchiSteamFarm's log: entries, and which of them are history") {
  auto options = initialised(&gw_asf_options_init);
  options.password = "pass";
  options.secret[1] = 3;
  auto log = made(gw_asf_log_new, options);
  const std::string request = log.sent_text();
  CHECK(request.starts_with("GET /Api/NLog HTTP/1.1\r\n"));
  CHECK(request.contains("Authentication: pass\r\n"));
  const auto frame = websocket::frame_of(
      websocket::opcode::text,
      R"({"Result":"2026-08-21 22:01:03|ArchiSteamFarm-1|INFO|main|hello","Message":"OK","Success":true})");
  log.receives(websocket::answer_to(request) + std::string(as_text(frame)), {GW_EVENT_LOG_LINE});
  const gw_log_line& line = log.last().log_line;
  CHECK(of_c(line.logger) == "main");
  CHECK(of_c(line.message) == "hello");
  CHECK(line.level == 3);
  CHECK(line.history);
  log.ends(0, {GW_EVENT_DISCONNECTED});
}

TEST_CASE("the Web API: the list of interfaces, a call by it, one without, and the game servers") {
  auto options = initialised(&gw_webapi_options_init);
  options.host = "api.test";
  options.secure = false;
  options.port = 80;
  options.key = "K1";
  auto client = made(gw_webapi_client_new, options);
  CHECK(gw_webapi_discover(client, 0, nullptr) == GW_OK);
  CHECK(client.sent_text().contains("/ISteamWebAPIUtil/GetSupportedAPIList/v1/"));
  client.receives(answer(sample("webapi/list.json")), {GW_EVENT_WEBAPI_DISCOVERED});
  const std::string table(of_c(client.last().discovered.table));
  CHECK_FALSE(table.empty());

  const std::array arguments{gw_argument{"steamids", "76561197960435530"}};
  gw_webapi_call call{};
  call.interface_name = "ISteamUser";
  call.method = "GetPlayerSummaries";
  call.arguments = arguments.data();
  call.argument_count = arguments.size();
  std::uint32_t id = 0;
  CHECK(gw_webapi_request(client, &call, 0, &id) == GW_OK);
  const std::string request = client.sent_text();
  CHECK(request.starts_with("GET /ISteamUser/GetPlayerSummaries/v2/?"));
  CHECK(request.contains("x-webapi-key: K1\r\n"));
  CHECK_FALSE(client.shown().contains("K1"));
  client.receives("HTTP/1.1 200 OK\r\nx-eresult: 8\r\nx-error_message: not so\r\nContent-Length: 2\r\n\r\n{}",
                  {GW_EVENT_WEBAPI_ANSWER});
  const gw_webapi_answer told = client.last().webapi_answer;
  CHECK(client.last().id == id);
  CHECK(told.eresult == 8);
  CHECK(told.error.code == GW_SERVER);
  CHECK(of_c(told.message) == "not so");
  CHECK(as_text(of_c(told.body)) == "{}");

  call.method = "NoSuchMethod";
  CHECK(gw_webapi_request(client, &call, 0, &id) == GW_USAGE);
  call.unlisted = true;
  call.version = 1;
  CHECK(gw_webapi_request(client, &call, 0, &id) == GW_OK);
  CHECK(gw_cancel(client, id) == GW_OK);
  CHECK(gw_cancel(client, id) == GW_USAGE);
  client.expect({GW_EVENT_FAILED});
  CHECK(gw_webapi_get_server_list(client, "\\gamedir\\tf", 10, 0, &id) == GW_OK);
  CHECK(client.sent_text().contains("/IGameServersService/GetServerList/v1/"));
  CHECK(gw_webapi_use(client, table.data(), table.size()) == GW_OK);
  CHECK(gw_webapi_use(client, "x", 1) != GW_OK);
}

TEST_CASE("aster: a login, a message, its answer, and what others do") {
  auto options = initialised(&gw_aster_options_init);
  options.name = "bot";
  options.password = "pw";
  options.secure = false;
  auto client = made(gw_aster_client_new, options);
  CHECK(client.sent_text().contains(R"("passwd":"pw")"));
  CHECK_FALSE(client.shown().contains("\"pw\""));
  client.receives(
      "{\"command\":\"API_version\",\"status\":200,\"version\":[1,2,3]}\n"
      "{\"command\":\"login\",\"status\":200,\"uuid\":111}\n",
      {GW_EVENT_ASTER_READY});
  CHECK(client.last().ready.self == 111);
  CHECK(client.last().ready.version[2] == 3);

  std::uint32_t id = 0;
  CHECK(gw_aster_send(client, 7, "hi", 0, &id) == GW_OK);
  CHECK(client.sent_text().contains(R"("content":"hi")"));
  const std::string posted =
      R"({"command":"content","author_uuid":111,"channel_uuid":7,"content":"h\u0069","date":5,"edited":false,"status":200,"uuid":9})"
      "\n";
  client.receives(posted, {GW_EVENT_ASTER_POSTED});
  CHECK(client.last().posted.uuid == 9);
  CHECK(client.last().posted.channel == 7);
  CHECK(unescaped(client.last().posted.content) == "hi");
  client.receives("{\"command\":\"send\",\"status\":200,\"message\":9}\n", {GW_EVENT_ASTER_ANSWER});
  CHECK(client.last().id == id);
  CHECK(of_c(client.last().aster_packet.command) == "send");
  CHECK(of_c(client.last().aster_packet.line).contains("\"message\":9"));

  CHECK(gw_aster_history(client, 7, 10, 0, nullptr) == GW_OK);
  CHECK(gw_aster_request(client, R"({"command":"ping"})", 0, nullptr) == GW_OK);
  CHECK(gw_aster_request(client, "ping", 0, nullptr) == GW_USAGE);
  const std::string asked = client.sent_text();
  CHECK(asked.contains("history"));
  CHECK(asked.contains("ping"));
  client.receives(
      "{\"command\":\"history\",\"status\":200,\"data\":[]}\n{\"command\":\"ping\",\"status\":200}\n",
      {GW_EVENT_ASTER_ANSWER, GW_EVENT_ASTER_ANSWER});
  client.receives("{\"command\":\"online\",\"status\":200,\"data\":[111]}\n", {GW_EVENT_ASTER_CHANGED});
  CHECK(of_c(client.last().aster_packet.command) == "online");
  CHECK(of_c(client.last().aster_packet.line).contains("[111]"));
}

#ifdef GAMEWIRE_TLS
TEST_CASE("each client of streams has TLS below it, which agrees on HTTP for those that speak it") {
  auto tls = initialised(&gw_tls_options_init);
  tls.host = "play.example";
  tls.authorities_pem = "";
  const auto greets = [](conversation client, bool in_http) {
    const buffer hello = client.sent();
    REQUIRE(hello.size() > 5);
    CHECK(hello[0] == std::byte{0x16});
    CHECK(as_text(hello).contains("play.example"));
    CHECK(as_text(hello).contains("http/1.1") == in_http);
  };
  tls.verify = false;  // so that no authorities are read
  auto rcon = initialised(&gw_rcon_options_init);
  rcon.password = "pw";
  rcon.secure = true;
  rcon.tls = &tls;
  rcon.host = "play.example";
  rcon.secret[0] = 1;
  greets(made(gw_rcon_client_new, rcon), false);
  greets(made(gw_rcon_webrcon_client_new, rcon), true);
  auto asf = initialised(&gw_asf_options_init);
  asf.secure = true;
  asf.tls = &tls;
  asf.secret[0] = 1;
  auto client = made(gw_asf_client_new, asf);
  CHECK(gw_asf_command(client, "status", 0, nullptr) == GW_OK);
  greets(std::move(client), true);
  greets(made(gw_asf_log_new, asf), true);
  auto webapi = initialised(&gw_webapi_options_init);
  webapi.tls = &tls;
  auto steam = made(gw_webapi_client_new, webapi);
  CHECK(gw_webapi_discover(steam, 0, nullptr) == GW_OK);
  greets(std::move(steam), true);
  auto aster = initialised(&gw_aster_options_init);
  aster.name = "bot";
  aster.tls = &tls;
  greets(made(gw_aster_client_new, aster), false);
}

TEST_CASE("TLS options: pins that are counted and not there are not any key") {
  auto tls = initialised(&gw_tls_options_init);
  tls.verify = false;
  auto rcon = initialised(&gw_rcon_options_init);
  rcon.secure = true;
  rcon.host = "a.test";
  rcon.tls = &tls;
  tls.pin_count = 2;
  gw_machine* machine = nullptr;
  CHECK(gw_rcon_client_new(&rcon, &machine) == GW_USAGE);
  CHECK(machine == nullptr);
  const std::array<std::uint8_t, 64> pins{};
  tls.pins = pins.data();
  CHECK(gw_rcon_client_new(&rcon, &machine) == GW_OK);
  gw_free(machine);
}

TEST_CASE("TLS options: authorities that cannot be read, and no host to verify") {
  auto tls = initialised(&gw_tls_options_init);
  auto rcon = initialised(&gw_rcon_options_init);
  rcon.secure = true;
  gw_machine* machine = nullptr;
  CHECK(gw_rcon_client_new(&rcon, &machine) == GW_USAGE);  // no host
  rcon.tls = &tls;
  tls.host = "a.test";
  tls.authorities_pem = "nonsense";
  CHECK(gw_rcon_client_new(&rcon, &machine) != GW_OK);
  CHECK(machine == nullptr);
  tls.authorities_pem = nullptr;
  tls.authorities_file = "/nonexistent";
  CHECK(gw_rcon_client_new(&rcon, &machine) != GW_OK);
}
#endif
