/// WebSocket's time and limits: the handshake, signs of life, floods.
#include <doctest/doctest.h>

#include "support/websocket_pair.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::websocket;

TEST_SUITE_BEGIN("websocket connection limits");

TEST_CASE("nothing is taken before the handshake, and no more than may wait behind it") {
  client_options small = of_client;
  small.max_unsent = 100;
  pair_of on(small);
  CHECK(on.client.layer.write(as_bytes("early"), on.now) == 0);
  on.run();
  CHECK(on.client.layer.write(as_bytes(std::string(60, 'a')), on.now) == 60);
  CHECK(on.client.layer.write(as_bytes(std::string(60, 'b')), on.now) == 0);
  on.run();
  CHECK(on.client.layer.write(as_bytes(std::string(500, 'c')), on.now) == 500);  // when none waits
  CHECK(on.client.layer.write(as_bytes("d"), on.now) == 0);
  on.run();
  CHECK(on.server.heard == std::string(60, 'a') + '|' + std::string(500, 'c') + '|');
}

TEST_CASE("what is written while some is on its way goes behind it") {
  pair_of on;
  on.run();
  std::string all;
  for (unsigned i = 0; i < 200; ++i) {
    const std::string text(1 + i % 90, static_cast<char>('a' + i % 26));
    if (on.client.layer.write(as_bytes(text), on.now) != 0) all += text + '|';
    for (unsigned pieces = i % 3; pieces != 0; --pieces) on.move(on.client, on.server, 1 + i % 60);
  }
  on.run();
  CHECK(on.server.heard == all);
}

TEST_CASE("a handshake has its time, from the first transmit") {
  pair_of on;
  CHECK(on.client.layer.deadline() == never);
  (void)on.client.layer.poll_transmit(on.now);
  CHECK(on.client.layer.deadline() == on.now + 10s);
  on.timeout(on.client);
  CHECK(on.client.end() == make_error_code(websocket::errc::handshake_timeout).message());
  CHECK(on.client.layer.done());
  CHECK(on.client.layer.deadline() == never);
}

TEST_CASE("who is silent is asked for a sign of life, and given up without one") {
  pair_of on(of_client, {.ping_interval = 0s});
  on.run();
  CHECK(on.server.layer.deadline() == never);
  CHECK(on.client.layer.deadline() == on.now + 30s);
  on.timeout(on.client);
  CHECK(on.client.layer.deadline() == on.now + 10s);
  on.run();  // the ping is answered
  CHECK(on.client.layer.deadline() == on.now + 30s);
  on.now += 1s;
  on.say(on.server, "alive");
  CHECK(on.client.layer.deadline() == on.now + 30s);
  on.timeout(on.client);
  CHECK(on.frames_of(on.client) == "ping\n");
  on.timeout(on.client);
  CHECK(on.client.end() == make_error_code(websocket::errc::no_pong).message());
  CHECK(on.frames_of(on.client) == "close 1011\n");
  CHECK(on.client.layer.done());
}

TEST_CASE("neither pings nor pongs are put into a transport that is full") {
  client_options small = of_client;
  small.max_unsent = 20;
  pair_of on(small);
  on.run();
  CHECK(on.client.layer.write(as_bytes("much to say, again and again"), on.now) != 0);
  on.timeout(on.client);
  const auto waiting = on.client.layer.poll_transmit(on.now).size();
  CHECK(waiting == 6 + 28);
  for (int i = 0; i < 100; ++i) {
    on.client.hear(frame_of(opcode::ping, "x"), on.now);
    CHECK(on.client.layer.poll_transmit(on.now).size() == waiting);
  }
  on.client.layer.transmitted(waiting, on.now);
  CHECK(on.frames_of(on.client) == "pong \"x\"\n");
}

TEST_CASE("a ping waits for room, and the peer is not given up while he takes what lies before it") {
  client_options small = of_client;
  small.max_unsent = 20;
  pair_of on(small);
  on.run();
  CHECK(on.client.layer.write(as_bytes("much to say, again and again"), on.now) != 0);
  on.timeout(on.client);
  const time_point asked = on.now;
  CHECK(on.client.layer.deadline() == asked + 10s);
  const auto takes = [&](std::size_t size) {
    on.now += 6s;
    CHECK(on.client.layer.poll_transmit(on.now).size() >= size);
    on.client.layer.transmitted(size, on.now);
    CHECK(on.client.layer.deadline() == on.now + 10s);
  };
  takes(1);
  takes(20);
  CHECK(on.client.layer.poll_transmit(on.now).size() == 13);  // there is no room for it yet
  takes(13);
  CHECK(on.client.layer.poll_transmit(on.now).size() == 6);
  takes(5);
  takes(1);
  CHECK(on.client.layer.poll_transmit(on.now).empty());
  // It has gone, and what goes behind it is no sign.
  CHECK(on.client.layer.write(as_bytes("?"), on.now) == 1);
  on.now += 1s;
  on.client.layer.transmitted(on.client.layer.poll_transmit(on.now).size(), on.now);
  CHECK(on.client.layer.deadline() == on.now + 9s);
  on.timeout(on.client);
  CHECK(on.client.end() == make_error_code(websocket::errc::no_pong).message());
}

TEST_CASE("who takes nothing is given up, though no ping has gone") {
  client_options small = of_client;
  small.max_unsent = 20;
  pair_of on(small);
  on.run();
  CHECK(on.client.layer.write(as_bytes("much to say, again and again"), on.now) != 0);
  on.timeout(on.client);
  on.client.layer.transmitted(0, on.now + 5s);
  CHECK(on.client.layer.deadline() == on.now + 10s);
  on.timeout(on.client);
  CHECK(on.client.end() == make_error_code(websocket::errc::no_pong).message());
}

TEST_CASE("pings and pongs go where hardly anything may wait") {
  client_options least = of_client;
  least.max_unsent = 1;
  pair_of on(least);
  on.run();
  on.client.hear(frame_of(opcode::ping, "who is there?"), on.now);
  CHECK(on.frames_of(on.client) == "pong \"who is there?\"\n");
  on.timeout(on.client);
  CHECK(on.frames_of(on.client) == "ping\n");
}

TEST_CASE("of a flood of pings the last is answered") {
  pair_of on;
  on.run();
  buffer flood;
  for (int i = 0; i < 1000; ++i) {
    const buffer one = frame_of(opcode::ping, std::to_string(i));
    flood.insert(flood.end(), one.begin(), one.end());
  }
  on.client.hear(flood, on.now);
  CHECK(on.frames_of(on.client) == "pong \"999\"\n");
}

TEST_CASE("fragments that bring nothing have a limit, in each message anew") {
  client_options few = of_client;
  few.max_empty_fragments = 3;
  pair_of on(few);
  on.run();
  for (int message = 0; message < 3; ++message) {
    on.client.hear(frame_of(opcode::text, "", {}, false), on.now);
    on.client.hear(frame_of(opcode::continuation, "a", {}, false), on.now);
    on.client.hear(frame_of(opcode::continuation, "", {}, false), on.now);
    on.client.hear(frame_of(opcode::continuation, "", {}, false), on.now);
    on.client.hear(frame_of(opcode::continuation, ""), on.now);  // the last is no more than the end
  }
  CHECK(on.client.heard == "a|a|a|");
  on.client.hear(frame_of(opcode::text, "a", {}, false), on.now);
  for (int i = 0; i < 3; ++i) on.client.hear(frame_of(opcode::continuation, "", {}, false), on.now);
  CHECK(on.client.end() == "none");
  on.client.hear(frame_of(opcode::continuation, "", {}, false), on.now);
  CHECK(on.client.end() == make_error_code(websocket::errc::too_many_fragments).message());
  CHECK(on.frames_of(on.client) == "close 1008\n");
}

TEST_CASE("also those count that nobody waits for any more") {
  pair_of on(of_client, {.max_empty_fragments = 3});
  on.run();
  on.server.layer.shutdown(on.now);
  CHECK(on.frames_of(on.server) == "close 1000\n");
  on.server.hear(frame_of(opcode::text, "", mask{}, false), on.now);
  CHECK_FALSE(on.server.layer.done());
  for (int i = 0; i < 3; ++i) on.server.hear(frame_of(opcode::continuation, "", mask{}, false), on.now);
  CHECK(on.server.layer.done());
}

TEST_SUITE_END();
