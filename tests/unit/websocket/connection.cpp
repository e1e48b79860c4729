/// Both sides of WebSocket against each other, in memory; their limits, their time, their ends.
#include <algorithm>

#include <doctest/doctest.h>

#include <gamewire/over.hpp>
#include <gamewire/random.hpp>

#include "support/toy_layer.hpp"
#include "support/toy_machine.hpp"
#include "support/websocket_wire.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::websocket;

namespace {

const client_options of_client{.host = "game.example", .port = 28016};

template <class Side>
struct party {
  explicit party(const typename Side::options& chosen) : layer(chosen) {}

  void hear(bytes piece, time_point now) {
    buffer exact(piece.begin(), piece.end());
    layer.receive(exact, now);
    listen();
    std::ranges::fill(exact, std::byte{0xa5});
  }
  void listen() {
    while (const auto piece = layer.poll_plain()) {
      heard += as_text(*piece);
      if (Side::plain == framing::datagram) heard += '|';
    }
  }
  [[nodiscard]] std::string end() const {
    const auto why = layer.plain_end();
    return !why ? "none" : *why ? why->message() : "orderly";
  }

  Side layer;
  std::string heard;
};

template <class Client = messages, class Server = server_messages>
struct pair_of {
  explicit pair_of(const client_options& for_client = of_client, const server_options& for_server = {})
      : client(for_client), server(for_server) {}

  /// Until nothing moves, in pieces of at most `size` bytes.
  void run(std::size_t size = std::size_t{1} << 20U) {
    while (move(client, server, size) || move(server, client, size)) {
    }
  }
  template <class From, class To>
  bool move(From& from, To& to, std::size_t size) {
    const bytes out = from.layer.poll_transmit(now);
    if (out.empty()) return false;
    const buffer piece(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min(size, out.size())));
    from.layer.transmitted(piece.size(), now);
    to.hear(piece, now);
    return true;
  }
  template <class From>
  void say(From& from, std::string_view text, std::size_t size = std::size_t{1} << 20U) {
    for (int idle = 0; !text.empty() && idle < 3; ++idle) {
      const std::size_t taken = from.layer.write(as_bytes(text), now);
      text.remove_prefix(taken);
      if (taken != 0) idle = 0;
      if (taken == 0) run(size);
    }
    CHECK(text.empty());
    run(size);
  }
  /// What a side sends now, taken.
  template <class From>
  std::string frames_of(From& from) {
    const bytes out = from.layer.poll_transmit(now);
    std::string log = describe_frames(out, "");
    from.layer.transmitted(out.size(), now);
    return log;
  }
  void timeout(auto& of) { of.layer.on_timeout(now = of.layer.deadline()); }

  party<Client> client;
  party<Server> server;
  time_point now{1s};
};

}  // namespace

TEST_SUITE_BEGIN("websocket connection");

TEST_CASE("messages of all sizes go both ways, however the stream is cut") {
  for (const std::size_t size : {1U, 7U, 1000U, 1U << 20U}) {
    pair_of on;
    std::string all;
    for (const std::size_t length : {1U, 124U, 125U, 126U, 127U, 5000U, 65535U, 65536U, 100000U}) {
      const std::string text(length, static_cast<char>('a' + length % 26));
      on.say(on.client, text, size);
      on.say(on.server, text, size);
      all += text + '|';
    }
    CHECK(on.server.heard == all);
    CHECK(on.client.heard == all);
    on.client.layer.shutdown(on.now);
    CHECK_FALSE(on.client.layer.done());
    on.run(size);
    CHECK(on.client.layer.done());
    CHECK(on.server.end() == "orderly");
  }
}

TEST_CASE("lines become messages, and messages lines") {
  pair_of<lines, server_messages> on;
  on.say(on.client, "one\n\ntwo\nthr");
  CHECK(on.server.heard == "one||two|");
  on.say(on.client, "ee\n");
  CHECK(on.server.heard == "one||two|three|");
  on.say(on.server, "answer");
  CHECK(on.client.heard == "answer\n");
  on.say(on.client, "no end");
  on.client.layer.shutdown(on.now);
  on.run();
  CHECK(on.server.heard == "one||two|three|no end|");
}

TEST_CASE("a line longer than what may wait goes in several frames, and arrives as one") {
  client_options small = of_client;
  small.max_unsent = 100;
  pair_of<lines, server_lines> on(small);
  on.run();
  std::string text(1000, 'x');
  on.say(on.client, text + "\nshort\n");
  CHECK(on.server.heard == text + "\nshort\n");
  for (std::size_t piece = 1; piece < 300; piece += 13) {  // written in whichever pieces
    std::string_view rest = text;
    on.server.heard.clear();
    for (; !rest.empty(); rest.remove_prefix(std::min(rest.size(), piece)))
      on.say(on.client, rest.substr(0, piece));
    CHECK(on.server.heard.empty());
    on.say(on.client, "\n");
    CHECK(on.server.heard == text + '\n');
  }
}

TEST_CASE("random lines in random pieces") {
  client_options small = of_client;
  small.max_unsent = 60;
  split_mix dice(7);
  for (int round = 0; round < 200; ++round) {
    pair_of<lines, server_lines> on(small, {.max_unsent = 50});
    std::string said;
    for (int i = 0; i < 20; ++i) {
      std::string text(dice.below(90), 'a');
      for (char& c : text)
        if (dice.below(20) == 0) c = '\n';
      on.say(on.client, text, 1 + dice.below(100));
      said += text;
    }
    on.client.layer.shutdown(on.now);
    on.run();
    if (!said.ends_with('\n')) said += '\n';
    CHECK(on.server.heard == said);
  }
}

TEST_CASE("a subprotocol both speak, and one that only the client asks for") {
  client_options chat = of_client;
  chat.protocol = "chat";
  pair_of both(chat, {.protocol = "chat"});
  both.run();
  CHECK(both.client.layer.open());
  CHECK(request_of(chat).find("\r\nSec-WebSocket-Protocol: chat\r\n") != std::string::npos);
  pair_of one(chat, {.protocol = "other"});
  one.run();
  CHECK(one.client.layer.open());
  pair_of wrong(chat);
  const std::string request(as_text(wrong.client.layer.poll_transmit(wrong.now)));
  wrong.client.layer.transmitted(request.size(), wrong.now);
  wrong.client.hear(as_bytes(answer_to(request, "Sec-WebSocket-Protocol: chap\r\n")), wrong.now);
  CHECK(wrong.client.end() == make_error_code(websocket::errc::unwanted_protocol).message());
}

TEST_CASE("a server that refuses says what it would take") {
  const auto refusal = [](const std::string& method, const std::string& version) {
    server_messages server;
    const std::string request =
        method + " / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Version: " + version + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    server.receive(as_bytes(request), time_point{1s});
    return std::string(as_text(server.poll_transmit(time_point{1s})));
  };
  CHECK(refusal("POST", "13") ==
        "HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nAllow: GET\r\nContent-Length: 0\r\n\r\n");
  CHECK(refusal("GET", "8") ==
        "HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nConnection: close\r\n"
        "Sec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("the request says what the options say, and shows no secrets") {
  const std::array headers{http1::header{.name = "Authentication", .value = "hush", .secret = true},
                           http1::header{.name = "X-Open", .value = "open"}};
  client_options secretive = of_client;
  secretive.path = "/base";
  secretive.secret_segment = "pass word/";
  secretive.headers = headers;
  messages layer(secretive);
  const auto text = as_text(layer.poll_transmit(time_point{1s}));
  const auto shown = as_text(layer.shown_transmit());
  CHECK(text.starts_with("GET /base/pass%20word%2F HTTP/1.1\r\nHost: game.example:28016\r\n"));
  CHECK(text.find("Authentication: hush\r\nX-Open: open\r\n") != text.npos);
  CHECK(shown.starts_with("GET /base/************** HTTP/1.1\r\nHost: game.example:28016\r\n"));
  CHECK(shown.find("Authentication: ****\r\nX-Open: open\r\n") != text.npos);
  CHECK(shown.size() == text.size());
  layer.transmitted(12, time_point{1s});
  CHECK(as_text(layer.poll_transmit(time_point{1s})).starts_with("ss%20word"));
  CHECK(as_text(layer.shown_transmit()).starts_with("************ HTTP"));
}

TEST_CASE("each transport has its key, each frame its mask") {
  messages layer(of_client);
  const std::string first(as_text(layer.poll_transmit(time_point{1s})));
  layer.opened(time_point{2s});
  const std::string second(as_text(layer.poll_transmit(time_point{2s})));
  CHECK(first != second);
  CHECK(first.size() == second.size());
  client_options keyed = of_client;
  keyed.secret = {1, 2};
  CHECK(request_of(keyed) != first);
  pair_of on;
  on.run();
  const auto frame = [&] {
    (void)on.client.layer.write(as_bytes("same"), on.now);
    const bytes out = on.client.layer.poll_transmit(on.now);
    const std::string copy(as_text(out));
    on.client.layer.transmitted(out.size(), on.now);
    return copy;
  };
  CHECK(frame() != frame());
}

TEST_CASE("who masks needs a secret, and what it carries shows whether it has one") {
  client_options keyed = of_client;
  keyed.secret = {0, 1};
  CHECK_FALSE(messages(of_client).has_secret());
  CHECK_FALSE(lines(of_client).has_secret());
  CHECK(messages(keyed).has_secret());
  CHECK(server_messages().has_secret());
  CHECK(messages(client_options{}).has_secret());  // over from the start, and so of no danger
  using carried = over<messages, toy_machine<framing::datagram>>;
  CHECK(lacks_secret(carried({.lower = of_client, .upper = {}})));
  CHECK_FALSE(lacks_secret(carried({.lower = keyed, .upper = {}})));
  using deep = over<toy_layer<framing::stream>, carried>;
  CHECK(lacks_secret(deep({.lower = {}, .upper = {.lower = of_client, .upper = {}}})));
}

TEST_CASE("what is not valid is over from the start") {
  const auto refused = [](auto change) {
    client_options bad = of_client;
    change(bad);
    const messages layer(bad);
    return bad.validate() == gamewire::errc::invalid_options && layer.done() && layer.plain_end() &&
           *layer.plain_end() == gamewire::errc::invalid_options;
  };
  CHECK_FALSE(of_client.validate());
  CHECK(refused([](auto& o) { o.host = ""; }));
  CHECK(refused([](auto& o) { o.host = "a b"; }));
  CHECK(refused([](auto& o) { o.path = ""; }));
  CHECK(refused([](auto& o) { o.path = "*"; }));
  CHECK(refused([](auto& o) { o.path = "/a b"; }));
  CHECK(refused([](auto& o) { o.path = "/?a", o.secret_segment = "b"; }));
  CHECK(refused([](auto& o) { o.secret_segment = ".."; }));
  CHECK(refused([](auto& o) { o.protocol = "a\r\nb"; }));
  CHECK(refused([](auto& o) { o.handshake_timeout = 0s; }));
  CHECK(refused([](auto& o) { o.ping_interval = -1s; }));
  CHECK(refused([](auto& o) { o.max_message = 0; }));
  CHECK(refused([](auto& o) { o.max_head = 10; }));
  for (const char* ours : {"Sec-WebSocket-Key", "sec-websocket-extensions", "Host", "Upgrade"}) {
    const http1::header header{.name = ours, .value = "x"};
    CHECK(refused([&](auto& o) { o.headers = {&header, 1}; }));
  }
  CHECK(server_options{.protocol = "a\nb"}.validate() == gamewire::errc::invalid_options);
  CHECK(server_messages({.max_unsent = 0}).done());
}

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

TEST_CASE("a ping is not sent into a transport that is full, and that does not save the peer") {
  client_options small = of_client;
  small.max_unsent = 20;
  pair_of on(small);
  on.run();
  CHECK(on.client.layer.write(as_bytes("much to say, again and again"), on.now) != 0);
  on.timeout(on.client);
  const auto waiting = on.client.layer.poll_transmit(on.now).size();
  CHECK(waiting == 6 + 28);
  for (int i = 0; i < 100; ++i) {  // nor are pongs
    on.client.hear(frame_of(opcode::ping, "x"), on.now);
    CHECK(on.client.layer.poll_transmit(on.now).size() == waiting);
  }
  on.client.layer.transmitted(waiting, on.now);
  CHECK(on.frames_of(on.client) == "pong \"x\"\n");
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
