// A server of stream machines on a loop.
#include <thread>

#include <doctest/doctest.h>

#include <gamewire/blocking/peer.hpp>
#include <gamewire/epoll/acceptor.hpp>
#include <gamewire/epoll/peer.hpp>

#include "lines.hpp"
#include "stream_loopback.hpp"
#include "strict.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::connected_to;

namespace {

using machine_under_test = strict::machine_of<lines::server>;
using acceptor = epoll::acceptor<machine_under_test>;

epoll::loop open() {
  auto made = epoll::loop::open();
  REQUIRE(made);
  return std::move(*made);
}

machine_under_test anybody(const endpoint&) { return machine_under_test(); }

/// A server of lines, which writes down what it hears.
struct server {
  explicit server(acceptor_options chosen = {}, acceptor::factory make = anybody) {
    auto made = acceptor::bind(
        loop, loopback::v4, std::move(make),
        [this](const connection& from, const auto& event) { hear(from, event); }, chosen);
    REQUIRE(made);
    accepts.emplace(std::move(*made));
  }

  void hear(const connection& from, const machine_under_test::event& event) {
    last = from;
    const auto* words = std::get_if<lines::server::said>(&event);
    log.push_back(words != nullptr ? std::string(words->text) : "closed");
    if (words != nullptr)
      CHECK(accepts->command(from.id, [text = log.back()](machine_under_test& to) {
        CHECK(to.faults().empty());
        to->answer("you said " + text);
      }));
    if (then) then();
  }
  [[nodiscard]] endpoint at() const { return accepts->local_endpoint(); }
  void run_until(std::size_t events) {
    while (log.size() < events) REQUIRE_FALSE(loop.run_once(never));
  }
  /// How often it had something to do.
  int rounds_within(nanoseconds span) {
    int rounds = 0;
    for (const time_point until = system::now() + span; system::now() < until; ++rounds)
      REQUIRE_FALSE(loop.run_once(until));
    return rounds;
  }

  epoll::loop loop = open();
  std::vector<std::string> log;
  connection last{};
  std::function<void()> then;
  std::optional<acceptor> accepts;
};

/// Says something through an open socket, and waits for as much.
std::string exchange_with(server& there, loopback::connection& here, std::string_view text) {
  here.write(text);
  there.run_until(there.log.size() + 1);
  REQUIRE_FALSE(there.loop.poll());
  return here.read();
}

}  // namespace

TEST_CASE("each connection has a machine of its own, and an end of its own") {
  std::vector<endpoint> made_for;
  server there({}, [&](const endpoint& remote) {
    made_for.push_back(remote);
    return machine_under_test();
  });
  loopback::connection first(connected_to(there.at()));
  std::optional<loopback::connection> second(connected_to(there.at()));
  CHECK(exchange_with(there, first, "one\n") == "you said one\n");
  const connection id_of_first = there.last;
  CHECK(id_of_first.remote == *first.socket().local_endpoint());
  CHECK(exchange_with(there, *second, "two\n") == "you said two\n");
  const connection id_of_second = there.last;
  CHECK(id_of_second.id != id_of_first.id);
  CHECK(made_for == std::vector{id_of_first.remote, id_of_second.remote});
  CHECK(there.accepts->connections() == 2);
  second.reset();
  there.run_until(3);
  CHECK(there.log.back() == "closed");
  CHECK(there.accepts->connections() == 1);
  CHECK_FALSE(there.accepts->command(id_of_second.id, [](auto&) { FAIL("it has ended"); }));
  CHECK(exchange_with(there, first, "three\n") == "you said three\n");
  CHECK(there.last.id == id_of_first.id);
}

TEST_CASE("what a client says before it ends is answered") {
  server there;
  loopback::connection here(connected_to(there.at()));
  here.write("last words\n");
  native::end_sending(here.socket());
  there.run_until(2);
  CHECK(there.log == std::vector<std::string>{"last words", "closed"});
  CHECK(here.read() == "you said last words\n");
  CHECK(here.read().empty());
}

TEST_CASE("more clients than there may be wait for their turn, and keep nobody busy") {
  server there({.max_connections = 2});
  std::vector<std::optional<loopback::connection>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(connected_to(there.at()));
    clients.back()->write(std::to_string(i) + "\n");
  }
  there.run_until(2);
  CHECK(there.rounds_within(20ms) < 10);
  CHECK(there.log == std::vector<std::string>{"0", "1"});
  CHECK(there.accepts->connections() == 2);
  clients[0].reset();
  there.run_until(4);
  CHECK(there.log == std::vector<std::string>{"0", "1", "closed", "2"});
}

TEST_CASE("without a descriptor left for a client the loop is not busy, and goes on when there is one") {
  server there;
  loopback::connection here(connected_to(there.at()));
  here.write("hello\n");
  const int rounds = native::without_descriptors([&] { return there.rounds_within(50ms); });
  CHECK(rounds < 10);
  CHECK(there.log.empty());
  there.run_until(1);
  CHECK(here.read() == "you said hello\n");
}

TEST_CASE("a handler may destroy the acceptor and all its connections") {
  server there;
  loopback::connection first(connected_to(there.at()));
  loopback::connection second(connected_to(there.at()));
  first.write("hello\n");
  second.write("hello\n");
  there.then = [&] { there.accepts.reset(); };
  there.run_until(1);
  REQUIRE_FALSE(there.loop.run_once(system::now() + 2ms));
  CHECK(there.log.size() == 1);
  CHECK(first.read().empty());
  CHECK(second.read().empty());
}

TEST_CASE("a closed acceptor refuses, lets its machines end, and is done") {
  server there;
  loopback::connection here(connected_to(there.at()));
  CHECK(exchange_with(there, here, "hello\n") == "you said hello\n");
  const endpoint at = there.at();
  there.accepts->close();
  auto late = blocking::peer<lines::client>::connect(loopback::to_address(at), lines::client());
  REQUIRE(late);
  CHECK(late->await<lines::heard>(late->machine().say("hello")).error().error == condition::refused);
  CHECK_FALSE(there.accepts->done());
  there.run_until(2);
  REQUIRE_FALSE(there.loop.poll());
  CHECK(there.accepts->done());
  CHECK(here.read().empty());
  // Nor does what is left of its connections keep the port.
  CHECK(acceptor::bind(there.loop, at, anybody, [](const auto&...) {}));
}

TEST_CASE("what the factory throws leaves the run, and costs that one connection") {
  bool first = true;
  server there({}, [&](const endpoint&) {
    if (std::exchange(first, false)) throw 1;
    return machine_under_test();
  });
  loopback::connection unlucky(connected_to(there.at()));
  loopback::connection here(connected_to(there.at()));
  here.write("hello\n");
  CHECK_THROWS_AS((void)there.loop.run(), int);
  there.run_until(1);
  CHECK(here.read() == "you said hello\n");
  CHECK(unlucky.read().empty());
}

TEST_CASE("peers and their server on one loop") {
  server there;
  std::string heard;
  auto here = epoll::peer<lines::client>::connect(there.loop, loopback::to_address(there.at()),
                                                  lines::client(), [&](const auto& event) {
                                                    if (const auto* one = std::get_if<lines::heard>(&event))
                                                      heard = one->text;
                                                  });
  here.command([](lines::client& machine) { CHECK(machine.say("hello")); });
  while (heard.empty()) REQUIRE_FALSE(there.loop.run_once(never));
  CHECK(heard == "you said hello");
}
