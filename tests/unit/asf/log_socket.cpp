/// The log of ASF on the WebSocket that it comes through.
#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/asf/log.hpp>
#include <gamewire/over.hpp>

#include "support/asf_events.hpp"
#include "support/asf_samples.hpp"
#include "support/hex.hpp"
#include "support/websocket_wire.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using websocket::opcode;
using stream = over<websocket::messages, asf::log>;
static_assert(reconnecting<stream>);

constexpr std::array headers{http1::header{"Authentication", "pass", true}};
const stream::options options{
    .lower = {.host = "127.0.0.1", .port = 1242, .path = "/Api/NLog", .headers = headers}, .upper = {}};

std::string hex_of(std::string_view text) { return to_hex(as_bytes(text), text.size()); }
std::string told(opcode code, const std::string& text) {
  const buffer frame = websocket::frame_of(code, text);
  return to_hex(frame, frame.size());
}
std::string entry(const std::string& message) {
  return told(opcode::text, R"({"Result":"2026-08-21 22:01:03|ArchiSteamFarm-1|INFO|ASF|)" + message +
                                R"(","Message":"OK","Success":true})");
}

}  // namespace

TEST_SUITE_BEGIN("asf log socket");

TEST_CASE("history in one piece with the handshake, sent with the password; again on the next connection") {
  stream subject(options);
  std::vector<std::string> log;
  const auto receive = [&](const std::string& hex, time_point now) {
    const buffer in = from_hex(hex);
    subject.receive(in, now);
    while (const auto event = subject.poll_event()) log.push_back(describe(*event));
  };
  const auto shake_hands = [&](time_point now) {
    subject.opened(now);
    const std::string asked(as_text(subject.poll_transmit(now)));
    subject.transmitted(asked.size(), now);
    CHECK(asked.find("\r\nAuthentication: pass\r\n") != asked.npos);
    return hex_of(websocket::answer_to(asked)) + ' ';
  };
  receive(shake_hands({}) + entry("a") + ' ' + entry("b") + ' ' + told(opcode::pong, ""), {});
  receive(entry("c"), time_point(2s));
  subject.receive_end({}, time_point(2s));
  while (const auto event = subject.poll_event()) log.push_back(describe(*event));
  CHECK(!subject.wants_transport());
  subject.on_timeout(time_point(4s));
  REQUIRE(subject.wants_transport());
  receive(shake_hands(time_point(4s)) + entry("b") + ' ' + entry("c") + ' ' + entry("d"), time_point(4s));
  const std::string lost = "disconnected: " + make_error_code(websocket::errc::truncated).message();
  CHECK(log == std::vector<std::string>{"history info ASF: a", "history info ASF: b", "info ASF: c", lost,
                                        "history info ASF: d"});
}

TEST_CASE("a password that is wrong is sent once") {
  for (const char* refusal : {"401.http", "403_banned.http"}) {
    CAPTURE(refusal);
    stream subject(options);
    subject.opened({});
    subject.transmitted(subject.poll_transmit({}).size(), {});
    const std::string answer = sample(std::string("asf_http/") + refusal);
    subject.receive(as_bytes(answer), {});
    const auto event = subject.poll_event();
    REQUIRE(event);
    REQUIRE(std::holds_alternative<closed>(*event));
    CHECK(std::get<closed>(*event).error == condition::auth);
  }
}
