/// What WebSocket keeps, and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <initializer_list>

#include <doctest/doctest.h>

#include <gamewire/over.hpp>
#include <gamewire/rcon/webrcon.hpp>
#include <gamewire/websocket/client.hpp>

#include "support/starved.hpp"
#include "support/websocket_wire.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

buffer text_frame(std::string_view text, bool last = true) {
  return websocket::frame_of(websocket::opcode::text, text, {}, last);
}
buffer joined(std::initializer_list<buffer> all) {
  buffer whole;
  for (const buffer& one : all) whole.insert(whole.end(), one.begin(), one.end());
  return whole;
}
buffer raw(std::string_view text) { return {as_bytes(text).begin(), as_bytes(text).end()}; }

using web_client = over<websocket::messages, rcon::webrcon::client>;
const web_client::options web_options{.lower = {.host = "a", .secret_segment = "hush"}, .upper = {}};

/// The handshake and a Ping; two replies, one in two pieces, the other in two frames.
std::vector<buffer> web_pieces() {
  const buffer first = text_frame(R"({"Identifier":1001,"Message":"first"})");
  const auto half = first.begin() + 20;
  return {joined({raw(websocket::answer_to(websocket::request_of(web_options.lower))),
                  websocket::frame_of(websocket::opcode::ping, "?")}),
          {first.begin(), half},
          {half, first.end()},
          joined({text_frame(R"({"Identifier":1002,)", false),
                  websocket::frame_of(websocket::opcode::continuation, R"("Message":"second"})")})};
}

}  // namespace

TEST_SUITE_BEGIN("websocket allocations");

TEST_CASE("a machine on WebSocket ends every command, whichever allocation fails") {
  const auto pieces = web_pieces();
  std::size_t answered = 0;
  starve<web_client>(web_options, [&](auto& actor) {
    actor.request_limit = web_options.upper.deadline;
    answered = 0;
    actor.on_event = [&](const auto& event) { answered += std::holds_alternative<rcon::reply>(event); };
    for (const char* command : {"one", "two"}) ask(actor, [&](web_client& c) { return c->execute(command); });
    for (const buffer& piece : pieces) actor.receive(piece, actor.now() + 10ms);
    if (!actor.machine().has_failed()) CHECK(answered == 2);
  });
}

TEST_CASE("a WebSocket gives back what it kept of a message that is given up") {
  websocket::messages layer(web_options.lower);
  const auto hear = [&](const buffer& piece) {
    layer.receive(piece, time_point{1s});
    while (layer.poll_plain()) {
    }
  };
  layer.transmitted(layer.poll_transmit(time_point{1s}).size(), time_point{1s});
  hear(web_pieces().front());
  const std::int64_t before = allocations::live();
  hear(text_frame(std::string(50'000, 'x'), false));
  CHECK(allocations::live() - before >= 50'000);
  SUBCASE("by a failure") { hear(from_hex("83 00")); }
  SUBCASE("by a goodbye") { layer.shutdown(time_point{1s}); }
  SUBCASE("by the end of the transport") {
    layer.receive_end({}, time_point{1s});
    hear({});
  }
  CHECK(allocations::live() - before < 1000);
}

TEST_SUITE_END();
