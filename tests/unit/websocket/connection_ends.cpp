/// The ends of a WebSocket: goodbyes, transports that break, refusals.
#include <doctest/doctest.h>

#include "support/websocket_pair.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::websocket;

TEST_SUITE_BEGIN("websocket connection ends");

TEST_CASE("goodbye waits for the peer's, but not for long") {
  pair_of on;
  on.run();
  on.client.layer.shutdown(on.now);
  CHECK(on.client.layer.write(as_bytes("late"), on.now) == 0);
  CHECK(on.frames_of(on.client) == "close 1000\n");
  CHECK_FALSE(on.client.layer.done());
  on.client.hear(frame_of(opcode::text, std::string(5000, 'x')), on.now);  // does not count any more
  on.client.hear(frame_of(opcode::ping, "x"), on.now);
  CHECK(on.frames_of(on.client).empty());
  CHECK(on.client.heard.empty());
  CHECK(on.client.end() == "none");
  SUBCASE("it comes") { on.client.hear(frame_of(opcode::close, ""), on.now); }
  SUBCASE("it does not") {
    CHECK(on.client.layer.deadline() == on.now + 2s);
    on.timeout(on.client);
  }
  SUBCASE("the transport ends") { on.client.layer.receive_end({}, on.now); }
  CHECK(on.client.layer.done());
  CHECK(on.client.layer.deadline() == never);
}

TEST_CASE("goodbye in the middle of what comes") {
  for (const bool whole : {true, false}) {
    pair_of on;
    on.run();
    buffer all = frame_of(opcode::text, "first");
    const buffer second = frame_of(opcode::text, "second"), end = frame_of(opcode::close, "");
    all.insert(all.end(), second.begin(), second.end() - (whole ? 0 : 3));
    if (whole) all.insert(all.end(), end.begin(), end.end());
    on.client.layer.receive(all, on.now);
    const auto first = on.client.layer.poll_plain();
    REQUIRE(first);
    on.client.layer.shutdown(on.now);
    CHECK(as_text(*first) == "first");
    CHECK_FALSE(on.client.layer.poll_plain());
    CHECK(on.frames_of(on.client) == "close 1000\n");
    CHECK(on.client.layer.done() == whole);
    if (!whole) on.client.hear(bytes(second).last(3), on.now), on.client.hear(end, on.now);
    CHECK(on.client.layer.done());
  }
}

TEST_CASE("the peer's goodbye is answered, and ends writing") {
  pair_of on;
  on.run();
  on.client.hear(frame_of(opcode::close,
                          "\x03\xf3"
                          "bad"),
                 on.now);
  CHECK(on.client.layer.plain_end() == close_error(1011));
  CHECK(on.client.layer.plain_end()->default_error_condition() == condition::server);
  CHECK(on.client.layer.write(as_bytes("late"), on.now) == 0);
  CHECK(on.frames_of(on.client) == "close 1011\n");
  CHECK_FALSE(on.client.layer.done());
  CHECK(on.client.layer.deadline() == never);
  on.client.layer.shutdown(on.now);
  CHECK(on.client.layer.done());
}

TEST_CASE("the transport's end is told behind what came before it") {
  for (const std::error_code why : {std::error_code(), std::make_error_code(std::errc::connection_reset)}) {
    pair_of on;
    on.run();
    buffer both = frame_of(opcode::text, "a");
    both.insert(both.end(), {std::byte{0x81}, std::byte{1}, std::byte{'b'}, std::byte{0x81}});
    on.client.layer.receive(both, on.now);
    on.client.layer.receive_end(why, on.now);
    CHECK_FALSE(on.client.layer.plain_end());
    on.client.listen();
    CHECK(on.client.heard == "a|b|");
    CHECK(on.client.layer.plain_end() == (why ? why : make_error_code(websocket::errc::truncated)));
    CHECK(on.client.layer.done());
  }
}

TEST_CASE("a piece that comes before the last was drained makes a hole") {
  pair_of on;
  on.run();
  const buffer text = frame_of(opcode::text, "a");
  on.client.layer.receive(text, on.now);
  on.client.layer.receive(text, on.now);
  CHECK(on.client.layer.plain_end() == make_error_code(websocket::errc::not_drained));
}

TEST_CASE("an answer that comes before the request has gone is none") {
  messages layer(of_client);
  const std::string request(as_text(layer.poll_transmit(time_point{1s})));
  layer.transmitted(10, time_point{1s});
  const std::string answer = answer_to(request);
  layer.receive(as_bytes(answer), time_point{1s});
  CHECK(layer.plain_end() == make_error_code(websocket::errc::bad_handshake));
}

TEST_CASE("a server that refuses is heard out, whatever comes of what it has to say") {
  const std::string head =
      "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nLocation: /there\r\nContent-Length: 5\r\n\r\n";
  enum class end { whole, cut, silence };
  for (const end how : {end::whole, end::cut, end::silence}) {
    messages layer(of_client);
    const time_point start{1s};
    CHECK(layer.refusal().status == 0);
    layer.transmitted(layer.poll_transmit(start).size(), start);
    layer.receive(as_bytes(head), start);
    CHECK_FALSE(layer.plain_end());
    layer.receive(as_bytes("wh"), start);
    CHECK_FALSE(layer.plain_end());
    if (how == end::whole) layer.receive(as_bytes("y??more"), start);
    if (how == end::cut) layer.receive_end(std::make_error_code(std::errc::connection_reset), start);
    if (how == end::silence) layer.on_timeout(layer.deadline());
    CHECK(layer.plain_end() == status_error(403));
    CHECK(layer.done());
    CHECK(layer.refusal().status == 403);
    CHECK(layer.refusal().content_type == "text/plain");
    CHECK(layer.refusal().location == "/there");
    CHECK(as_text(layer.refusal().body) == (how == end::whole ? "why??" : "wh"));
    layer.opened(start);
    CHECK(layer.refusal().status == 0);
  }
}

TEST_CASE("but nobody waits for what has no length, or too much of it") {
  for (const std::string& length : {std::string(), std::string("Content-Length: 1000000\r\n")}) {
    messages layer(of_client);
    layer.transmitted(layer.poll_transmit({}).size(), {});
    const std::string answer =
        "HTTP/1.1 500 No\r\n" + length + "\r\n" + std::string(length.empty() ? 3 : 20'000, 'x');
    layer.receive(as_bytes(answer), {});
    CHECK(layer.plain_end() == status_error(500));
    CHECK(layer.refusal().body.size() == (length.empty() ? 3 : 0));
  }
}

TEST_CASE("a new transport begins anew, in whatever state it was") {
  pair_of on;
  on.run();
  on.client.hear(bytes(frame_of(opcode::text, "half")).first(3), on.now);
  (void)on.client.layer.write(as_bytes("unsent"), on.now);
  on.client.layer.receive_end(std::make_error_code(std::errc::connection_reset), on.now);
  on.client.listen();
  CHECK(on.client.layer.done());
  on.client.layer.opened(on.now);
  CHECK_FALSE(on.client.layer.done());
  CHECK_FALSE(on.client.layer.plain_end());
  on.server.layer.opened(on.now);
  on.say(on.client, "again");
  CHECK(on.server.heard == "again|");
}

TEST_CASE("a moved-from layer is over") {
  pair_of on;
  messages moved(std::move(on.client.layer));
  CHECK(on.client.layer.done());
  CHECK(on.client.layer.poll_transmit(on.now).empty());
  CHECK(on.client.layer.write(as_bytes("a"), on.now) == 0);
  CHECK_FALSE(moved.done());
}

TEST_CASE("errors fall under the shared conditions") {
  CHECK(status_error(401) == condition::auth);
  CHECK(status_error(403) == condition::auth);
  CHECK(status_error(404) == condition::http);
  CHECK(status_error(503) == condition::http);
  CHECK(make_error_code(websocket::errc::refused_by_close) == condition::auth);
  CHECK(close_error(1002) == condition::protocol);
  CHECK(close_error(1001) == condition::closed);
  CHECK(close_error(3000) == condition::auth);
  CHECK(make_error_code(websocket::errc::message_too_large) == condition::limit);
  CHECK(make_error_code(websocket::errc::too_many_fragments) == condition::limit);
  CHECK(make_error_code(websocket::errc::no_pong) == condition::timeout);
}

TEST_SUITE_END();
