#include <doctest/doctest.h>

#include <gamewire/http1/exchange.hpp>

#include "support/http1_events.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using http1::delivery;
using http1::exchange;
using played = script<exchange>;

const http1::exchange_options options{.host = "127.0.0.1", .port = 1242};

auto get(std::string_view path = "/") {
  return [path](exchange& on) { return on.send({.target = {.path = path}}); };
}
auto post(std::string_view body) {
  return [body](exchange& on) { return on.send({.method = "POST", .body = as_bytes(body)}); };
}

/// A text with "\n" for the ends of lines, as hex.
std::string wire(std::string_view text) {
  std::string lines;
  for (const char c : text) lines += c == '\n' ? "\r\n" : std::string(1, c);
  return to_hex(as_bytes(lines), lines.size());
}

std::string get_on_wire(const std::string& path = "/") {
  return wire("GET " + path + " HTTP/1.1\nHost: 127.0.0.1:1242\nAccept-Encoding: identity\n\n");
}
std::string post_on_wire(const std::string& body) {
  return wire("POST / HTTP/1.1\nHost: 127.0.0.1:1242\nAccept-Encoding: identity\nContent-Length: " +
              std::to_string(body.size()) + "\n\n" + body);
}
std::string ok(const std::string& body, const std::string& more = "") {
  return wire("HTTP/1.1 200 OK\n" + more + "Content-Length: " + std::to_string(body.size()) + "\n\n" + body);
}
std::error_code reset() { return std::make_error_code(std::errc::connection_reset); }

}  // namespace

TEST_SUITE_BEGIN("http1 exchange scripts");

TEST_CASE("a request, and its answer") {
  played(options)
      .wants_transport(false)
      .asks(get("/Api/ASF"))
      .wants_transport(true)
      .opens()
      .sends(get_on_wire("/Api/ASF"))
      .receives(ok("hello", "X-A: b\n"))
      .event("answer 1: 200 \"hello\"\n  X-A: b\n  Content-Length: 5")
      .wants_transport(true)
      .timeout_at(15s)
      .wants_transport(false)
      .check();
}

TEST_CASE("requests go over one connection, one after the other") {
  played(options)
      .asks(get("/1"))
      .asks(get("/2"))
      .opens()
      .sends(get_on_wire("/1"))
      .receives(ok("one"))
      .event("answer 1: 200 \"one\"")
      .sends(get_on_wire("/2"))
      .receives(wire("HTTP/1.1 500 Oh\nTransfer-Encoding: chunked\n\n3\ntwo\n0\nX-T: 1\n\n"))
      .event("answer 2: 500 \"two\"\n  Transfer-Encoding: chunked\n  behind: X-T: 1")
      .asks(post("three"))
      .sends(post_on_wire("three"))
      .receives(ok(""))
      .event("answer 3: 200 \"\"")
      .check();
}

TEST_CASE("a body in pieces, as they come") {
  played(options)
      .asks([](exchange& on) { return on.send({}, delivery::pieces); })
      .opens()
      .sends(get_on_wire())
      .receives(wire("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n"))
      .receives(wire("\n3\none\n3\ntwo\n"))
      .event("head 1: 200\n  Transfer-Encoding: chunked")
      .event("chunk 1 \"onetwo\"")
      .receives(wire("5\nth"))
      .event("chunk 1 \"th\"")
      .receives(wire("ree\n0\n\n"))
      .event("chunk 1 \"ree\"")
      .event("answer 1: 200 \"\"\n  Transfer-Encoding: chunked")
      .check();
}

TEST_CASE("in pieces, all at once") {
  played(options)
      .asks([](exchange& on) { return on.send({}, delivery::pieces); })
      .opens()
      .sends(get_on_wire())
      .receives(ok("hello"))
      .event("head 1: 200")
      .event("chunk 1 \"hello\"")
      .event("answer 1: 200 \"\"")
      .check();
}

TEST_CASE("Connection: close is heeded, on a new connection the next one goes") {
  played(options)
      .asks(get("/1"))
      .asks(get("/2"))
      .opens()
      .sends(get_on_wire("/1"))
      .receives(ok("one", "Connection: close\n"))
      .event("answer 1: 200 \"one\"")
      .wants_transport(false)
      .timeout_at(0s)
      .wants_transport(true)
      .opens()
      .sends(get_on_wire("/2"))
      .receives(ok("two"))
      .event("answer 2: 200 \"two\"")
      .check();
}

TEST_CASE("the end of the old connection may be told before the next is wanted") {
  played(options)
      .asks(get("/1"))
      .asks(get("/2"))
      .opens()
      .sends(get_on_wire("/1"))
      .receives(ok("one", "Connection: close\n"))
      .event("answer 1: 200 \"one\"")
      .wants_transport(false)
      .ends()
      .wants_transport(true)
      .opens()
      .sends(get_on_wire("/2"))
      .check();
}

TEST_CASE("HTTP/1.0 closes, unless it says otherwise") {
  played(options)
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .receives(wire("HTTP/1.0 200 OK\nConnection: keep-alive\nContent-Length: 1\n\na"))
      .event("answer 1: 200 \"a\"")
      .wants_transport(true)
      .asks(get())
      .sends(get_on_wire())
      .receives(wire("HTTP/1.0 200 OK\nContent-Length: 1\n\na"))
      .event("answer 2: 200 \"a\"")
      .wants_transport(false)
      .check();
}

TEST_CASE("a body that the end of the connection ends") {
  played(options)
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .receives(wire("HTTP/1.1 200 OK\n\nall"))
      .ends()
      .event("answer 1: 200 \"all\"")
      .wants_transport(false)
      .check();
}

TEST_CASE("but not one that breaks") {
  played(options)
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .receives(wire("HTTP/1.1 200 OK\n\nall"))
      .ends(reset())
      .event("failed 1: " + reset().message())
      .check();
}

TEST_CASE("a connection that went stale: GET goes again, once, on a new one") {
  played(options)
      .asks(get("/1"))
      .opens()
      .sends(get_on_wire("/1"))
      .receives(ok("one"))
      .event("answer 1: 200 \"one\"")
      .asks(get("/2"))
      .sends(get_on_wire("/2"))
      .ends()
      .wants_transport(true)
      .opens()
      .sends(get_on_wire("/2"))
      .ends(reset())
      .event("failed 2: " + reset().message())
      .wants_transport(false)
      .check();
}

TEST_CASE("POST never goes again: it may have been done") {
  played(options)
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .receives(ok("one"))
      .event("answer 1: 200 \"one\"")
      .asks(post("x"))
      .sends(post_on_wire("x"))
      .ends()
      .event("failed 2: the connection ended before the answer")
      .check();
}

TEST_CASE("nor does what has half an answer") {
  played(options)
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .receives(ok("one"))
      .event("answer 1: 200 \"one\"")
      .asks(get())
      .sends(get_on_wire())
      .receives(wire("HTTP"))
      .ends()
      .event("failed 2: the connection ended inside the answer, at byte 4")
      .check();
}

TEST_CASE("nor what a new connection left unanswered") {
  played(options)
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .ends()
      .event("failed 1: the connection ended before the answer")
      .wants_transport(false)
      .check();
}

TEST_CASE("an idle connection that ends is nobody's failure; a POST that has not left goes over the next") {
  played(options)
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .receives(ok("one"))
      .event("answer 1: 200 \"one\"")
      .ends()
      .wants_transport(false)
      .asks(post("x"))
      .opens()
      .sends(post_on_wire("x"))
      .receives(ok("two"))
      .event("answer 2: 200 \"two\"")
      .deaf()
      .asks(post("y"))
      .ends()
      .deaf(false)
      .wants_transport(true)
      .opens()
      .sends(post_on_wire("y"))
      .check();
}

TEST_CASE("a transport that cannot be opened fails all that waits for it") {
  played(options)
      .asks(get("/1"))
      .asks(get("/2"))
      .ends(std::make_error_code(std::errc::connection_refused))
      .event("failed 1: " + std::make_error_code(std::errc::connection_refused).message())
      .event("failed 2: " + std::make_error_code(std::errc::connection_refused).message())
      .wants_transport(false)
      .asks(get("/3"))
      .wants_transport(true)
      .check();
}

TEST_CASE("bytes that nobody asked for end the connection") {
  played(options)
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .receives(ok("one"))
      .event("answer 1: 200 \"one\"")
      .receives(wire("HTTP/1.1 408 Request Timeout\n\n"))
      .wants_transport(false)
      .check();
  played(options)
      .asks(get())
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .receives(ok("one") + " " + ok("smuggled"))
      .event("answer 1: 200 \"one\"")
      .wants_transport(false)
      .timeout_at(0s)
      .opens()
      .sends(get_on_wire())
      .check();
}

TEST_CASE("a greeting is no answer") {
  played(options)
      .asks(get())
      .deaf()
      .opens()
      .receives(wire("SSH-2.0\n"))
      .event("failed 1: bytes that answer no request")
      .wants_transport(false)
      .check();
}

TEST_CASE("an answer that cannot be read fails one request, and says where") {
  played(options)
      .asks(get())
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .receives(wire("HTTP/1.1 200 OK\nA : b\n\n"))
      .event("failed 1: a malformed field name, at byte 18")
      .wants_transport(false)
      .timeout_at(0s)
      .opens()
      .sends(get_on_wire())
      .check();
}

TEST_CASE("an answer before the request was sent is one, and the last on its connection") {
  auto deaf_after_some = [](exchange& on) { return on.send({.method = "POST", .body = as_bytes("abc")}); };
  exchange machine(options);
  const time_point now{};
  REQUIRE(deaf_after_some(machine));
  machine.opened(now);
  CHECK(machine.poll_transmit(now).size() > 10);
  machine.transmitted(10, now);
  const buffer early = from_hex(ok("no"));
  machine.receive(early, now);
  CHECK(machine.poll_transmit(now).empty());
  CHECK(http1::describe(machine.poll_event().value()).starts_with("answer 1: 200 \"no\""));
  CHECK_FALSE(machine.poll_event());
  CHECK_FALSE(machine.wants_transport());
}

TEST_CASE("time: a request has its deadline, from the first poll, and takes its connection with it") {
  played(options)
      .asks([](exchange& on) { return on.send({.target = {.path = "/1"}}, delivery::whole, 7s); })
      .passes(4s)
      .asks(get("/2"))
      .opens()
      .sends(get_on_wire("/1"))
      .timeout_at(3s)
      .event("failed 1: no answer in time")
      .wants_transport(false)
      .timeout_at(0s)
      .wants_transport(true)
      .opens()
      .sends(get_on_wire("/2"))
      .receives(ok("two"))
      .event("answer 2: 200 \"two\"")
      .check();
}

TEST_CASE("cancelling what waits, and what is on its way") {
  played(options)
      .asks(get("/1"))
      .asks(get("/2"))
      .asks(get("/3"))
      .opens()
      .sends(get_on_wire("/1"))
      .cancels(2)
      .event("failed 2: cancelled")
      .wants_transport(true)
      .cancels(1)
      .event("failed 1: cancelled")
      .wants_transport(false)
      .timeout_at(0s)
      .opens()
      .sends(get_on_wire("/3"))
      .check();
}

TEST_CASE("closing finishes what is open, and takes no more") {
  played(options)
      .asks(get())
      .opens()
      .sends(get_on_wire())
      .closes()
      .asks_in_vain(get(), gamewire::errc::closed)
      .receives(ok("one"))
      .event("answer 1: 200 \"one\"")
      .event("closed")
      .check();
  played(options).closes().event("closed").check();
}

TEST_CASE("an upgrade hands the stream over") {
  const auto upgrade = [](exchange& on) { return on.send({.upgrade = "websocket"}); };
  const std::string sent = wire(
      "GET / HTTP/1.1\nHost: 127.0.0.1:1242\nAccept-Encoding: identity\nConnection: Upgrade\nUpgrade: "
      "websocket\n\n");
  const std::string granted =
      wire("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: websocket\n\n");
  played(options)
      .asks(upgrade)
      .asks(get())
      .opens()
      .sends(sent)
      .receives(granted + " 81 00")
      .event("answer 1: 101 \"\"\n  Connection: Upgrade\n  Upgrade: websocket")
      .event("failed 2: the connection went to another protocol")
      .event("closed")
      .check();
  played(options)
      .asks(upgrade)
      .opens()
      .sends(sent)
      .receives(ok("no"))
      .event("answer 1: 200 \"no\"")
      .wants_transport(true)
      .check();

  exchange machine(options);
  REQUIRE(upgrade(machine));
  machine.opened({});
  machine.transmitted(machine.poll_transmit({}).size(), {});
  const buffer in = from_hex(granted + " 81 00");
  machine.receive(in, {});
  REQUIRE(machine.poll_event());
  CHECK(to_hex(machine.trailing()) == "81 00");
}

TEST_CASE("HEAD has no body; a request may ask for the end of the connection") {
  played(options)
      .asks([](exchange& on) { return on.send({.method = "HEAD"}); })
      .asks([](exchange& on) { return on.send({.close = true}); })
      .opens()
      .sends(wire("HEAD / HTTP/1.1\nHost: 127.0.0.1:1242\nAccept-Encoding: identity\n\n"))
      .receives(wire("HTTP/1.1 200 OK\nContent-Length: 99999999999999\n\n"))
      .event("answer 1: 200 \"\"")
      .sends(wire("GET / HTTP/1.1\nHost: 127.0.0.1:1242\nAccept-Encoding: identity\nConnection: close\n\n"))
      .receives(ok("two"))
      .event("answer 2: 200 \"two\"")
      .wants_transport(false)
      .check();
}

TEST_CASE("limits and misuse") {
  auto narrow = options;
  narrow.max_requests = 2;
  narrow.max_queued_bytes = 200;
  narrow.limits.max_body = 4;
  const std::string long_path(200, 'a');
  const auto bad = [](exchange& on) { return on.send({.method = "G T"}); };
  played(narrow)
      .asks_in_vain(get("/" + long_path), gamewire::errc::busy)
      .asks_in_vain(bad, gamewire::errc::invalid_argument)
      .asks(get())
      .asks(get())
      .asks_in_vain(get(), gamewire::errc::busy)
      .opens()
      .sends(get_on_wire())
      .receives(ok("12345"))
      .event("failed 1: the body exceeds the limit, at byte 0")
      .check();
  http1::exchange_options invalid;
  played(invalid)
      .asks_in_vain(get(), gamewire::errc::closed)
      .event("closed: an option is out of range")
      .check();
}

TEST_CASE("the body of an answer has readable zeros behind it") {
  for (const std::string& body : {std::string(), std::string("{}"), std::string(5000, 'x')}) {
    exchange machine(options);
    REQUIRE(machine.send({}));
    machine.opened({});
    machine.transmitted(machine.poll_transmit({}).size(), {});
    machine.receive(from_hex(ok(body)), {});
    const auto event = machine.poll_event().value();
    const auto& answer = std::get<http1::answer>(event);
    CHECK(as_text(answer.body) == body);
    for (std::size_t i = 0; i < http1::body_padding; ++i)
      CHECK(answer.body.data()[body.size() + i] == std::byte{0});
    const auto owned = own(answer);
    CHECK(owned.body == body);
    CHECK(owned.body.capacity() >= body.size() + http1::body_padding);
    CHECK(owned.fields.size() == 1);
  }
}

TEST_CASE("a trace shows no secrets") {
  exchange machine(options);
  const std::array headers{http1::header{"Authentication", "pass", true}, http1::header{"X-A", "b"}};
  const std::array query{http1::parameter{"key", "a/b", true}, http1::parameter{"q", "x"}};
  REQUIRE(machine.send({.target = {.path = "/p", .query = query}, .headers = headers}));
  REQUIRE(machine.send({}));
  machine.opened({});
  const std::string sent(as_text(machine.poll_transmit({})));
  CHECK(sent ==
        "GET /p?key=a%2Fb&q=x HTTP/1.1\r\nHost: 127.0.0.1:1242\r\nAccept-Encoding: identity\r\n"
        "Authentication: pass\r\nX-A: b\r\n\r\n");
  CHECK(as_text(machine.shown_transmit()) ==
        "GET /p?key=*****&q=x HTTP/1.1\r\nHost: 127.0.0.1:1242\r\nAccept-Encoding: identity\r\n"
        "Authentication: ****\r\nX-A: b\r\n\r\n");
  machine.transmitted(20, {});
  CHECK(machine.shown_transmit().size() == sent.size() - 20);
  machine.transmitted(sent.size() - 20, {});
  machine.receive(from_hex(ok("")), {});
  CHECK(as_text(machine.shown_transmit()) == as_text(machine.poll_transmit({})));
}

TEST_SUITE_END();
