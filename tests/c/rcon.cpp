/// RCON through the C ABI: its datagrams, Rust's WebSocket, and the server's side.
#include <doctest/doctest.h>

#include <gamewire/rcon/battleye_packet.hpp>

#include "conversation.hpp"
#include "support/rcon_wire.hpp"
#include "support/websocket_wire.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

gw_rcon_options options_with(const char* password) {
  auto options = initialised(&gw_rcon_options_init);
  options.password = password;
  return options;
}

template <class Make>
conversation made(Make make, const gw_rcon_options& options) {
  gw_machine* machine = nullptr;
  REQUIRE(make(&options, &machine) == GW_OK);
  return conversation(machine);
}

std::string battleye(unsigned type, std::string_view payload) {
  const buffer in = from_hex(payload);
  buffer out(in.size() + rcon::battleye::packet_overhead);
  return std::string(as_text(rcon::battleye::encode({static_cast<std::uint8_t>(type), in}, out).value()));
}

/// A client of WebRCON whose one command waits for its reply.
conversation rust_with_command(std::uint64_t max_reply) {
  auto options = options_with("s3cret");
  options.host = "rust.test";
  options.secret[0] = 7;
  options.max_reply = max_reply;
  auto client = made(gw_rcon_webrcon_client_new, options);
  CHECK(gw_rcon_execute(client, "status", nullptr) == GW_OK);
  client.receives(websocket::answer_to(client.sent_text()), {});
  CHECK_FALSE(client.sent().empty());
  return client;
}

/// What Rust says: `count` times a byte, as it stands in JSON.
buffer rust_says(std::string_view escaped, std::size_t count, int identifier = 1001) {
  std::string message = R"({"Message":")";
  for (std::size_t i = 0; i < count; ++i) message += escaped;
  return websocket::frame_of(
      websocket::opcode::text,
      message + R"(","Identifier":)" + std::to_string(identifier) + R"(,"Type":"Generic"})");
}

}  // namespace

TEST_SUITE_BEGIN("c rcon");

TEST_CASE("GoldSource: a challenge, a command, and a reply that ends in silence") {
  auto client = made(gw_rcon_goldsource_client_new, options_with("pass word"));
  CHECK_FALSE(gw_is_stream(client));
  std::uint32_t id = 0;
  CHECK(gw_rcon_execute(client, "status", &id) == GW_OK);
  CHECK(client.sent_text() ==
        "\xFF\xFF\xFF\xFF"
        "challenge rcon\n");
  client.receives_hex("FF FF FF FF \"challenge rcon 4063892145\" 0A 00", {});
  CHECK(client.sent_text().contains("rcon 4063892145 \"pass word\" status"));
  CHECK_FALSE(client.shown().contains("pass word"));
  client.receives_hex("FF FF FF FF \"lone\" 00 00", {GW_EVENT_AUTHENTICATED, GW_EVENT_CHUNK});
  client.passes(GW_MILLISECONDS(500));
  client.expect({GW_EVENT_REPLY});
  CHECK(client.last().id == id);
  CHECK(of_c(client.last().reply.body) == "one");
}

TEST_CASE("attempts are as many as the options say, and as there can be") {
  auto options = options_with("x");
  options.retries = options.login_retries = 0;
  for (const auto make : {gw_rcon_goldsource_client_new, gw_rcon_battleye_client_new}) {
    auto client = made(make, options);
    CHECK(gw_rcon_execute(client, "status", nullptr) == GW_OK);
    CHECK_FALSE(client.sent().empty());
    gw_on_timeout(client, client.now() + GW_SECONDS(5));
    CHECK(gw_poll_transmit(client, client.now() + GW_SECONDS(5)).size == 0);
    gw_event event;
    REQUIRE(gw_poll_event(client, &event));
    CHECK(event.type == GW_EVENT_FAILED);
  }
  gw_machine* none = nullptr;
  for (const std::int32_t wrong : {-2, 256}) {
    options.retries = wrong;
    CHECK(gw_rcon_goldsource_client_new(&options, &none) == GW_USAGE);
    CHECK(gw_rcon_battleye_client_new(&options, &none) == GW_USAGE);
  }
}

TEST_CASE("limits of Source's client") {
  auto options = options_with("x");
  options.max_queued_bytes = 1;
  auto client = made(gw_rcon_client_new, options);
  CHECK(gw_rcon_execute(client, "status", nullptr) == GW_USAGE);
  gw_machine* none = nullptr;
  options.max_frame = 0;
  CHECK(gw_rcon_client_new(&options, &none) == GW_USAGE);
}

TEST_CASE("BattlEye: a login, a command, a message, and a command without a reply") {
  auto client = made(gw_rcon_battleye_client_new, options_with("secret"));
  CHECK(client.sent_text().ends_with("secret"));
  CHECK_FALSE(client.shown().contains("secret"));
  client.receives(battleye(0, "01"), {GW_EVENT_AUTHENTICATED});
  CHECK(gw_rcon_execute(client, "players", nullptr) == GW_OK);
  (void)client.sent();
  client.receives(battleye(1, "00 \"Gordon\""), {GW_EVENT_REPLY});
  CHECK(of_c(client.last().reply.body) == "Gordon");
  client.receives(battleye(2, "07 \"hello\""), {GW_EVENT_UNSOLICITED});
  CHECK(client.last().unsolicited.packet_id == 7);
  (void)client.sent();
  CHECK(gw_rcon_execute_unanswered(client, "#shutdown", nullptr) == GW_OK);
  (void)client.sent();
  client.expect({GW_EVENT_SENT});
}

TEST_CASE("WebRCON: the password is in the path, and in no trace") {
  auto options = options_with("s3cret");
  options.host = "rust.test";
  options.secret[0] = 7;
  auto client = made(gw_rcon_webrcon_client_new, options);
  CHECK(gw_is_stream(client));
  CHECK(gw_rcon_execute(client, "status", nullptr) == GW_OK);
  const std::string request = client.sent_text();
  CHECK(request.starts_with("GET /s3cret HTTP/1.1\r\nHost: rust.test:28016\r\n"));
  CHECK_FALSE(client.shown().contains("s3cret"));
  client.receives(websocket::answer_to(request), {});
  CHECK_FALSE(client.sent().empty());
  const auto frame = websocket::frame_of(websocket::opcode::text,
                                         R"({"Message":"hostname: x","Identifier":1001,"Type":"Generic"})");
  client.receives(frame, {GW_EVENT_AUTHENTICATED, GW_EVENT_CHUNK, GW_EVENT_REPLY});
  CHECK(of_c(client.last().reply.body) == "hostname: x");
}

TEST_CASE(
    "WebRCON: max_reply is the limit of replies, however JSON has them, and no limit of other messages") {
  constexpr std::size_t mebibyte = std::size_t{1} << 20U;
  for (const std::uint64_t max_reply : {std::uint64_t{0}, 2 * mebibyte, UINT64_MAX}) {
    CAPTURE(max_reply);
    const std::size_t size = max_reply == 0 ? mebibyte : 2 * mebibyte;
    auto client = rust_with_command(max_reply);
    client.receives(rust_says("\\u0007", size), {GW_EVENT_AUTHENTICATED, GW_EVENT_CHUNK, GW_EVENT_REPLY});
    CHECK(client.last().reply.body.size == size);
  }
  auto client = rust_with_command(5);
  client.receives(rust_says("x", 100'000, 0), {GW_EVENT_AUTHENTICATED, GW_EVENT_UNSOLICITED});
  client.receives(rust_says("x", 6), {GW_EVENT_FAILED});
  CHECK(client.last().failed.error.code == GW_LIMIT);
  CHECK_FALSE(gw_done(client));
}

TEST_CASE("a lost connection is told, and renewed") {
  auto options = options_with("pw");
  options.reconnect.attempts = 3;
  auto client = made(gw_rcon_client_new, options);
  CHECK(gw_wants_transport(client));
  (void)client.sent();
  client.receives_hex(rcon_wire::value(1) + rcon_wire::verdict(1), {GW_EVENT_AUTHENTICATED});
  client.ends(ECONNRESET, {GW_EVENT_DISCONNECTED});
  CHECK(client.last().disconnected.error.value == ECONNRESET);
  CHECK(client.last().disconnected.retry_in > 0);
  CHECK_FALSE(gw_wants_transport(client));
  client.passes(client.last().disconnected.retry_in);
  CHECK(gw_wants_transport(client));
}

TEST_CASE("a responder: wrong passwords count, commands are answered, lines are printed, and a list bans") {
  gw_ban_list* bans = nullptr;
  REQUIRE(gw_ban_list_new(1, 0, 16, &bans) == GW_OK);
  {
    auto options = initialised(&gw_rcon_responder_options_init);
    options.password = "secret";
    options.verdict_delay = 0;
    options.bans = bans;
    REQUIRE(gw_endpoint_parse("192.0.2.1:5000", 0, &options.peer) == GW_OK);
    gw_machine* machine = nullptr;
    REQUIRE(gw_rcon_responder_new(&options, &machine) == GW_OK);
    conversation server(machine);
    server.receives_hex(rcon_wire::login("secret"), {GW_EVENT_LOGIN});
    CHECK(server.last().login.ok);
    CHECK_FALSE(server.sent().empty());
    server.receives_hex(rcon_wire::exec(2, "status"), {GW_EVENT_COMMAND});
    CHECK(of_c(server.last().command.text) == "status");
    const std::uint32_t id = server.last().id;
    CHECK(gw_rcon_answer(server, id + 1, "x", 1) == GW_USAGE);
    CHECK(gw_rcon_answer_part(server, id, "all ", 4) == GW_OK);
    CHECK(gw_rcon_answer(server, id, "well", 4) == GW_OK);
    CHECK(gw_rcon_print(server, "a line", 6) == GW_OK);
    const std::string said = server.sent_text();
    CHECK(said.contains("all well"));
    CHECK(said.contains("a line"));

    REQUIRE(gw_rcon_responder_new(&options, &machine) == GW_OK);
    conversation another(machine);
    another.receives_hex(rcon_wire::login("wrong"), {GW_EVENT_LOGIN});
    CHECK_FALSE(another.last().login.ok);
    CHECK(another.last().login.failures == 1);
    CHECK_FALSE(another.sent().empty());
    another.expect({GW_EVENT_CLOSED});

    REQUIRE(gw_rcon_responder_new(&options, &machine) == GW_OK);
    conversation banned(machine);
    gw_event event;
    gw_on_timeout(banned, banned.now());
    REQUIRE(gw_poll_event(banned, &event));
    CHECK(event.type == GW_EVENT_CLOSED);
    CHECK(event.closed.error.code == GW_BANNED);
  }
  gw_ban_list_free(bans);
}
