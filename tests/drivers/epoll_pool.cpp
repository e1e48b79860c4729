// Pools on the epoll driver.
#include <gamewire/epoll/pool.hpp>
#include <gamewire/http1/exchange.hpp>

#include "patient_server.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::asks;

namespace {

using pool = epoll::pool<http1::exchange>;
using outcome = std::expected<http1::answer::owned, failure>;

struct client {
  explicit client(const address& there, std::size_t most)
      : calls(std::make_unique<pool>(loop, there, most, [there] { return loopback::client_of(there); })) {}

  void ask(const std::string& path) {
    calls->call<http1::answer>(asks(path), [this](outcome ended) {
      log.push_back(ended ? ended->body : ended.error().error.message());
      if (then) then();
    });
  }
  void run_until(std::size_t ended) {
    while (log.size() < ended) REQUIRE_FALSE(loop.run_once(never));
  }

  epoll::loop loop = std::move(*epoll::loop::open());
  std::unique_ptr<pool> calls;
  std::vector<std::string> log;
  std::function<void()> then;
};

}  // namespace

TEST_CASE("epoll: a pool has as many connections as there are calls at a time, and keeps them") {
  loopback::patient_server server(3);
  client user(server.at(), 3);
  for (std::size_t round = 1; round <= 3; ++round) {
    for (const char* path : {"/a", "/b", "/c"}) user.ask(path);
    user.run_until(3 * round);
  }
  std::ranges::sort(user.log);
  CHECK(user.log == std::vector<std::string>{"/a", "/a", "/a", "/b", "/b", "/b", "/c", "/c", "/c"});
  CHECK(user.calls->connections() == 3);
  CHECK(server.accepted() == 3);
}

TEST_CASE("epoll: a pool has no more connections than it may, and one is enough for calls in turn") {
  loopback::patient_server server(2);
  client user(server.at(), 2);
  for (const char* path : {"/0", "/1", "/2", "/3", "/4", "/5"}) user.ask(path);
  user.run_until(6);
  std::ranges::sort(user.log);
  CHECK(user.log == std::vector<std::string>{"/0", "/1", "/2", "/3", "/4", "/5"});
  CHECK(server.accepted() == 2);

  loopback::patient_server alone(1);
  client calm(alone.at(), 8);
  for (std::size_t i = 1; i <= 5; ++i) {
    calm.ask("/x");
    calm.run_until(i);
  }
  CHECK(calm.calls->connections() == 1);
  CHECK(alone.accepted() == 1);
}

TEST_CASE("epoll: what a pool's machine does not accept is told at once, and what fails, with its reason") {
  loopback::patient_server server(1);
  client user(server.at(), 2);
  user.ask("no path");
  CHECK(user.log == std::vector{make_error_code(errc::invalid_argument).message()});
  user.ask("/fine");
  user.run_until(2);
  CHECK(user.log.back() == "/fine");
  CHECK(user.calls->connections() == 1);

  client nobody(loopback::to_address(loopback::closed_port()), 2);
  for (int i = 0; i < 3; ++i) nobody.ask("/");
  nobody.run_until(3);
  for (const std::string& why : nobody.log)
    CHECK(why == std::make_error_code(std::errc::connection_refused).message());
}

TEST_CASE("epoll: from inside an answer a pool may be called, and destroyed") {
  loopback::patient_server server(1);
  client user(server.at(), 1);
  user.then = [&] {
    if (user.log.size() < 4) user.ask("/more");
  };
  user.ask("/first");
  user.run_until(4);
  CHECK(user.log == std::vector<std::string>{"/first", "/more", "/more", "/more"});

  user.then = [&] { user.calls.reset(); };
  user.ask("/last");
  user.ask("/never");
  user.run_until(5);
  for (int i = 0; i < 3; ++i) REQUIRE_FALSE(user.loop.poll());
  CHECK(user.log.size() == 5);
}
