// Pools on the epoll driver.
#include <gamewire/epoll/pool.hpp>
#include <gamewire/http1/exchange.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/responder.hpp>

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

/// Serves RCON, and counts its clients.
struct rcon_server {
  using acceptor = epoll::acceptor<rcon::responder>;

  rcon_server(epoll::loop& on, const endpoint& at) {
    auto made = acceptor::bind(
        on, at,
        [this](const endpoint& remote) {
          ++accepted;
          return rcon::responder({.password = "secret", .peer = remote, .verdict_delay = {}});
        },
        [this](const gamewire::connection& from, const auto& event) {
          if (const auto* asked = std::get_if<rcon::responder::command>(&event))
            accepts->command(from.id, [id = asked->request](rcon::responder& to) {
              CHECK_FALSE(to.answer(id, as_bytes("done")));
            });
        });
    REQUIRE(made);
    accepts.emplace(std::move(*made));
  }

  std::optional<acceptor> accepts;
  int accepted = 0;
};

/// What a call of a pool of RCON ends with.
std::string execute(epoll::loop& loop, epoll::pool<rcon::client>& calls) {
  std::string ended;
  calls.call<rcon::reply>([](rcon::client& to) { return to.execute("it"); },
                          [&](auto reply) { ended = reply ? reply->body : reply.error().error.message(); });
  while (ended.empty()) REQUIRE_FALSE(loop.run_once(never));
  return ended;
}

auto logging_in(std::string_view password) {
  return [password] { return rcon::client({.password = password}); };
}

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

TEST_CASE("epoll: a pool whose machine is done makes another one for the next call") {
  epoll::loop loop = std::move(*epoll::loop::open());
  const endpoint at = loopback::closed_port();
  epoll::pool<rcon::client> calls(loop, loopback::to_address(at), 1, logging_in("secret"));
  for (int i = 0; i < 2; ++i)
    CHECK(execute(loop, calls) == std::make_error_code(std::errc::connection_refused).message());
  const rcon_server there(loop, at);
  for (int i = 0; i < 2; ++i) CHECK(execute(loop, calls) == "done");
  CHECK(calls.connections() == 1);
  CHECK(there.accepted == 1);
}

TEST_CASE("epoll: a pool whose login was refused says so, and does not try again") {
  epoll::loop loop = std::move(*epoll::loop::open());
  const rcon_server there(loop, loopback::v4);
  epoll::pool<rcon::client> calls(loop, loopback::to_address(there.accepts->local_endpoint()), 2,
                                  logging_in("guess"));
  for (int i = 0; i < 3; ++i)
    CHECK(execute(loop, calls) == make_error_code(rcon::errc::login_refused).message());
  CHECK(there.accepted == 1);
}

TEST_CASE("epoll: a pool may be destroyed by a call that it does not accept") {
  loopback::patient_server server(1);
  client user(server.at(), 1);
  user.ask("/fine");
  user.run_until(1);
  user.then = [&] { user.calls.reset(); };
  user.ask("no path");
  CHECK(user.log.size() == 2);
  CHECK_FALSE(user.loop.poll());
}
