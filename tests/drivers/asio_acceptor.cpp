// A server of stream machines on Asio.
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

#include <gamewire/asio/acceptor.hpp>
#include <gamewire/asio/peer.hpp>
#include <gamewire/blocking/peer.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/responder.hpp>

#include "lines.hpp"
#include "stream_loopback.hpp"
#include "strict.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::connected_to;

namespace {

using machine_under_test = strict::machine_of<lines::server>;
using acceptor = gamewire::asio::acceptor<machine_under_test>;

machine_under_test anybody(const endpoint&) { return machine_under_test(); }

/// A server of lines, which writes down what it hears.
struct server {
  explicit server(acceptor_options chosen = {}, acceptor::factory make = anybody) {
    auto made = acceptor::bind(io.get_executor(), loopback::v4, std::move(make), chosen);
    REQUIRE(made);
    accepts.emplace(std::move(*made));
    run();
  }

  void run() {
    accepts->async_run([this](const connection& from, const auto& event) { return hear(from, event); },
                       [this](std::error_code why) { ended = why; });
  }
  bool hear(const connection& from, const machine_under_test::event& event) {
    last = from;
    const auto* words = std::get_if<lines::server::said>(&event);
    log.push_back(words != nullptr ? std::string(words->text) : "closed");
    if (words != nullptr)
      accepts->post(from.id, [text = log.back()](machine_under_test& to) {
        CHECK(to.faults().empty());
        to->answer("you said " + text);
      });
    return then == nullptr || then();
  }
  [[nodiscard]] endpoint at() const { return accepts->local_endpoint(); }
  void run_until(std::size_t events) {
    for (const time_point until = system::now() + 5s; log.size() < events;) {
      REQUIRE(system::now() < until);
      io.restart();
      io.run_one_for(1s);
    }
  }
  /// How often it had something to do.
  int rounds_within(nanoseconds span) {
    int rounds = 0;
    for (const time_point until = system::now() + span; system::now() < until; ++rounds) {
      io.restart();
      io.run_one_until(until);
    }
    return rounds;
  }

  ::asio::io_context io;
  std::vector<std::string> log;
  connection last{};
  std::optional<std::error_code> ended;
  std::function<bool()> then;
  std::optional<acceptor> accepts;
};

std::string exchange_with(server& there, loopback::connection& here, std::string_view text) {
  here.write(text);
  there.run_until(there.log.size() + 1);
  there.io.poll();
  return here.read();
}

}  // namespace

TEST_CASE("asio: each connection has a machine of its own, and an end of its own") {
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
  there.io.poll();
  CHECK(there.log.back() == "closed");
  CHECK(there.accepts->connections() == 1);
  there.accepts->post(id_of_second.id, [](auto&) { FAIL("it has ended"); });
  CHECK(exchange_with(there, first, "three\n") == "you said three\n");
  CHECK(there.last.id == id_of_first.id);
}

TEST_CASE("asio: what a client says before it ends is answered") {
  server there;
  loopback::connection here(connected_to(there.at()));
  here.write("last words\n");
  native::end_sending(here.socket());
  there.run_until(2);
  there.io.poll();
  CHECK(there.log == std::vector<std::string>{"last words", "closed"});
  CHECK(here.read() == "you said last words\n");
  CHECK(here.read().empty());
}

TEST_CASE("asio: more clients than there may be wait for their turn, and keep nobody busy") {
  server there({.max_connections = 2});
  std::vector<std::optional<loopback::connection>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(connected_to(there.at()));
    clients.back()->write(std::to_string(i) + "\n");
  }
  there.run_until(2);
  CHECK(there.rounds_within(20ms) < 20);
  CHECK(there.log == std::vector<std::string>{"0", "1"});
  CHECK(there.accepts->connections() == 2);
  clients[0].reset();
  there.run_until(4);
  CHECK(there.log == std::vector<std::string>{"0", "1", "closed", "2"});
}

TEST_CASE("asio: without a descriptor left for a client nobody is busy, and it goes on when there is one" *
          doctest::skip(native::has_no_limit_of_descriptors)) {
  server there;
  loopback::connection here(connected_to(there.at()));
  here.write("hello\n");
  const int rounds = native::without_descriptors([&] { return there.rounds_within(50ms); });
  CHECK(rounds < 20);
  CHECK(there.log.empty());
  there.run_until(1);
  there.io.poll();
  CHECK(here.read() == "you said hello\n");
}

TEST_CASE("asio: a handler may destroy the acceptor and all its connections") {
  server there;
  loopback::connection first(connected_to(there.at()));
  loopback::connection second(connected_to(there.at()));
  first.write("hello\n");
  second.write("hello\n");
  there.then = [&] {
    there.accepts.reset();
    return true;
  };
  there.io.run_for(5s);
  CHECK(there.io.stopped());
  CHECK(there.log.size() == 1);
  CHECK(there.ended == ::asio::error::operation_aborted);
  CHECK(first.read().empty());
  CHECK(second.read().empty());
}

TEST_CASE("asio: a closed acceptor refuses, lets its machines end, and is done") {
  server there;
  loopback::connection here(connected_to(there.at()));
  CHECK(exchange_with(there, here, "hello\n") == "you said hello\n");
  const endpoint at = there.at();
  there.accepts->close();
  there.io.restart();
  there.io.run_for(5s);
  CHECK(there.io.stopped());
  CHECK(there.accepts->done());
  REQUIRE(there.ended);
  CHECK_FALSE(*there.ended);
  CHECK(there.log.back() == "closed");
  CHECK(here.read().empty());
  auto late = blocking::peer<lines::client>::connect(loopback::to_address(at), lines::client());
  REQUIRE(late);
  CHECK(late->await<lines::heard>(late->machine().say("hello")).error().error == condition::refused);
  CHECK(acceptor::bind(there.io.get_executor(), at, anybody));
}

TEST_CASE("asio: between two runs nobody is heard, and the context has no work") {
  server there;
  loopback::connection here(connected_to(there.at()));
  there.then = [] { return false; };
  here.write("one\ntwo\n");
  there.io.run_for(5s);
  CHECK(there.io.stopped());
  CHECK(there.log == std::vector<std::string>{"one"});
  there.then = nullptr;
  there.ended.reset();
  there.run();
  there.run_until(2);
  there.io.poll();
  CHECK(there.log == std::vector<std::string>{"one", "two"});
  CHECK_FALSE(there.ended);
  there.accepts->stop();
  there.io.restart();
  there.io.run_for(5s);
  CHECK(there.io.stopped());
  CHECK(there.ended == ::asio::error::operation_aborted);
}

TEST_CASE("asio: a handler that wants a pause after each event loses none of those that came together") {
  server there;
  std::vector<loopback::connection> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back(connected_to(there.at()));
    clients.back().write("hello\n");
  }
  there.run_until(8);
  there.rounds_within(20ms);  // now they all wait
  there.then = [] { return false; };
  for (auto& one : clients) one.write("again\n");
  for (std::size_t i = 1; i <= 8; ++i) {
    there.io.restart();
    there.io.run_for(5s);
    REQUIRE(there.log.size() == 8 + i);
    there.run();
  }
  CHECK(std::ranges::count(there.log, "again") == 8);
  there.accepts->close();
  for (std::size_t i = 1; i <= 8; ++i) {
    there.io.restart();
    there.io.run_for(5s);
    REQUIRE(there.log.size() == 16 + i);
    there.run();
  }
  CHECK(std::ranges::count(there.log, "closed") == 8);
}

TEST_CASE("asio: what the factory or a handler throws leaves the run, and costs no other connection") {
  bool first = true;
  server there({}, [&](const endpoint&) {
    if (std::exchange(first, false)) throw 1;
    return machine_under_test();
  });
  loopback::connection unlucky(connected_to(there.at()));
  loopback::connection here(connected_to(there.at()));
  CHECK_THROWS_AS(there.io.run(), int);
  there.then = []() -> bool { throw 2.0; };
  here.write("hello\n");
  CHECK_THROWS_AS(there.io.run(), double);
  there.then = nullptr;
  CHECK(exchange_with(there, here, "again\n").starts_with("you said hello\n"));
  CHECK(unlucky.read().empty());
}

TEST_CASE("asio: an acceptor that is gone before its context, or after it, leaves nothing behind") {
  std::optional<server> there(std::in_place);
  loopback::connection here(connected_to(there->at()));
  CHECK(exchange_with(*there, here, "hello\n") == "you said hello\n");
  there->accepts.reset();
  there.reset();
  CHECK(here.read().empty());
}

TEST_CASE("asio: RCON is served") {
  using responder = rcon::responder;
  ::asio::io_context io;
  auto made = gamewire::asio::acceptor<responder>::bind(
      io.get_executor(), loopback::v4,
      [](const endpoint& remote) { return responder({.password = "secret", .peer = remote}); });
  REQUIRE(made);
  made->async_run(
      [&](const connection& from, const responder::event& event) {
        if (const auto* asked = std::get_if<responder::command>(&event))
          made->post(from.id, [id = asked->request, text = std::string(asked->text)](responder& to) {
            CHECK_FALSE(to.answer(id, as_bytes("did " + text)));
          });
      },
      ::asio::detached);
  gamewire::asio::peer<rcon::client> here(io.get_executor(), loopback::to_address(made->local_endpoint()),
                                          rcon::client({.password = "secret"}));
  std::string heard;
  here.async_await<rcon::reply>([](rcon::client& machine) { return machine.execute("it"); },
                                [&](auto reply) {
                                  REQUIRE(reply);
                                  heard = reply->body;
                                  made->close();
                                });
  io.run_for(10s);
  CHECK(heard == "did it");
}
