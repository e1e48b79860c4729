#include <array>

#include <doctest/doctest.h>

#include <gamewire/http1/responder.hpp>

#include "support/http1_events.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using http1::responder;
using played = script<responder>;

/// A text with "\n" for the ends of lines, as hex.
std::string wire(std::string_view text) {
  std::string lines;
  for (const char c : text) lines += c == '\n' ? "\r\n" : std::string(1, c);
  return to_hex(as_bytes(lines), lines.size());
}
const std::string get = wire("GET /a HTTP/1.1\nHost: x\n\n");
const std::string ok = wire("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi");
const std::string last = wire("HTTP/1.1 200 OK\nConnection: close\nContent-Length: 2\n\nhi");
const std::string asked = ": GET /a\n  Host: x";

/// An answer is no request; but the harness wants to know what came of it.
auto answers(unsigned id, const http1::response& what = {.body = as_bytes("hi")}) {
  return [id, what](responder& on) -> accepted { return std::unexpected(on.answer(request_id{id}, what)); };
}
const std::error_code fine;
const std::error_code reset = std::make_error_code(std::errc::connection_reset);

}  // namespace

TEST_SUITE_BEGIN("http1 responder");

TEST_CASE("a request, and its answer, and the connection stays") {
  played()
      .receives(get)
      .event("asked 1" + asked)
      .asks_in_vain(answers(1), fine)
      .sends(ok)
      .timeout_at(130s)
      .event("closed")
      .check();
}

TEST_CASE("a body comes whole, whatever the pieces and the coding; and trailers") {
  played()
      .receives(wire("POST /b HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n2\nab\n"))
      .receives(wire("1\nc\n0\nX-Sum: 9\n\n"))
      .event("asked 1: POST /b \"abc\"\n  Host: x\n  Transfer-Encoding: chunked\n  behind: X-Sum: 9")
      .asks_in_vain(answers(1), fine)
      .sends(ok)
      .check();
}

TEST_CASE("what comes ahead waits for the answer before it") {
  played()
      .receives(get + get)
      .event("asked 1" + asked)
      .receives(get)
      .asks_in_vain(answers(2), gamewire::errc::unknown_request)
      .asks_in_vain(answers(1), fine)
      .sends(ok)
      .event("asked 2" + asked)
      .ends()
      .asks_in_vain(answers(2), fine)
      .sends(ok)
      .event("asked 3" + asked)
      .asks_in_vain(answers(3), fine)
      .sends(ok)
      .event("closed")
      .check();
}

TEST_CASE("what comes ahead waits for who does not listen, and is told when they do") {
  const std::string lines(70'000, 'x');
  const http1::response large{.body = as_bytes(lines)};
  const std::string sent = wire("HTTP/1.1 200 OK\nContent-Length: 70000\n\n" + lines);
  played()
      .receives(get + get)
      .event("asked 1" + asked)
      .deaf()
      .asks_in_vain(answers(1, large), fine)
      .passes(29s)
      .ends()
      .deaf(false)
      .sends(sent)
      .event("asked 2" + asked)
      .asks_in_vain(answers(2), fine)
      .sends(ok)
      .event("closed")
      .check();
}

TEST_CASE("who asks on and on and listens to a byte at a time is not given memory without end") {
  responder subject({.max_unsent = 1000});
  const std::string body(600, 'x');
  std::size_t told = 0;
  for (int i = 0; i < 50; ++i) {
    subject.receive(as_bytes("GET /a HTTP/1.1\r\nHost: x\r\n\r\n"), {});
    while (const auto event = subject.poll_event()) {
      const auto* one = std::get_if<responder::asked>(&*event);
      REQUIRE(one != nullptr);
      ++told;
      CHECK(!subject.answer(one->request, {.body = as_bytes(body)}));
    }
    CHECK(subject.poll_transmit({}).size() < 2000);
    subject.transmitted(1, {});
  }
  CHECK(told == 2);
}

TEST_CASE("but not more of it than a head may be long") {
  responder subject({.limits = {.max_head = 64, .max_trailers = 64, .max_chunk_line = 64}});
  subject.receive(from_hex(get), {});
  CHECK(subject.poll_event());
  const std::string ahead(400, 'x');
  subject.receive(as_bytes(ahead), {});
  const auto event = subject.poll_event();
  REQUIRE(event);
  CHECK(std::get<closed>(*event).error == condition::limit);
}

TEST_CASE(
    "an answer as the request has to have it: HEAD without its body, 1.0 without chunks, and the last one") {
  played()
      .receives(wire("HEAD /a HTTP/1.1\nHost: x\n\n"))
      .event("asked 1: HEAD /a\n  Host: x")
      .asks_in_vain(answers(1), fine)
      .sends(wire("HTTP/1.1 200 OK\nContent-Length: 2\n\n"))
      .receives(get)
      .event("asked 2" + asked)
      .asks_in_vain(answers(2, {.body = as_bytes("hello"), .chunk_size = 4}), fine)
      .sends(wire("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\nhell\n1\no\n0\n\n"))
      .receives(wire("GET /a HTTP/1.0\nConnection: keep-alive\n\n"))
      .event("asked 3: GET /a (1.0)\n  Connection: keep-alive")
      .asks_in_vain(answers(3, {.body = as_bytes("hi"), .chunk_size = 4}), fine)
      .sends(last)
      .event("closed")
      .check();
  played()
      .receives(wire("GET /a HTTP/1.1\nHost: x\nConnection: close\n\n"))
      .event("asked 1" + asked + "\n  Connection: close")
      .asks_in_vain(answers(1), fine)
      .sends(last)
      .event("closed")
      .check();
  played()
      .receives(wire("GET /a HTTP/1.0\n\n"))
      .event("asked 1: GET /a (1.0)")
      .asks_in_vain(answers(1), fine)
      .sends(last)
      .event("closed")
      .check();
}

TEST_CASE("the last answer, for the server wills it so") {
  played()
      .receives(get + get)
      .event("asked 1" + asked)
      .asks_in_vain(answers(1, {.status = 503, .close = true}), fine)
      .sends(wire("HTTP/1.1 503 Service Unavailable\nConnection: close\nContent-Length: 0\n\n"))
      .event("closed")
      .check();
}

TEST_CASE("who waits for leave to send gets it") {
  played()
      .receives(wire("POST /a HTTP/1.1\nHost: x\nExpect: 100-continue\nContent-Length: 1\n\n"))
      .sends(wire("HTTP/1.1 100 Continue\n\n"))
      .receives(wire("b"))
      .event("asked 1: POST /a \"b\"\n  Host: x\n  Expect: 100-continue\n  Content-Length: 1")
      .asks_in_vain(answers(1), fine)
      .sends(ok)
      .check();
}

TEST_CASE("what cannot be read is answered, and nothing behind it is looked at") {
  played()
      .receives(wire("GET /a HTTP/1.1\n\n"))
      .sends(wire("HTTP/1.1 400 Bad Request\nConnection: close\nContent-Length: 0\n\n"))
      .receives(get)
      .timeout_at(2s)
      .event("closed: " + make_error_code(http1::errc::bad_host).message())
      .check();
  played({.limits = {.max_body = 1}})
      .receives(wire("POST /a HTTP/1.1\nHost: x\nContent-Length: 2\n\n"))
      .sends(wire("HTTP/1.1 413 Content Too Large\nConnection: close\nContent-Length: 0\n\n"))
      .ends()
      .event("closed: " + make_error_code(http1::errc::body_too_large).message())
      .check();
}

TEST_CASE("times: of a request, of an answer that nobody takes, of one that close does not get") {
  const std::string late = "closed: " + make_error_code(http1::errc::timeout).message();
  played().receives(wire("GET /a HTTP/1.1\nHost:")).timeout_at(30s).event(late).check();
  played()
      .receives(get)
      .event("asked 1" + asked)
      .deaf()
      .asks_in_vain(answers(1), fine)
      .timeout_at(30s)
      .event(late)
      .check();
  played().receives(get).event("asked 1" + asked).closes().timeout_at(2s).event(late).check();
}

TEST_CASE("an answer may take as long as it takes") {
  played()
      .receives(get)
      .event("asked 1" + asked)
      .passes(std::chrono::hours(1))
      .asks_in_vain(answers(1), fine)
      .sends(ok)
      .check();
}

TEST_CASE("what is owed when it is to close is answered, and what is not told yet too") {
  played()
      .receives(get + get)
      .event("asked 1" + asked)
      .closes()
      .asks_in_vain(answers(1), fine)
      .sends(last)
      .event("closed")
      .check();
  played().closes().event("closed").check();
  played().receives(get).event("asked 1" + asked).ends(reset).event("closed: " + reset.message()).check();
}

TEST_CASE("another protocol takes over") {
  responder subject;
  const std::string upgrade =
      "GET /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: y\r\n\r\nbeginning";
  subject.receive(as_bytes(upgrade), {});
  const auto event = subject.poll_event();
  REQUIRE(event);
  CHECK(subject.trailing().empty());
  CHECK(!subject.answer(request_id{1}, {.status = 101, .upgrade = "y"}));
  const bytes out = subject.poll_transmit({});
  CHECK(as_text(out) == "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: y\r\n\r\n");
  subject.transmitted(out.size(), {});
  subject.receive(as_bytes(", and more"), {});
  CHECK(std::holds_alternative<closed>(*subject.poll_event()));
  CHECK(subject.done());
  CHECK(as_text(subject.trailing()) == "beginning, and more");
  const std::string late(20'000, 'x');  // more than may come ahead
  subject.receive(as_bytes(late), {});
  CHECK(subject.done());
  CHECK(!subject.poll_event());
  CHECK(as_text(subject.trailing()) == "beginning, and more");
}

TEST_CASE(
    "another protocol takes over although it is to close, for that is no answer behind which something could "
    "end") {
  played()
      .receives(wire("GET /a HTTP/1.1\nHost: x\nConnection: Upgrade\nUpgrade: y\n\n"))
      .event("asked 1" + asked + "\n  Connection: Upgrade\n  Upgrade: y")
      .closes()
      .asks_in_vain(answers(1, {.status = 101, .upgrade = "y"}), fine)
      .sends(wire("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: y\n\n"))
      .event("closed")
      .check();
}

TEST_CASE("answers that are none") {
  const auto refused = make_error_code(gamewire::errc::invalid_argument);
  played()
      .asks_in_vain(answers(1), gamewire::errc::unknown_request)
      .receives(get)
      .event("asked 1" + asked)
      .asks_in_vain(answers(1, {.status = 101, .upgrade = "y"}), refused)
      .asks_in_vain(answers(1, {.status = 100}), refused)
      .asks_in_vain(answers(1, {.status = 204, .body = as_bytes("hi")}), refused)
      .asks_in_vain(answers(1), fine)
      .sends(ok)
      .asks_in_vain(answers(1), gamewire::errc::unknown_request)
      .receives(wire("GET /a HTTP/1.0\nConnection: Upgrade\nUpgrade: y\n\n"))
      .event("asked 2: GET /a (1.0)\n  Connection: Upgrade\n  Upgrade: y")
      .asks_in_vain(answers(2, {.status = 101, .upgrade = "y"}), refused)
      .check();
}
