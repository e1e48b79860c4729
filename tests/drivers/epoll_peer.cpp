// Peers on a loop: what the tests for every driver do not ask.
#include <set>
#include <thread>

#include <doctest/doctest.h>
#include <poll.h>
#include <pthread.h>

#include <gamewire/epoll/peer.hpp>

#include "echo.hpp"
#include "lines.hpp"
#include "loopback.hpp"
#include "strict.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::closed_port;
using loopback::finds;
using loopback::server;
using loopback::to_address;

namespace {

using machine_under_test = strict::machine_of<echo::client>;
using peer = epoll::peer<machine_under_test>;

epoll::loop open() {
  auto made = epoll::loop::open();
  REQUIRE(made);
  return std::move(*made);
}

machine_under_test client(echo::client_options options = {}) {
  return machine_under_test(echo::client(options));
}

auto saying(std::string text) {
  return [text = std::move(text)](machine_under_test& machine) { CHECK(machine->say(text)); };
}

std::string in_words(const echo::client::event& event) {
  if (const auto* reply = std::get_if<echo::heard>(&event)) return "heard " + std::string(reply->text);
  if (const auto* other = std::get_if<echo::stray>(&event)) return "stray " + std::string(other->text);
  if (const auto* end = std::get_if<failed>(&event)) return "failed: " + end->error.message();
  return "closed: " + std::get<closed>(event).error.message();
}

/// Runs until so many events have been noted.
void run_until(epoll::loop& loop, const std::vector<std::string>& log, std::size_t count) {
  while (log.size() < count) REQUIRE_FALSE(loop.run_once(never));
}

/// Writes events down.
auto into(std::vector<std::string>& log) {
  return [&log](const auto& event) { log.push_back(in_words(event)); };
}

driver_options finding(std::vector<endpoint> all) {
  driver_options chosen;
  chosen.resolve = finds(std::move(all));
  return chosen;
}

const address some_name{"play.example.org", 27015};

/// Meanwhile no thread can be started, for want of a stack.
template <class Act>
void without_threads(Act act) {
  pthread_attr_t before{}, greedy{};
  REQUIRE(::pthread_getattr_default_np(&before) == 0);
  REQUIRE(::pthread_getattr_default_np(&greedy) == 0);
  REQUIRE(::pthread_attr_setstacksize(&greedy, SIZE_MAX / 16 * 15) == 0);  // half may be there on 32 bits
  REQUIRE(::pthread_setattr_default_np(&greedy) == 0);
  act();
  REQUIRE(::pthread_setattr_default_np(&before) == 0);
  ::pthread_attr_destroy(&before);
  ::pthread_attr_destroy(&greedy);
}

}  // namespace

TEST_CASE("a name is resolved on another thread, and commands do not wait for it") {
  server there(server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  std::thread::id resolver_ran_on;
  driver_options chosen;
  chosen.resolve = [&](const address& of, ip_preference) {
    CHECK(of == some_name);
    resolver_ran_on = std::this_thread::get_id();
    return std::vector{there.at()};
  };
  peer here = peer::connect(loop, some_name, client(), into(log), chosen);
  CHECK(here.remote() == endpoint{});
  here.command(saying("hello"));
  run_until(loop, log, 1);
  CHECK(log[0] == "heard hello");
  CHECK(here.remote() == there.at());
  CHECK(resolver_ran_on != std::this_thread::get_id());
  CHECK(here.machine().faults().empty());
}

TEST_CASE("a literal address needs no resolver") {
  server there(server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  driver_options chosen;
  chosen.resolve = [](const address&, ip_preference) {
    FAIL_CHECK("asked");
    return std::vector<endpoint>{};
  };
  peer here = peer::connect(loop, to_address(there.at()), client(), into(log), chosen);
  CHECK(here.remote() == there.at());
  here.command(saying("hello"));
  run_until(loop, log, 1);
  CHECK(log[0] == "heard hello");
}

TEST_CASE("what cannot be resolved or connected to is closed, with its reason, and asks no descriptor") {
  const auto refuses = [](std::error_code why) {
    return [why](const address&, ip_preference) {
      return std::expected<std::vector<endpoint>, std::error_code>(std::unexpected(why));
    };
  };
  const auto throws = [](const address&, ip_preference) -> std::vector<endpoint> { throw 1; };
  const std::vector<std::pair<resolver, std::error_code>> cases{
      {refuses(resolve_errc::not_found), resolve_errc::not_found},
      {throws, resolve_errc::failed},
      {finds({}), resolve_errc::no_address},
      {finds({loopback::forbidden}), std::make_error_code(std::errc::permission_denied)},
  };
  for (const auto& [resolver, why] : cases) {
    epoll::loop loop = open();
    std::vector<std::string> log;
    peer here = peer::connect(loop, some_name, client(), into(log), {.resolve = resolver});
    here.command(saying("hello"));
    run_until(loop, log, 2);
    CHECK(log == std::vector{"failed: " + why.message(), "closed: " + why.message()});
    CHECK(here.done());
    CHECK(here.machine().faults().empty());
  }
}

TEST_CASE("without a thread to be had a name is not resolved, and the conversation ends with that") {
  server there(server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  without_threads([&] {
    peer here = peer::connect(loop, some_name, client(), into(log), finding({there.at()}));
    auto stream = epoll::peer<lines::client>::connect(
        loop, some_name, lines::client(),
        [&](const auto& event) { log.push_back("closed: " + std::get<closed>(event).error.message()); });
    here.command(saying("hello"));
    run_until(loop, log, 3);
  });
  const std::string why = std::make_error_code(std::errc::resource_unavailable_try_again).message();
  std::ranges::sort(log);
  CHECK(log == std::vector{"closed: " + why, "closed: " + why, "failed: " + why});
  log.clear();
  peer here = peer::connect(loop, some_name, client(), into(log), finding({there.at()}));
  here.command(saying("hello"));
  run_until(loop, log, 1);
  CHECK(log[0] == "heard hello");
}

TEST_CASE("resolving counts: a request can run out of time before its name is there") {
  const auto name_server = std::make_shared<loopback::gate>();
  epoll::loop loop = open();
  std::vector<std::string> log;
  auto here = epoll::peer<echo::hasty>::connect(loop, some_name, echo::hasty(), into(log),
                                                {.resolve = loopback::waits_at(name_server, closed_port())});
  here.command([](echo::hasty& machine) { CHECK(machine.say("hello")); });
  run_until(loop, log, 2);
  CHECK(log[0] == "failed: " + std::make_error_code(std::errc::timed_out).message());
  CHECK(here.done());
  name_server->open();
}

TEST_CASE("a peer can be destroyed while its name is resolved; the next name still is") {
  server there(server::echo);
  const auto name_server = std::make_shared<loopback::gate>();
  epoll::loop loop = open();
  std::vector<std::string> log;
  {
    const peer doomed = peer::connect(loop, some_name, client(), into(log),
                                      {.resolve = loopback::waits_at(name_server, there.at())});
    name_server->wait_for_somebody();
  }
  peer here = peer::connect(loop, some_name, client(), into(log), finding({there.at()}));
  here.command(saying("hello"));
  REQUIRE_FALSE(loop.poll());
  name_server->open();
  run_until(loop, log, 1);
  CHECK(log[0] == "heard hello");
}

TEST_CASE("nobody is asked for the names of peers that have gone before it was their turn") {
  server there(server::echo);
  const auto name_server = std::make_shared<loopback::gate>();
  epoll::loop loop = open();
  std::vector<std::string> log;
  std::atomic<int> asked = 0;
  const peer first = peer::connect(loop, some_name, client(), into(log),
                                   {.resolve = loopback::waits_at(name_server, closed_port())});
  for (int i = 0; i < 10; ++i) {
    const peer doomed = peer::connect(loop, some_name, client(), into(log), {.resolve = [&](const auto&...) {
                                        ++asked;
                                        return std::vector{closed_port()};
                                      }});
  }
  name_server->wait_for_somebody();
  peer here = peer::connect(loop, some_name, client(), into(log), finding({there.at()}));
  here.command(saying("hello"));
  REQUIRE_FALSE(loop.poll());
  name_server->open();
  run_until(loop, log, 1);
  CHECK(log[0] == "heard hello");
  CHECK(asked == 0);
}

TEST_CASE("a loop does not wait for names that are being resolved") {
  const auto name_server = std::make_shared<loopback::gate>();
  std::vector<std::string> log;
  bool resolved = false;
  {
    epoll::loop loop = open();
    const peer first = peer::connect(loop, some_name, client(), into(log),
                                     {.resolve = loopback::waits_at(name_server, closed_port())});
    const peer second = peer::connect(loop, some_name, client(), into(log), {.resolve = [&](const auto&...) {
                                        resolved = true;
                                        return std::vector{closed_port()};
                                      }});
    name_server->wait_for_somebody();
  }
  name_server->open();
  CHECK_FALSE(resolved);
  CHECK(log.empty());
}

TEST_CASE("when the first addresses refuse, the next one is watched in their place") {
  server there(server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  peer here = peer::connect(loop, some_name, client(), into(log),
                            finding({closed_port(), loopback::forbidden, closed_port(), there.at()}));
  here.command(saying("hello"));
  run_until(loop, log, 1);
  CHECK(log[0] == "heard hello");
  CHECK(here.remote() == there.at());
  CHECK(here.machine()->sent == 1);
  here.command(saying("again"));
  run_until(loop, log, 2);
  CHECK(log[1] == "heard again");
}

TEST_CASE("a command that a handler gives waits until that returns, and then is carried out") {
  server there(server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  std::optional<peer> here;
  bool inside = false;
  here = peer::connect(loop, to_address(there.at()), client(), [&](const auto& event) {
    inside = true;
    if (log.size() < 3)
      here->command([&](machine_under_test& machine) {
        CHECK_FALSE(inside);
        CHECK(machine->say(std::to_string(log.size())));
      });
    else
      here->close();
    log.push_back(in_words(event));  // its views are still good
    inside = false;
  });
  here->command(saying("hello"));
  run_until(loop, log, 5);
  CHECK(log == std::vector<std::string>{"heard hello", "heard 1", "heard 2", "heard 3", "closed: Success"});
  CHECK(here->done());
  CHECK(here->machine().faults().empty());
}

TEST_CASE("a command that throws costs none of those behind it") {
  server there(server::echo);
  epoll::loop loop = open();
  std::string given;
  std::optional<peer> here;
  here = peer::connect(loop, to_address(there.at()), client(), [&](const auto&) {
    for (const char name : {'a', 'b', 'c'})
      here->command([&, name](machine_under_test&) {
        given += name;
        if (name != 'c') throw 1;
      });
  });
  here->command(saying("hello"));
  CHECK_THROWS_AS((void)loop.run(), int);
  CHECK_THROWS_AS((void)loop.poll(), int);
  CHECK_FALSE(loop.poll());
  CHECK(given == "abc");
}

TEST_CASE("commands outside of handlers are given at once, and no handler runs inside them") {
  server there(server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  peer here = peer::connect(loop, to_address(there.at()), client(), into(log));
  accepted id;
  here.command([&](machine_under_test& machine) { id = machine->say("hello"); });
  CHECK(id);
  here.close();
  CHECK(log.empty());
  run_until(loop, log, 2);
  CHECK(here.done());
  here.command([&](machine_under_test& machine) { id = machine->say("too late"); });
  CHECK(id.error() == errc::closed);
  CHECK_FALSE(loop.poll());
  CHECK(log.size() == 2);
}

TEST_CASE("a handler may destroy its peer, and any other that is ready as well") {
  server there(server::echo);
  epoll::loop loop = open();
  std::vector<std::optional<peer>> peers(20);
  int heard = 0;
  for (auto& one : peers) {
    one = peer::connect(loop, to_address(there.at()), client(),
                        [&, witness = std::make_unique<int>(1)](const auto& event) {
                          heard += *witness;
                          for (auto& each : peers) each.reset();
                          CHECK(*witness == 1);
                          CHECK(in_words(event) == "heard hello");
                        });
    one->command(saying("hello"));
  }
  CHECK_FALSE(loop.poll());
  while (there.asked() < 20) std::this_thread::yield();
  while (heard == 0) REQUIRE_FALSE(loop.run_once(never));
  CHECK_FALSE(loop.run_once(system::now() + 2ms));
  CHECK(heard == 1);
}

TEST_CASE("an exception leaves the run, and what the datagram still had to tell is told by the next") {
  /// Tells each stray datagram three times, and looks at it each time.
  struct parrot : echo::client {
    void receive(bytes in, time_point) noexcept { said = as_text(in), left = 3; }
    std::optional<event> poll_event() noexcept {
      if (left == 0) return echo::client::poll_event();
      --left;
      return echo::stray{said};
    }
    std::string_view said;
    int left = 0;
  };
  system::socket there = loopback::bound();
  epoll::loop loop = open();
  std::vector<std::string> log;
  std::vector<epoll::peer<parrot>> peers;
  for (int i = 0; i < 2; ++i) {
    const endpoint local = closed_port();
    peers.push_back(epoll::peer<parrot>::connect(loop, to_address(*there.local_endpoint()), parrot(),
                                                 [&](const auto& event) {
                                                   log.push_back(in_words(event));
                                                   throw 1;
                                                 },
                                                 {.local = local}));
    REQUIRE(there.send_to(local, as_bytes(std::string(1000, static_cast<char>('a' + i)))));
  }
  while (log.size() < 6) CHECK_THROWS_AS((void)loop.run(), int);
  std::ranges::sort(log);
  for (std::size_t i = 0; i < 6; ++i) CHECK(log[i] == "stray " + std::string(1000, i < 3 ? 'a' : 'b'));
  CHECK_FALSE(loop.poll());
}

TEST_CASE("a handler that throws may have given a command that destroys its peer") {
  server there(server::echo);
  epoll::loop loop = open();
  std::optional<peer> here;
  here = peer::connect(loop, to_address(there.at()), client(), [&](const auto&) {
    here->command([&](machine_under_test&) { here.reset(); });
    throw std::runtime_error("the handler's");
  });
  here->command(saying("hello"));
  here->command(saying("again"));
  const auto run = [&] {
    while (here) (void)loop.run_once(system::now() + 5s);
  };
  CHECK_THROWS_AS(run(), std::runtime_error);
  run();
  for (int i = 0; i < 3; ++i) CHECK_FALSE(loop.run_once(system::now() + 5ms));
}

TEST_CASE("a handler may destroy its peer and throw") {
  server there(server::echo);
  epoll::loop loop = open();
  std::optional<peer> here;
  here = peer::connect(loop, to_address(there.at()), client(), [&](const auto&) {
    here.reset();
    throw 1;
  });
  here->command(saying("hello"));
  CHECK_THROWS_AS((void)loop.run(), int);
  CHECK_FALSE(loop.poll());
}

TEST_CASE("two peers that are flooded take turns") {
  system::socket there = loopback::bound();
  epoll::loop loop = open();
  std::string seen;
  std::vector<peer> peers;
  for (const char name : {'a', 'b'}) {
    const endpoint local = closed_port();
    peers.push_back(peer::connect(loop, to_address(*there.local_endpoint()), client(),
                                  [&seen, name](const auto&) { seen += name; },
                                  {.local = local, .receive_buffer = 1 << 20}));
    for (int i = 0; i < 300; ++i) REQUIRE(there.send_to(local, as_bytes("nobody asked")));
  }
  while (seen.size() < 600) REQUIRE_FALSE(loop.run_once(never));
  for (const char name : {'a', 'b'}) {
    std::size_t others = 0;  // between two of its own
    for (const char one : seen.substr(0, seen.find_last_of(name))) {
      others = one == name ? 0 : others + 1;
      REQUIRE(others <= 64);
    }
  }
}

TEST_CASE("a thousand peers on one loop get their answers, without a busy loop") {
  server there(server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  std::vector<peer> peers;
  for (int i = 0; i < 1000; ++i) {
    peers.push_back(
        peer::connect(loop, to_address(there.at()), client({.timeout = 100ms, .retries = 20}), into(log)));
    peers.back().command(saying(std::to_string(i)));
  }
  run_until(loop, log, 1000);
  for (auto& one : peers) {
    CHECK(one.machine().faults().empty());
    CHECK(one.machine().looks() < 50);
    one.close();
  }
  run_until(loop, log, 2000);
  CHECK(std::ranges::count(log, "closed: Success") == 1000);
  std::set<std::string> different(log.begin(), log.end());
  CHECK(different.size() == 1001);
}

TEST_CASE("inside another loop: the descriptor is readable when commands, answers or deadlines want it") {
  server there(server::echo);
  server silent(server::silent);
  epoll::loop loop = open();
  std::vector<std::string> log;
  pollfd one{.fd = loop.descriptor(), .events = POLLIN, .revents = 0};
  peer here = peer::connect(loop, to_address(there.at()), client(), into(log));
  peer unheard = peer::connect(loop, to_address(silent.at()), client({.timeout = 20ms}), into(log));
  here.command(saying("hello"));
  unheard.command(saying("hello?"));
  int wakes = 0;
  for (; log.size() < 2; ++wakes) {
    REQUIRE(::poll(&one, 1, 5000) == 1);
    REQUIRE_FALSE(loop.poll());
  }
  CHECK(log == std::vector{std::string("heard hello"),
                           "failed: " + std::make_error_code(std::errc::timed_out).message()});
  CHECK(wakes < 10);
  CHECK(::poll(&one, 1, 0) == 0);
}

TEST_CASE("a peer can be moved while it runs") {
  server there(server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  peer before = peer::connect(loop, to_address(there.at()), client(), into(log));
  before.command(saying("hello"));
  CHECK_FALSE(loop.poll());
  peer here = std::move(before);
  run_until(loop, log, 1);
  here = peer::connect(loop, to_address(there.at()), client(), into(log));
  here.command(saying("again"));
  run_until(loop, log, 2);
  CHECK(log == std::vector<std::string>{"heard hello", "heard again"});
}
