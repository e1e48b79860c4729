/// Both sides of WebSocket against each other: what they carry, and what options make of it.
#include <doctest/doctest.h>

#include <gamewire/over.hpp>
#include <gamewire/random.hpp>

#include "support/toy_layer.hpp"
#include "support/toy_machine.hpp"
#include "support/websocket_pair.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::websocket;

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
  for (const char* const word : {"Chat", "hat"}) {
    pair_of none(chat, {.protocol = word});
    none.run();
    CHECK((none.client.layer.open() && none.client.end() == "none"));
  }
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

TEST_SUITE_END();
