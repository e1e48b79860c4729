/// Machines on WebSocket, with everything that can break broken at every step.
#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/over.hpp>

#include "support/a2s_events.hpp"
#include "support/a2s_wire.hpp"
#include "support/script.hpp"
#include "support/toy_layer.hpp"
#include "support/websocket_wire.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::a2s_wire;

namespace {

using websocket::opcode;
using query = over<websocket::messages, a2s::client>;
using deep_query = over<toy_layer<framing::stream>, query>;
static_assert(machine<query> && machine<deep_query>);

const query::options options{.lower = {.host = "a", .writes = websocket::message_type::binary},
                             .upper = {.deadline = 8s}};

std::string hex_of(std::string_view text) { return to_hex(as_bytes(text), text.size()); }
std::string hex_of(const buffer& in) { return to_hex(in, in.size()); }

const std::string asked = websocket::request_of(options.lower);
std::string answered() { return hex_of(websocket::answer_to(asked)); }

/// The frame that a client without a secret sends as its `n`th, from 0.
std::string sent(unsigned n, opcode code, const std::string& payload) {
  websocket::key_source keys({});
  (void)keys.next_handshake_key();
  while (n-- != 0) (void)keys.next_mask();
  const buffer raw = from_hex(payload);
  return hex_of(websocket::frame_of(code, as_text(raw), keys.next_mask()));
}
std::string told(opcode code, const std::string& payload) {
  const buffer raw = from_hex(payload);
  return hex_of(websocket::frame_of(code, as_text(raw)));
}

constexpr auto info = [](query& on) { return on->request_info(); };

}  // namespace

TEST_SUITE_BEGIN("websocket machines");

TEST_CASE("a conversation, and a ping in it") {
  script<query>(options)
      .asks(info)
      .sends(hex_of(asked))
      .passes(40ms)
      .receives(answered())
      .sends(sent(0, opcode::binary, info_request))
      .receives(told(opcode::ping, "\"hi\""))
      .sends(sent(1, opcode::pong, "\"hi\""))
      .receives(told(opcode::binary, info_answer))
      .event("info 1")
      .closes()
      .event("closed")
      .sends(sent(2, opcode::close, "03 E8"))
      .receives(told(opcode::close, "03 E8"))
      .check();
}

TEST_CASE("an answer with a challenge, and a ping, in one piece with the handshake") {
  script<query>(options)
      .asks(info)
      .sends(hex_of(asked))
      .receives(answered() + ' ' + told(opcode::ping, ""))
      .sends(sent(0, opcode::binary, info_request) + ' ' + sent(1, opcode::pong, ""))
      .receives(told(opcode::binary, challenge_header + "01 02 03 04") + ' ' + told(opcode::ping, "\"x\""))
      .sends(sent(2, opcode::binary, info_request + "01 02 03 04") + ' ' + sent(3, opcode::pong, "\"x\""))
      .receives(told(opcode::binary, info_answer) + ' ' + told(opcode::close, ""))
      .sends(sent(4, opcode::close, ""))
      .event("info 1")
      .event("closed")
      .check();
}

TEST_CASE("a server that refuses") {
  script<query>(options)
      .asks(info)
      .sends(hex_of(asked))
      .receives(hex_of("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"))
      .event("failed 1: no WebSocket: the server answered 401 Unauthorized")
      .event("closed: no WebSocket: the server answered 401 Unauthorized")
      .check();
}

TEST_CASE("a server that closes with a code") {
  script<query>(options)
      .asks(info)
      .sends(hex_of(asked))
      .receives(answered())
      .sends(sent(0, opcode::binary, info_request))
      .receives(told(opcode::close, "03 F0"))
      .sends(sent(1, opcode::close, "03 F0"))
      .event("failed 1: the peer closed: 1008 policy violation")
      .event("closed: the peer closed: 1008 policy violation")
      .check();
}

TEST_CASE("a server that breaks the protocol") {
  script<query>(options)
      .asks(info)
      .sends(hex_of(asked))
      .receives(answered() + " 83 00")
      .sends(sent(0, opcode::close, "03 EA"))
      .event("failed 1: a WebSocket frame of an unknown kind")
      .event("closed: a WebSocket frame of an unknown kind")
      .check();
}

TEST_CASE("a handshake that does not come") {
  script<query>({.lower = {.host = "a", .handshake_timeout = 3s}, .upper = {.deadline = 8s}})
      .asks(info)
      .sends(hex_of(asked))
      .timeout_at(3s)
      .event("failed 1: no WebSocket handshake in time")
      .event("closed: no WebSocket handshake in time")
      .check();
}

TEST_CASE("another layer below") {
  observed<deep_query> on(deep_query({.lower = {.max_frame = 250, .max_unsent = 4000}, .upper = options}));
  std::string out;
  std::vector<std::string> log;
  on.on_send = [&](bytes some) { return out += as_text(some), some.size(); };
  on.on_event = [&](const auto& event) { log.push_back(describe(event).substr(0, 6)); };
  (void)on.ask([](deep_query& deep) { return (*deep)->request_info(); });
  const auto hear = [&](const std::string& hex) {
    const buffer raw = from_hex(hex);
    for (std::size_t at = 0; at < raw.size(); at += 200) {
      buffer framed{static_cast<std::byte>(std::min<std::size_t>(200, raw.size() - at))};
      framed.insert(framed.end(), raw.begin() + static_cast<std::ptrdiff_t>(at),
                    raw.begin() + static_cast<std::ptrdiff_t>(std::min(raw.size(), at + 200)));
      on.receive(framed, on.now());
    }
  };
  on.receive(as_bytes("HI"), on.now());
  CHECK(out.starts_with("HI"));
  CHECK(out.find(asked.substr(0, 50)) != out.npos);
  hear(answered());
  hear(told(opcode::binary, info_answer));
  CHECK(log == std::vector<std::string>{"info 1"});
  on.finish();
  for (const std::string& breach : on.breaches()) FAIL_CHECK(breach);
}

TEST_SUITE_END();
