// Pools on Asio.
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/use_awaitable.hpp>

#include <gamewire/asio/acceptor.hpp>
#include <gamewire/asio/pool.hpp>
#include <gamewire/http1/exchange.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/responder.hpp>

#include "patient_server.hpp"

using namespace gamewire;
using loopback::asks;

namespace {

using pool = gamewire::asio::pool<http1::exchange>;
using outcome = std::expected<http1::answer::owned, failure>;

struct client {
  explicit client(const address& there, std::size_t most)
      : calls(std::make_unique<pool>(io.get_executor(), there, most,
                                     [there] { return loopback::client_of(there); })) {}

  void ask(const std::string& path) {
    calls->async_await<http1::answer>(asks(path), [this](outcome ended) {
      log.push_back(ended ? ended->body : ended.error().error.message());
    });
  }
  void run() {
    io.restart();
    io.run();
  }

  ::asio::io_context io;
  std::unique_ptr<pool> calls;
  std::vector<std::string> log;
};

/// A server of RCON on the same context, which counts its clients, and a pool of these.
struct admin {
  using acceptor = gamewire::asio::acceptor<rcon::responder>;

  admin(const endpoint& there, std::string_view password)
      : calls(io.get_executor(), loopback::to_address(there), 2,
              [password] { return rcon::client({.password = password}); }) {}

  void serve(const endpoint& at) {
    auto made = acceptor::bind(io.get_executor(), at, [this](const endpoint& remote) {
      ++accepted;
      return rcon::responder({.password = "secret", .peer = remote, .verdict_delay = {}});
    });
    REQUIRE(made);
    accepts.emplace(std::move(*made));
    accepts->async_run(
        [this](const gamewire::connection& from, const auto& event) {
          if (const auto* asked = std::get_if<rcon::responder::command>(&event))
            accepts->post(from.id, [id = asked->request](rcon::responder& to) {
              CHECK_FALSE(to.answer(id, as_bytes("done")));
            });
        },
        ::asio::detached);
  }
  std::string execute() {
    std::string ended;
    calls.async_await<rcon::reply>(
        [](rcon::client& to) { return to.execute("it"); },
        [&](auto reply) { ended = reply ? reply->body : reply.error().error.message(); });
    CHECK(ended.empty());
    io.restart();
    while (ended.empty()) REQUIRE(io.run_one() == 1);
    return ended;
  }

  ::asio::io_context io;
  std::optional<acceptor> accepts;
  int accepted = 0;
  gamewire::asio::pool<rcon::client> calls;
};

}  // namespace

TEST_CASE("asio: a pool has as many connections as there are calls at a time, and keeps them") {
  loopback::patient_server server(3);
  client user(server.at(), 3);
  for (int round = 0; round < 3; ++round) {
    for (const char* path : {"/a", "/b", "/c"}) user.ask(path);
    user.run();
  }
  std::ranges::sort(user.log);
  CHECK(user.log == std::vector<std::string>{"/a", "/a", "/a", "/b", "/b", "/b", "/c", "/c", "/c"});
  CHECK(user.calls->connections() == 3);
  CHECK(server.accepted() == 3);
}

TEST_CASE("asio: a pool has no more connections than it may, and one is enough for calls in turn") {
  loopback::patient_server server(2);
  client user(server.at(), 2);
  for (const char* path : {"/0", "/1", "/2", "/3", "/4", "/5"}) user.ask(path);
  user.run();
  std::ranges::sort(user.log);
  CHECK(user.log == std::vector<std::string>{"/0", "/1", "/2", "/3", "/4", "/5"});
  CHECK(server.accepted() == 2);

  loopback::patient_server alone(1);
  client calm(alone.at(), 8);
  const auto in_turn = [&]() -> ::asio::awaitable<void> {
    for (int i = 0; i < 5; ++i) {
      const auto answer = co_await calm.calls->async_await<http1::answer>(asks("/x"), ::asio::use_awaitable);
      CHECK((answer && answer->body == "/x"));
    }
  };
  ::asio::co_spawn(calm.io, in_turn(), ::asio::detached);
  calm.run();
  CHECK(calm.calls->connections() == 1);
  CHECK(alone.accepted() == 1);
}

TEST_CASE("asio: what a pool's machine does not accept, and what fails, is told with its reason") {
  loopback::patient_server server(1);
  client user(server.at(), 2);
  user.ask("no path");
  user.run();
  user.ask("/fine");
  user.run();
  CHECK(user.log == std::vector{make_error_code(errc::invalid_argument).message(), std::string("/fine")});
  CHECK(user.calls->connections() == 1);
}

TEST_CASE("asio: a pool whose machine is done makes another one for the next call") {
  const endpoint at = loopback::closed_port();
  admin user(at, "secret");
  for (int i = 0; i < 2; ++i)
    CHECK(user.execute() == std::make_error_code(std::errc::connection_refused).message());
  user.serve(at);
  for (int i = 0; i < 2; ++i) CHECK(user.execute() == "done");
  CHECK(user.calls.connections() == 1);
  CHECK(user.accepted == 1);
}

TEST_CASE("asio: a pool whose login was refused says so, and does not try again") {
  const endpoint at = loopback::closed_port();
  admin user(at, "guess");
  user.serve(at);
  for (int i = 0; i < 3; ++i) CHECK(user.execute() == make_error_code(rcon::errc::login_refused).message());
  CHECK(user.accepted == 1);
}

TEST_CASE("asio: a call that was made and not begun when its pool went is aborted") {
  client here(loopback::to_address(loopback::closed_port()), 2);
  ::asio::co_spawn(
      here.io,
      [&]() -> ::asio::awaitable<void> {
        auto later = here.calls->async_await<http1::answer>(asks("/"), ::asio::use_awaitable);
        here.calls.reset();
        const outcome ended = co_await std::move(later);
        here.log.push_back(ended ? "an answer" : ended.error().error.message());
      },
      ::asio::detached);
  here.run();
  CHECK(here.log == std::vector{make_error_code(::asio::error::operation_aborted).message()});
}

TEST_CASE("asio: a call that is never begun keeps no connection busy") {
  client here(loopback::to_address(loopback::closed_port()), 2);
  for (int i = 0; i < 3; ++i) (void)here.calls->async_await<http1::answer>(asks("/"), ::asio::use_awaitable);
  CHECK(here.calls->connections() == 1);
}

TEST_CASE("asio: with the pool its calls end") {
  loopback::patient_server server(9);
  client user(server.at(), 2);
  for (int i = 0; i < 3; ++i) user.ask("/");
  user.io.poll();
  CHECK(user.log.empty());
  user.calls.reset();
  user.run();
  const std::string aborted = std::error_code(::asio::error::operation_aborted).message();
  CHECK(user.log == std::vector{aborted, aborted, aborted});
}
