#include <map>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/fleet.hpp>

#include "support/a2s_wire.hpp"
#include "support/observed_fleet.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::a2s_wire;

namespace {

using a2s_fleet = fleet<a2s::client>;

static_assert(hub<a2s_fleet>);
// The budget of a query in flight.
static_assert(sizeof(void*) > 8 || a2s_fleet::bytes_in_flight <= 256);

constexpr time_point start_time{1h};
const std::error_code no_way = std::make_error_code(std::errc::network_unreachable);

endpoint numbered(std::uint32_t i) {
  return endpoint::v4({10, static_cast<std::uint8_t>(i >> 16), static_cast<std::uint8_t>(i >> 8),
                       static_cast<std::uint8_t>(i)},
                      27015);
}

/// Who was sent how much, and what came of it.
class crew {
 public:
  explicit crew(const fleet_options& chosen, const a2s::client_options& shared = {})
      : client_options(shared), fleet(chosen, &client_options, start_time) {
    fleet.run_limit = client_options.total_deadline();
    fleet.on_send = [this](std::span<const transmit> batch) {
      const std::size_t count = std::min(batch.size(), takes);
      for (const transmit& one : batch.first(count)) {
        sent.push_back(one.to);
        last_sent[one.to] = {one.payload.begin(), one.payload.end()};
      }
      return count;
    };
    fleet.on_event = [this](const a2s_fleet::happened& one) {
      if (const auto* lost = std::get_if<failed>(&one.what)) failures[one.peer] = lost->error;
      if (std::holds_alternative<a2s::info_reply>(one.what)) ++replies;
      if (std::holds_alternative<closed>(one.what)) order.push_back(one.peer);
    };
  }
  crew(const crew&) = delete;
  ~crew() {
    for (const std::string& breach : fleet.breaches()) FAIL_CHECK(breach);
  }

  std::error_code ask(std::uint32_t i) {
    return fleet.start(numbered(i), [](a2s::client& client) { return std::array{client.request_info()}; });
  }
  void ask_many(std::uint32_t count) {
    fleet.lazy = true;
    for (std::uint32_t i = 0; i < count; ++i) REQUIRE_FALSE(ask(i));
    fleet.lazy = false;
    fleet.drain();
  }
  void hear(std::uint32_t i, const std::string& hex) {
    fleet.receive(numbered(i), from_hex(hex), fleet.now());
  }
  void wait(nanoseconds span) { fleet.on_timeout(fleet.now() + span); }
  /// Goes from deadline to deadline.
  void wait_until(time_point end) {
    while (fleet.hub().deadline() <= end) fleet.on_timeout(fleet.hub().deadline());
    fleet.on_timeout(end);
  }

  a2s::client_options client_options;
  observed_fleet<a2s::client> fleet;
  std::size_t takes = 1000;  // of a batch, by the transport
  std::vector<endpoint> sent;
  std::map<endpoint, buffer> last_sent;
  std::map<endpoint, std::error_code> failures;
  std::vector<endpoint> order;  // of ends
  int replies = 0;
};

}  // namespace

TEST_SUITE_BEGIN("fleet");

TEST_CASE("each machine hears its own peer, and its slot is free after its closed") {
  crew all({.in_flight = 100, .rate = 0});
  all.ask_many(100);
  CHECK(all.fleet.hub().room() == 0);
  CHECK(all.sent.size() == 100);
  for (std::uint32_t i = 0; i < 100; ++i) all.hear(i, challenge_header + "01 02 03 04");
  CHECK(all.sent.size() == 200);
  CHECK(all.last_sent[numbered(7)] == from_hex(info_request + "01 02 03 04"));
  for (std::uint32_t i = 100; i != 0; --i) all.hear(i - 1, info_answer);
  CHECK(all.replies == 100);
  CHECK(all.order.front() == numbered(99));
  CHECK(all.fleet.hub().room() == 100);
  CHECK(all.fleet.hub().deadline() == never);
  CHECK(all.fleet.hub().count().received == 200);
  CHECK(all.fleet.hub().count().sent == 200);
}

TEST_CASE("the caller's mistakes change nothing") {
  crew all({.in_flight = 2, .rate = 0});
  CHECK(all.fleet.start({}, [](a2s::client&) { return std::array<accepted, 0>{}; }) ==
        errc::invalid_argument);
  CHECK_FALSE(all.ask(1));
  CHECK(all.ask(1) == errc::duplicate);
  CHECK_FALSE(all.ask(2));
  CHECK(all.ask(3) == errc::busy);
  all.hear(1, info_answer);
  CHECK_FALSE(all.ask(1));
  all.fleet.close(all.fleet.now());
  CHECK(all.ask(4) == errc::closed);
}

TEST_CASE("one that was given nothing to do ends at once") {
  crew all({});
  CHECK_FALSE(all.fleet.start(numbered(1), [](a2s::client&) { return std::array<accepted, 0>{}; }));
  CHECK(all.order.size() == 1);
  CHECK(all.fleet.hub().in_flight() == 0);
}

TEST_CASE("one can be started in the place of one that has just ended, from within its last event") {
  crew all({.in_flight = 1, .rate = 0});
  std::uint32_t next = 0;
  all.fleet.on_event = [&](const a2s_fleet::happened& one) {
    if (std::holds_alternative<closed>(one.what) && ++next < 50) CHECK_FALSE(all.ask(next));
  };
  CHECK_FALSE(all.ask(0));
  while (next < 50) all.hear(next, info_answer);
  CHECK(all.fleet.closed_runs() == 50);
}

TEST_CASE("a machine may have several requests, which go out one batch after the other") {
  crew all({.rate = 0});
  all.fleet.start(numbered(1), [](a2s::client& client) {
    return std::array{client.request_info(), client.request_players(), client.request_rules()};
  });
  CHECK(all.sent.size() == 1);  // the others wait for the challenge that this one brings
  all.hear(1, challenge_header + "01 02 03 04");
  all.hear(1, info_answer);
  all.hear(1, players_answer);
  CHECK(all.fleet.hub().in_flight() == 1);
  all.hear(1, rules_answer);
  CHECK(all.fleet.hub().in_flight() == 0);
  CHECK(all.failures.empty());
}

TEST_CASE("strangers are counted and dropped") {
  crew all({.rate = 0});
  all.ask_many(1);
  for (std::uint32_t i = 1; i < 1000; ++i) all.hear(i, info_answer);
  all.fleet.receive(numbered(0).with_port(1), from_hex(info_answer), all.fleet.now());
  CHECK(all.fleet.hub().count().strangers == 1000);
  CHECK(all.replies == 0);
  all.hear(0, info_answer);
  CHECK(all.replies == 1);
}

TEST_CASE("a burst goes at once, the others at the rate") {
  crew all({.in_flight = 1000, .rate = 1000, .burst = 20}, {.timeout = 10s});
  all.ask_many(1000);
  CHECK(all.sent.size() == 20);
  CHECK(all.fleet.hub().deadline() >= start_time + 1ms);
  CHECK(all.fleet.hub().deadline() <= start_time + 2ms);
  all.wait_until(start_time + 100ms);
  CHECK(all.sent.size() >= 118);
  CHECK(all.sent.size() <= 120);
  all.wait_until(start_time + 2s);
  CHECK(all.sent.size() == 1000);
}

TEST_CASE("the default burst is what the rate gives in 10 ms, and one at least") {
  CHECK(fleet_options{.rate = 5000}.burst_size() == 50);
  CHECK(fleet_options{.rate = 50}.burst_size() == 1);
  CHECK(fleet_options{.rate = 50, .burst = 7}.burst_size() == 7);
}

TEST_CASE("packets wait for each other for a millisecond, but not when the bucket is full before") {
  crew slow({.rate = 5000, .burst = 50}, {.timeout = 10s});
  slow.ask_many(60);
  CHECK(slow.fleet.hub().deadline() == start_time + timer_wheel::tick);
  crew tight({.rate = 5000, .burst = 2}, {.timeout = 10s});
  tight.ask_many(60);
  CHECK(tight.fleet.hub().deadline() == start_time + 400us);
}

TEST_CASE("who has begun goes before who has not") {
  crew all({.in_flight = 100, .rate = 10, .burst = 1});
  all.ask_many(100);
  REQUIRE(all.sent.size() == 1);
  const endpoint first = all.sent[0];
  for (int round = 0; round < 3; ++round) {
    all.fleet.receive(first, from_hex(challenge_header + "01 02 03 0" + std::to_string(round)),
                      all.fleet.now());
    all.wait(100ms);
    CHECK(all.sent.back() == first);
  }
  all.wait(100ms);
  CHECK(all.sent.back() != first);
}

TEST_CASE("those who wait take turns") {
  crew all({.in_flight = 10, .rate = 10, .burst = 1}, {.timeout = 1h});
  all.ask_many(10);
  all.wait_until(start_time + 950ms);
  REQUIRE(all.sent.size() == 10);
  for (std::uint32_t i = 0; i < 10; ++i) all.hear(i, challenge_header + "01 02 03 04");
  for (std::uint32_t again = 0; again < 20; ++again) {
    all.wait(100ms);
    all.fleet.receive(all.sent.back(), from_hex(challenge_header + "05 06 07 0" + std::to_string(again % 10)),
                      all.fleet.now());
  }
  std::map<endpoint, int> turns;
  for (const endpoint& one : all.sent) ++turns[one];
  for (const auto& [peer, count] : turns) CHECK(count == 3);
}

TEST_CASE("the time of a machine that waits for the rate has not begun") {
  crew all({.in_flight = 100, .rate = 1, .burst = 1}, {.timeout = 1s, .retries = 0});
  all.ask_many(20);
  all.wait_until(start_time + 10500ms);
  CHECK(all.sent.size() == 11);
  CHECK(all.fleet.closed_runs() == 10);
  all.wait_until(start_time + 30s);
  CHECK(all.sent.size() == 20);
  for (const auto& [peer, error] : all.failures) CHECK(error == a2s::errc::timeout);
}

TEST_CASE("a transport that never takes anything ends all machines") {
  crew all({.in_flight = 200, .rate = 0});
  all.takes = 0;
  all.ask_many(200);
  all.fleet.finish();
  CHECK(all.fleet.closed_runs() == 200);
  CHECK(all.sent.empty());
}

TEST_CASE("what the transport does not take is offered again, first and once") {
  crew all({.in_flight = 40, .rate = 0});
  all.takes = 3;
  all.ask_many(40);
  while (all.sent.size() < 40) all.wait(1ms);
  for (std::uint32_t i = 0; i < 40; ++i) CHECK(all.sent[i] == numbered(i));
}

TEST_CASE("their timeouts differ") {
  crew all({.in_flight = 200, .rate = 0, .seed = 1}, {.timeout = 1s, .retries = 1});
  all.ask_many(200);
  REQUIRE(all.sent.size() == 200);
  all.wait_until(start_time + 899ms);
  CHECK(all.sent.size() == 200);
  all.wait_until(start_time + 1s);
  CHECK(all.sent.size() > 260);
  CHECK(all.sent.size() < 340);
  all.wait_until(start_time + 1103ms);
  CHECK(all.sent.size() == 400);
}

TEST_CASE("whoever gets the slot of one that has ended keeps its own time") {
  crew all({.in_flight = 1, .rate = 0}, {.timeout = 1s, .retries = 2});
  REQUIRE_FALSE(all.ask(0));
  for (int i = 0; i < 5; ++i) all.wait(700ms);  // its third attempt would last until long after a first one
  CHECK(all.sent.size() == 3);
  all.hear(0, info_answer);
  CHECK(all.fleet.hub().deadline() == never);

  REQUIRE_FALSE(all.ask(1));
  CHECK(all.sent.size() == 4);
  all.wait(890ms);
  CHECK(all.sent.size() == 4);
  all.wait(213ms);  // 1.1 s, two ticks and a bit
  CHECK(all.sent.size() == 5);
  all.hear(1, info_answer);

  // And the other way round: the timer of a first attempt, in the slot of a third.
  REQUIRE_FALSE(all.ask(2));
  all.hear(2, info_answer);
  REQUIRE_FALSE(all.ask(3));
  all.wait(500ms);
  CHECK(all.sent.size() == 7);
  all.wait(603ms);
  CHECK(all.sent.size() == 8);
}

TEST_CASE("the seed decides them") {
  const auto retries = [](std::uint64_t seed) {
    crew all({.in_flight = 50, .rate = 0, .seed = seed}, {.timeout = 1s, .retries = 1});
    all.ask_many(50);
    all.wait_until(start_time + 1s);
    return all.sent;
  };
  CHECK(retries(1) == retries(1));
  CHECK(retries(1) != retries(2));
}

TEST_CASE("unreachable concerns the machine of that peer, and nobody else's") {
  crew all({.rate = 0}, {.timeout = 1s, .retries = 0});
  all.ask_many(3);
  all.fleet.unreachable(numbered(1), no_way, all.fleet.now());
  all.fleet.unreachable(numbered(77), no_way, all.fleet.now());
  all.wait_until(start_time + 2s);
  CHECK(all.failures[numbered(0)] == a2s::errc::timeout);
  CHECK(all.failures[numbered(1)] == no_way);
  CHECK(all.failures[numbered(2)] == a2s::errc::timeout);
}

TEST_CASE("a datagram that cannot be sent ends its attempt, and the others of the batch go out") {
  crew all({.rate = 0}, {.timeout = 1s, .retries = 0});
  all.fleet.lazy = true;
  for (std::uint32_t i = 0; i < 3; ++i) REQUIRE_FALSE(all.ask(i));
  all.fleet.lazy = false;
  all.takes = 1;
  all.fleet.next_failure = no_way;
  const auto send = all.fleet.on_send;
  all.fleet.on_send = [&](std::span<const transmit> batch) {
    const std::size_t count = send(batch);
    all.takes = 1000;
    return count;
  };
  all.fleet.drain();
  CHECK(all.sent == std::vector{numbered(0), numbered(2)});
  CHECK(all.fleet.hub().count().sent == 2);
  all.wait_until(start_time + 2s);
  CHECK(all.failures[numbered(0)] == a2s::errc::timeout);
  CHECK(all.failures[numbered(1)] == no_way);
}

TEST_CASE("padded requests lie side by side in the batch") {
  crew all({.in_flight = 200, .rate = 0}, {.pad_to = 1200});
  all.fleet.batch_size = 80;
  all.ask_many(200);
  REQUIRE(all.last_sent.size() == 200);
  for (const auto& [peer, datagram] : all.last_sent) {
    CHECK(datagram.size() == 1200);
    CHECK(datagram[4] == std::byte{0x54});
  }
}

TEST_CASE("time that jumps by hours ends what was open, and no more") {
  crew all({.in_flight = 1000, .rate = 0});
  all.ask_many(1000);
  all.wait(1000h);
  CHECK(all.fleet.closed_runs() == 1000);
  CHECK(all.fleet.hub().deadline() == never);
  CHECK_FALSE(all.ask(1));
  CHECK(all.fleet.hub().deadline() > all.fleet.now());
}

TEST_CASE("a fleet that closes finishes what is open") {
  crew all({.in_flight = 10, .rate = 10, .burst = 1});
  all.ask_many(3);
  all.fleet.close(all.fleet.now());
  CHECK_FALSE(all.fleet.over());
  CHECK(all.fleet.hub().room() == 0);
  all.hear(0, info_answer);
  all.wait_until(start_time + 300ms);
  all.hear(1, info_answer);
  all.hear(2, info_answer);
  CHECK(all.replies == 3);
  CHECK(all.fleet.over());
  CHECK(all.fleet.hub().count().received == 3);
}

TEST_CASE("options that are not valid close a fleet from the start") {
  const a2s::client_options shared;
  const fleet_options bad[] = {{.in_flight = 0}, {.in_flight = fleet_options::most_in_flight + 1}};
  const auto ends = [](a2s_fleet subject) {
    CHECK(subject.room() == 0);
    CHECK(subject.start(numbered(1), 1, [](a2s::client&) {}) == errc::closed);
    CHECK_FALSE(subject.done());
    const auto event = subject.poll_event();
    REQUIRE(event);
    CHECK(std::get<closed>(*event).error == errc::invalid_options);
    CHECK(subject.done());
    CHECK_FALSE(subject.poll_event());
  };
  for (const fleet_options& one : bad) ends(a2s_fleet(one, &shared));
  ends(a2s_fleet({}, nullptr));
  CHECK_FALSE(fleet_options{.in_flight = fleet_options::most_in_flight}.validate());
}

TEST_CASE("every call on a moved-from fleet is a no-op") {
  const a2s::client_options shared;
  a2s_fleet old({}, &shared);
  CHECK_FALSE(old.start(numbered(1), 1, [](a2s::client& client) { (void)client.request_info(); }));
  a2s_fleet next(std::move(old));
  std::array<transmit, 4> batch;
  old.receive(numbered(1), {}, start_time);
  old.unreachable(numbered(1), no_way, start_time);
  CHECK(old.poll_transmit(batch, start_time) == 0);
  old.transmitted(1, start_time);
  old.transmit_failed(no_way, start_time);
  old.on_timeout(start_time);
  old.close(start_time);
  old.prefetch(std::array{numbered(1)});
  CHECK_FALSE(old.poll_event());
  CHECK(old.deadline() == never);
  CHECK(old.done());
  CHECK(next.poll_transmit(batch, start_time) == 1);
}

TEST_CASE("calls out of turn do no harm") {
  const a2s::client_options shared;
  a2s_fleet subject({.rate = 0}, &shared);
  std::array<transmit, 4> batch;
  subject.transmitted(5, start_time);
  subject.transmit_failed(no_way, start_time);
  CHECK(subject.poll_transmit({}, start_time) == 0);
  CHECK_FALSE(subject.start(numbered(1), 1, [](a2s::client& client) { (void)client.request_info(); }));
  CHECK(subject.poll_transmit(batch, start_time) == 1);
  subject.transmitted(100, start_time);
  subject.transmitted(1, start_time);
  CHECK(subject.count().sent == 1);
  CHECK(subject.poll_transmit(batch, start_time - 1h) == 0);
}

TEST_CASE("one that ends while its datagram waits for the transport takes it along") {
  crew all({.rate = 0}, {.timeout = 1s, .retries = 0});
  all.takes = 0;
  all.ask_many(3);
  all.wait_until(start_time + 10s);
  CHECK(all.fleet.closed_runs() == 3);
  all.takes = 1000;
  all.ask_many(2);
  CHECK(all.sent.size() == 2);
}

TEST_CASE("one that hears something while its datagram waits for the transport is offered once") {
  crew all({.rate = 0});
  all.takes = 0;
  all.ask_many(2);
  all.hear(0, players_answer);
  all.takes = 1000;
  all.fleet.drain();
  CHECK(all.sent == std::vector{numbered(0), numbered(1)});
}

TEST_CASE("one that hears more before it was asked for its events ends once") {
  const a2s::client_options shared;
  a2s_fleet subject({.rate = 0}, &shared);
  const buffer answer = from_hex(info_answer);
  for (std::uint32_t i = 0; i < 2; ++i)
    CHECK_FALSE(subject.start(numbered(i), i, [](a2s::client& client) { (void)client.request_info(); }));
  std::array<transmit, 4> batch;
  subject.transmitted(subject.poll_transmit(batch, start_time), start_time);
  for (std::uint32_t i = 0; i < 2; ++i) subject.receive(numbered(i), answer, start_time);
  for (int events = 0; events < 2; ++events) CHECK(subject.poll_event());
  CHECK(subject.in_flight() == 1);
  subject.receive(numbered(1), answer, start_time);
  for (int events = 0; events < 2; ++events) CHECK(subject.poll_event());
  CHECK(subject.in_flight() == 0);
  CHECK_FALSE(subject.poll_event());
  CHECK(subject.in_flight() == 0);
}

TEST_SUITE_END();
