/// The log of ASF on the WebSocket that it comes through.
#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/asf/log.hpp>
#include <gamewire/over.hpp>
#include <gamewire/websocket/error.hpp>

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

std::string refusal(int status, bool permanent) {
  const std::string code = std::to_string(status);
  const std::string body = R"({"Result":{"Permanent":)" + std::string(permanent ? "true" : "false") +
                           R"(,"StatusCode":)" + code + R"(},"Message":"Failed!","Success":false})";
  return "HTTP/1.1 " + code + " No\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// What is told when the first connection is answered so.
std::vector<std::string> refused(stream& subject, const std::vector<std::string>& pieces) {
  std::vector<std::string> told;
  subject.opened({});
  subject.transmitted(subject.poll_transmit({}).size(), {});
  for (const std::string& piece : pieces) {
    CHECK(told.empty());
    subject.receive(as_bytes(piece), {});
    while (const auto event = subject.poll_event()) told.push_back(describe(*event));
  }
  return told;
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
  for (const std::string& answer :
       {sample("asf_http/401.http"), refusal(403, true), std::string("HTTP/1.1 403 Forbidden\r\n\r\n")}) {
    CAPTURE(answer);
    stream subject(options);
    const auto told = refused(subject, {answer});
    REQUIRE(told.size() == 1);
    CHECK(told.front().starts_with("closed: no WebSocket: the server answered 40"));
  }
}

TEST_CASE("a ban has an end, before which nobody asks again") {
  const std::string answer = sample("asf_http/403_banned.http");
  std::vector<std::string> bytewise;
  for (const char one : answer) bytewise.emplace_back(1, one);
  for (const auto& pieces : {std::vector{answer}, bytewise}) {
    stream subject(options);
    CHECK(refused(subject, pieces) ==
          std::vector{"disconnected: " + make_error_code(asf::errc::banned).message()});
    CHECK(!subject.wants_transport());
    CHECK(subject.deadline() == time_point(1min));
    subject.on_timeout(time_point(1min));
    CHECK(subject.wants_transport());
  }
}

TEST_CASE("and is the end when no attempt is left") {
  auto once = options;
  once.upper.reconnect.attempts = 0;
  stream subject(once);
  CHECK(refused(subject, {refusal(403, false)}) ==
        std::vector{"closed: " + make_error_code(asf::errc::banned).message()});
}

TEST_CASE("one that is elsewhere for now is asked again where it was, and the end says nothing of it") {
  stream subject(options);
  const auto told = refused(subject, {"HTTP/1.1 302 Found\r\nLocation: /later\r\nContent-Length: 0\r\n\r\n"});
  REQUIRE(told.size() == 1);
  CHECK(told.front().starts_with("disconnected: no WebSocket: the server answered 302"));
  subject.close({});
  const auto event = subject.poll_event();
  REQUIRE((event && std::holds_alternative<closed>(*event)));
  CHECK(std::get<closed>(*event).detail.empty());
}

TEST_CASE("a server that is elsewhere says where, and is not followed") {
  const std::string head = "HTTP/1.1 301 Moved Permanently\r\nLocation: https://asf.example/Api/NLog\r\n";
  for (const std::string& body : {"Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\nhi", "\r\n"}) {
    stream subject(options);
    subject.opened({});
    subject.transmitted(subject.poll_transmit({}).size(), {});
    const std::string answer = head + body;
    subject.receive(as_bytes(answer), {});
    const auto event = subject.poll_event();
    REQUIRE((event && std::holds_alternative<closed>(*event)));
    CHECK(std::get<closed>(*event).error == websocket::status_error(301));
    CHECK(std::get<closed>(*event).detail == "https://asf.example/Api/NLog");
  }
}
