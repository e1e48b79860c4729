/// Both sides of TLS in memory: what is said, how it is cut, how it ends.
#include "pair.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

std::string long_text(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i * i % 23);
  return text;
}

/// A copy, for what a layer gives to send is gone with its next call.
std::string bytes_of(bytes in) { return std::string(as_text(in)); }

}  // namespace

TEST_CASE("tls: what one says the other hears, and then the farewell") {
  tls_pair both;
  CHECK_FALSE(both.client.layer.secure());
  CHECK(both.client.layer.version().empty());
  CHECK(both.client.layer.write(as_bytes("too early"), both.now) == 0);
  both.run();
  CHECK(both.client.layer.secure());
  CHECK(both.server.layer.secure());
  CHECK(both.client.layer.version() == "TLSv1.3");
  CHECK(both.client.layer.deadline() == never);
  both.say(both.client, "hello");
  both.say(both.server, "world");
  CHECK(both.server.heard == "hello");
  CHECK(both.client.heard == "world");
  CHECK(both.client.end() == "none");
  both.client.layer.shutdown(both.now);
  CHECK_FALSE(both.client.layer.done());
  both.run();
  CHECK(both.client.layer.done());
  CHECK(both.server.layer.plain_end() == std::error_code());
  // The other direction is still open, for whoever listens.
  CHECK_FALSE(both.server.layer.done());
  CHECK(both.server.layer.write(as_bytes("bye"), both.now) == 3);
  both.server.layer.shutdown(both.now);
  both.run();
  CHECK(both.server.layer.done());
  CHECK(both.client.heard == "world");
}

TEST_CASE("tls: however the bytes are cut") {
  for (const std::size_t size : {1U, 2U, 3U, 5U, 7U, 64U, 1000U, 20000U}) {
    tls_pair both;
    both.run(size);
    REQUIRE(both.client.layer.secure());
    const std::string text = long_text(50000);
    both.say(both.client, text);
    (void)both.server.layer.write(as_bytes(text.substr(0, 20000)), both.now);
    both.run(size);
    CHECK(both.server.heard == text);
    CHECK(text.starts_with(both.client.heard));
    CHECK(both.client.heard.size() == 16384);
  }
}

TEST_CASE("tls: cut in two at every position") {
  tls_pair probe;
  probe.run();
  for (std::size_t at = 1; at < probe.to_client; ++at) {
    tls_pair both;
    both.move(both.client, both.server, 100000, both.to_server);
    (void)both.server.layer.write(as_bytes("too early"), both.now);
    const std::string flight = bytes_of(both.server.layer.poll_transmit(both.now));
    if (at >= flight.size()) break;
    both.server.layer.transmitted(flight.size(), both.now);
    both.client.hear(as_bytes(flight).first(at), both.now);
    CHECK_FALSE(both.client.layer.secure());
    both.client.hear(as_bytes(flight).subspan(at), both.now);
    CHECK(both.client.layer.secure());
  }
}

TEST_CASE("tls: a peer that takes nothing is not written for without end, and nothing is lost") {
  auto options = client_of_test();
  options.max_unsent = 40000;
  tls_pair both(options);
  both.run();
  const std::string text = long_text(200000);
  std::size_t taken = 0;
  for (int i = 0; i < 10; ++i) {
    taken += both.client.layer.write(as_bytes(text).subspan(taken), both.now);
    CHECK(both.client.layer.poll_transmit(both.now).size() <= 40000);
  }
  CHECK(taken > 30000);
  both.say(both.client, std::string_view(text).substr(taken));
  CHECK(both.server.heard == text);
}

TEST_CASE("tls: as much as there is may wait") {
  auto options = client_of_test();
  options.max_unsent = static_cast<std::size_t>(-1);
  tls_pair both(options);
  both.run();
  const std::string text = long_text(200000);
  std::size_t taken = 0;
  for (int i = 0; i < 100; ++i) taken += both.client.layer.write(as_bytes(text).subspan(taken), both.now);
  CHECK(taken == text.size());
  both.run();
  CHECK(both.server.heard == text);
}

TEST_CASE("tls: a connection that ends without a farewell is truncated, and one in the handshake says so") {
  const std::error_code reset = std::make_error_code(std::errc::connection_reset);
  tls_pair both;
  both.run();
  both.say(both.server, "half a sen");
  both.client.layer.receive_end({}, both.now);
  both.client.listen();
  CHECK(both.client.layer.plain_end() == tls::errc::truncated);
  CHECK(*both.client.layer.plain_end() == condition::tls);
  CHECK(both.client.layer.done());
  CHECK(both.client.heard == "half a sen");
  both.server.layer.receive_end(reset, both.now);
  both.server.listen();
  CHECK(both.server.layer.plain_end() == reset);
  CHECK(both.server.layer.done());

  tls_pair early;
  early.move(early.client, early.server, 100000, early.to_server);
  early.client.layer.receive_end({}, early.now);
  CHECK(early.client.layer.plain_end() == tls::errc::closed_in_handshake);
  CHECK(early.client.layer.done());
  early.server.layer.receive_end(reset, early.now);
  CHECK(early.server.layer.plain_end() == reset);

  // Whatever comes after the farewell changes nothing.
  tls_pair whole;
  whole.run();
  whole.server.layer.shutdown(whole.now);
  whole.run();
  whole.client.layer.receive_end({}, whole.now);
  whole.client.listen();
  CHECK(whole.client.layer.plain_end() == std::error_code());
  CHECK_FALSE(whole.client.layer.done());
  CHECK(whole.client.layer.write(as_bytes("last words"), whole.now) == 10);
  CHECK_FALSE(whole.client.layer.poll_transmit(whole.now).empty());
  whole.client.layer.receive_end(reset, whole.now);
  CHECK(whole.client.layer.plain_end() == std::error_code());
  CHECK(whole.client.layer.done());
  CHECK(whole.client.layer.poll_transmit(whole.now).empty());
}

TEST_CASE("tls: what is written while the rest of before is still on its way comes after that") {
  tls_pair both;
  both.run();
  const std::string text = long_text(30000);
  std::size_t taken = both.client.layer.write(as_bytes(text).first(10000), both.now);
  for (const std::size_t some : {9000U, 500U, 5000U}) {
    const std::string piece = bytes_of(both.client.layer.poll_transmit(both.now).first(some));
    both.client.layer.transmitted(some, both.now);
    both.server.hear(as_bytes(piece), both.now);
    taken += both.client.layer.write(as_bytes(text).subspan(taken, 5000), both.now);
  }
  both.run();
  CHECK(both.server.heard == text.substr(0, taken));
  CHECK(taken == 25000);
}

TEST_CASE("tls: what speaks something else is told by that") {
  tls_pair http;
  (void)http.client.layer.poll_transmit(http.now);
  http.client.hear(as_bytes("HTTP/1.1 400 Bad Request\r\n\r\n"), http.now);
  CHECK(http.client.layer.plain_end() == tls::errc::not_tls);
  CHECK_FALSE(http.client.layer.done());  // there is an alert to send
  http.server.hear(as_bytes("GET / HTTP/1.1\r\nHost: play.example\r\n\r\n"), http.now);
  CHECK(http.server.layer.plain_end() == tls::errc::not_tls);
  tls_pair ssh;
  (void)ssh.client.layer.poll_transmit(ssh.now);
  ssh.client.hear(as_bytes("SSH-2.0-OpenSSH_9.2p1\r\n"), ssh.now);
  CHECK(ssh.client.layer.plain_end() == tls::errc::not_tls);
  ssh.server.hear(as_bytes("SSH-2.0-OpenSSH_9.2p1\r\n"), ssh.now);
  CHECK(ssh.server.layer.plain_end() == tls::errc::not_tls);
}

TEST_CASE("tls: nonsense in the middle of it is a breach, on both sides") {
  tls_pair both;
  both.run();
  both.client.hear(as_bytes("HTTP/1.1 400 Bad Request\r\n\r\n"), both.now);
  CHECK(both.client.layer.plain_end() == tls::errc::protocol);
  both.run();
  REQUIRE(both.server.layer.plain_end());
  CHECK(both.server.layer.plain_end()->value() >= static_cast<int>(tls::errc::alert));
}

TEST_CASE("tls: one byte that is not as it was sent breaks the connection, wherever it is") {
  tls_pair probe;
  probe.run();
  (void)probe.server.layer.write(as_bytes("words"), probe.now);
  const std::size_t size = probe.server.layer.poll_transmit(probe.now).size();
  for (std::size_t at = 0; at < size; ++at) {
    tls_pair both;
    both.run();
    (void)both.server.layer.write(as_bytes("words"), both.now);
    std::string record = bytes_of(both.server.layer.poll_transmit(both.now));
    record[at] = static_cast<char>(record[at] ^ 1);
    both.client.hear(as_bytes(record), both.now);
    CHECK(both.client.heard.empty());
    if (both.client.end() == "none") both.client.layer.receive_end({}, both.now), both.client.listen();
    CHECK(both.client.layer.plain_end().value_or(std::error_code()) == condition::tls);
  }
}

TEST_CASE("tls: who gives up says so to the other") {
  auto options = client_of_test();
  options.host = "elsewhere.example";
  tls_pair both(options);
  both.run();
  CHECK(both.client.layer.plain_end() == tls::errc::wrong_host);
  CHECK(both.client.layer.done());
  REQUIRE(both.server.layer.plain_end());
  CHECK(both.server.layer.plain_end()->value() > static_cast<int>(tls::errc::alert));
  CHECK(both.server.end() == "TLS: the peer gave up: bad certificate");
  CHECK(*both.server.layer.plain_end() == condition::tls);
}

TEST_CASE("tls: handshakes and farewells have their time, and then it is over") {
  auto options = client_of_test();
  options.handshake_timeout = 3s;
  tls_pair both(options);
  CHECK(both.client.layer.deadline() == never);
  (void)both.client.layer.poll_transmit(both.now);
  CHECK(both.client.layer.deadline() == both.now + 3s);
  both.client.layer.on_timeout(both.now + 3s - 1ns);
  CHECK(both.client.end() == "none");
  both.client.layer.on_timeout(both.now + 3s);
  CHECK(both.client.layer.plain_end() == tls::errc::timeout);
  CHECK(*both.client.layer.plain_end() == condition::timeout);
  CHECK(both.client.layer.deadline() == both.now + 5s);
  both.client.layer.on_timeout(both.now + 5s);
  CHECK(both.client.layer.done());
  CHECK(both.client.layer.deadline() == never);

  tls_pair stuck;
  stuck.run();
  stuck.client.layer.shutdown(stuck.now);
  CHECK(stuck.client.layer.deadline() == stuck.now + 2s);
  stuck.client.layer.on_timeout(stuck.now + 2s);
  CHECK(stuck.client.layer.done());
  CHECK(stuck.client.layer.poll_transmit(stuck.now).empty());

  tls_pair silent;
  (void)silent.server.layer.poll_transmit(silent.now);
  CHECK(silent.server.layer.deadline() == silent.now + 10s);
}

TEST_CASE("tls: shut down before it is secure, it just goes") {
  tls_pair both;
  (void)both.client.layer.poll_transmit(both.now);
  both.client.layer.shutdown(both.now);
  CHECK(both.client.layer.done());
  CHECK(both.client.layer.poll_transmit(both.now).empty());
}

TEST_CASE("tls: a new transport begins a new session, whatever came of the old one") {
  tls_pair both;
  both.run();
  both.say(both.server, "first");
  both.client.hear(as_bytes("garbage"), both.now);
  for (int i = 0; i < 2; ++i) {
    both.client.layer.opened(both.now);
    both.server.layer.opened(both.now);
    CHECK_FALSE(both.client.layer.secure());
    CHECK(both.client.end() == "none");
    CHECK_FALSE(both.client.layer.done());
    both.run();
    both.say(both.server, "again");
  }
  CHECK(both.client.heard == "firstagainagain");
}

TEST_CASE("tls: moved, it goes on; moved from, it is over") {
  tls_pair both;
  both.run();
  tls::client moved(std::move(both.client.layer));
  CHECK(both.client.layer.done());
  CHECK(both.client.layer.deadline() == never);
  CHECK(both.client.layer.poll_transmit(both.now).empty());
  CHECK_FALSE(both.client.layer.poll_plain());
  both.client.layer.receive(as_bytes("x"), both.now);
  both.client.layer = std::move(moved);
  both.say(both.client, "still here");
  CHECK(both.server.heard == "still here");
}

TEST_CASE("tls: a piece lives until the next is asked for") {
  tls_pair both;
  both.run();
  (void)both.server.layer.write(as_bytes("one"), both.now);
  (void)both.server.layer.write(as_bytes("two"), both.now);
  const std::string records = bytes_of(both.server.layer.poll_transmit(both.now));
  both.client.layer.receive(as_bytes(records), both.now);
  const auto piece = both.client.layer.poll_plain();
  REQUIRE(piece);
  (void)both.client.layer.write(as_bytes("something else"), both.now);
  both.client.layer.transmitted(3, both.now);
  both.client.layer.on_timeout(both.now);
  CHECK(as_text(*piece) == "one");
  CHECK(as_text(*both.client.layer.poll_plain()) == "two");
  CHECK_FALSE(both.client.layer.poll_plain());
}

TEST_CASE("tls: who does not drain loses the connection, and nothing else") {
  tls_pair both;
  both.run();
  (void)both.server.layer.write(as_bytes("one"), both.now);
  const std::string record = bytes_of(both.server.layer.poll_transmit(both.now));
  both.client.layer.receive(as_bytes(record), both.now);
  both.client.layer.receive(as_bytes(record), both.now);
  CHECK(both.client.layer.plain_end() == tls::errc::protocol);
}

TEST_CASE("tls: ALPN") {
  auto http = client_of_test();
  http.protocol = "http/1.1";
  auto web = server_of_test();
  web.protocol = "http/1.1";
  tls_pair agreed(http, web);
  agreed.run();
  CHECK(agreed.client.layer.protocol() == "http/1.1");
  CHECK(agreed.server.layer.protocol() == "http/1.1");
  tls_pair unasked(client_of_test(), web);
  unasked.run();
  CHECK(unasked.client.layer.secure());
  CHECK(unasked.client.layer.protocol().empty());
  tls_pair unknown(http);
  unknown.run();
  CHECK(unknown.client.layer.secure());
  CHECK(unknown.client.layer.protocol().empty());
  web.protocol = "h2";
  tls_pair at_odds(http, web);
  at_odds.run();
  CHECK(at_odds.client.end() == "TLS: the peer gave up: no application protocol");
  CHECK(at_odds.server.layer.plain_end() == tls::errc::no_agreement);
}

TEST_CASE("tls: options that make no sense are told at the end, which is at once") {
  const auto refused = [](const tls::client_options& options) {
    const tls::client one(options);
    return one.done() && one.plain_end() == make_error_code(gamewire::errc::invalid_options);
  };
  const std::string long_name(254, 'a');
  CHECK(refused({}));
  CHECK(refused({.host = "."}));
  CHECK(refused({.host = ".example"}));  // all below it would do
  CHECK(refused({.host = ".example", .verify = false}));
  CHECK(refused({.host = long_name}));
  CHECK(refused({.host = {"a\0b", 3}}));
  CHECK(refused({.host = "a", .handshake_timeout = 0s}));
  CHECK(refused({.host = "a", .closing_timeout = -1s}));
  CHECK(refused({.host = "a", .max_unsent = 1023}));
  CHECK_FALSE(refused({.host = "a", .trust = test_trust()}));
  CHECK_FALSE(refused({.verify = false}));
  tls::server nobody({});
  CHECK(nobody.done());
  CHECK(nobody.plain_end() == make_error_code(gamewire::errc::invalid_options));
  const tls::server heir(std::move(nobody));  // takes the error along, so that it is told once
  CHECK(heir.plain_end() == make_error_code(gamewire::errc::invalid_options));
  CHECK(nobody.done());
  CHECK_FALSE(nobody.plain_end());
}
