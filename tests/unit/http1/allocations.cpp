/// What http1::exchange allocates, once it is busy, and keeps, once it is not; what a responder keeps; and that nothing
/// but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <doctest/doctest.h>

#include <gamewire/http1/exchange.hpp>
#include <gamewire/http1/responder.hpp>

#include "support/starved.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

constexpr std::string_view password = "hunter2";

accepted ask(http1::exchange& from, std::string_view path = "/") {
  const http1::header secret{.name = "Authentication", .value = password, .secret = true};
  return from.send({.target = {.path = path}, .headers = {&secret, 1}});
}

/// Sends what waits, and answers it.
void answer(http1::exchange& of) {
  while (!of.poll_transmit({}).empty()) of.transmitted(of.poll_transmit({}).size(), {});
  of.receive(as_bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), {});
}

bool is_answer(const std::optional<http1::exchange::event>& event) {
  return event && std::holds_alternative<http1::answer>(*event) &&
         as_text(std::get<http1::answer>(*event).body) == "hello";
}

}  // namespace

TEST_SUITE_BEGIN("http1 allocations");

TEST_CASE("a busy exchange allocates nothing, and an idle one keeps nothing") {
  http1::exchange subject({.host = "127.0.0.1"});
  const std::int64_t idle = allocations::live();
  CHECK(ask(subject));
  subject.opened({});
  std::size_t before = 0;
  for (int i = 0; i < 100; ++i) {
    if (i == 3) before = allocations::count();
    answer(subject);
    CHECK(is_answer(subject.poll_event()));
    CHECK(ask(subject));
    CHECK(!subject.poll_event());
  }
  CHECK(allocations::count() == before);
  answer(subject);
  CHECK(is_answer(subject.poll_event()));
  CHECK(allocations::live() > idle);
  CHECK(!subject.poll_event());
  CHECK(allocations::live() == idle);
}

TEST_CASE("a request says nothing of the one whose memory it has") {
  http1::exchange subject({.host = "127.0.0.1"});
  CHECK(ask(subject, "/with/a/longer/path"));
  subject.opened({});
  answer(subject);
  CHECK(is_answer(subject.poll_event()));
  CHECK(subject.send({.target = {.path = "/"}}));
  CHECK(!subject.poll_event());
  answer(subject);
  CHECK(is_answer(subject.poll_event()));
  CHECK(subject.send({.target = {.path = "/"}}));  // in the memory of the first
  CHECK(!subject.poll_event());
  constexpr std::string_view whole = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n\r\n";
  CHECK(as_text(subject.poll_transmit({})) == whole);
  CHECK(as_text(subject.shown_transmit()) == whole);
}

TEST_CASE("an HTTP responder keeps the contract, whichever allocation fails") {
  const std::string stream =
      "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"
      "0\r\nX: y\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\nGET /c HTTP/1.1\r\n\r\n";
  const std::string text(10'000, 'x');
  starve<http1::responder>({}, [&](auto& actor) {
    actor.on_send = [](bytes out) { return (out.size() + 1) / 2; };
    const bytes all = as_bytes(stream);
    for (const bytes half : {all.first(all.size() / 2), all.subspan(all.size() / 2)})
      actor.receive(half, actor.now() + 10ms);
    for (const std::uint32_t id : {1U, 2U})
      tell(actor, [&](http1::responder& r) {
        r.answer(request_id{id}, {.body = as_bytes(text), .chunk_size = 4096});
      });
  });
}

TEST_CASE("what has been taken is given up, though something waits behind it all the time") {
  http1::responder subject;
  const std::int64_t idle = allocations::live();
  const std::string body(1000, 'x');
  for (int i = 0; i < 1000; ++i) {
    subject.receive(as_bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), {});
    const auto event = subject.poll_event();
    REQUIRE(event);
    CHECK(!subject.answer(std::get<http1::responder::asked>(*event).request, {.body = as_bytes(body)}));
    subject.transmitted(subject.poll_transmit({}).size() - 1, {});
  }
  CHECK(allocations::live() - idle < 20'000);
}

TEST_SUITE_END();
