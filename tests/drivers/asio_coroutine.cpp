#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>

#include <gamewire/a2s/client.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/asio/hub.hpp>

#include "asio_peer.hpp"

namespace {

using ::asio::awaitable;
using ::asio::use_awaitable;
using namespace ::asio::experimental::awaitable_operators;

/// Runs a coroutine to its end, and lets what it throws out.
void run(::asio::io_context& io, awaitable<void> what) {
  bool ended = false;
  ::asio::co_spawn(io, std::move(what), [&](std::exception_ptr thrown) {
    ended = true;
    if (thrown) std::rethrow_exception(thrown);
  });
  finish(io);
  CHECK(ended);
}

}  // namespace

TEST_CASE("asio: coroutines ask one thing after the other, and many at once") {
  server there(server::echo);
  ::asio::io_context io;
  run(io, [&]() -> awaitable<void> {
    peer here = ask(co_await ::asio::this_coro::executor, there.at());
    for (const std::string text : {"one", "two", "three"})
      CHECK(co_await here.async_await<echo::heard>(say(text), use_awaitable) == text);
    const auto [left, right] = co_await (here.async_await<echo::heard>(say("left"), use_awaitable) &&
                                         here.async_await<echo::heard>(say("right"), use_awaitable));
    CHECK(left == "left");
    CHECK(right == "right");
    CHECK(here.machine().faults().empty());
  }());
}

TEST_CASE("asio: a timer of the user's cancels what takes too long, and the peer goes on") {
  server there([](std::string datagram) {
    return datagram.ends_with("quiet") ? std::vector<std::string>{} : std::vector{datagram};
  });
  ::asio::io_context io;
  const time_point start = system::now();
  run(io, [&]() -> awaitable<void> {
    peer here = ask(co_await ::asio::this_coro::executor, there.at(), {.timeout = 30s});
    ::asio::steady_timer timer(io, 20ms);
    const auto first = co_await (here.async_await<echo::heard>(say("quiet"), use_awaitable) ||
                                 timer.async_wait(use_awaitable));
    CHECK(first.index() == 1);
    CHECK(co_await here.async_await<echo::heard>(say("loud"), use_awaitable) == "loud");
  }());
  CHECK(system::now() - start < 10s);
}

TEST_CASE("asio: cancelling reaches the machine, which knows the request no more") {
  const server silent(server::silent);
  using a2s_client = strict::machine_of<a2s::client>;
  ::asio::io_context io;
  run(io, [&]() -> awaitable<void> {
    gamewire::asio::peer<a2s_client> here(co_await ::asio::this_coro::executor,
                                          loopback::to_address(silent.at()), a2s_client());
    ::asio::steady_timer timer(io, 20ms);
    std::optional<request_id> asked;
    const auto first = co_await (here.async_await<a2s::info_reply>(
                                     [&](a2s_client& machine) {
                                       const accepted made = machine->request_info();
                                       if (made) asked = *made;
                                       return made;
                                     },
                                     use_awaitable) ||
                                 timer.async_wait(use_awaitable));
    CHECK(first.index() == 1);
    REQUIRE(asked);
    CHECK(here.machine()->cancel(*asked) == errc::unknown_request);
    CHECK(here->deadline() == never);
    CHECK(here.machine().faults().empty());
  }());
}

TEST_CASE("asio: A2S client and responder talk on one context") {
  using responder = strict::hub_of<a2s::responder>;
  a2s::responder publishing({.secret = {1, 2}, .rate = 0});
  std::array<std::byte, 2048> buffer;
  REQUIRE_FALSE(publishing.publish(*a2s::encode_info({.name = "A server", .map = "crossfire"}, buffer)));
  ::asio::io_context io;
  auto hub = gamewire::asio::hub_driver<responder>::bind(io.get_executor(), {{loopback::v4}},
                                                         responder(std::move(publishing)));
  REQUIRE(hub);
  hub->async_run([](const auto&) {}, ::asio::detached);
  run(io, [&]() -> awaitable<void> {
    gamewire::asio::peer<a2s::client> here(co_await ::asio::this_coro::executor,
                                           loopback::to_address(hub->local_endpoint()), a2s::client());
    const auto info = co_await here.async_await<a2s::info_reply>(&a2s::client::request_info, use_awaitable);
    REQUIRE(info);
    CHECK(info->map == "crossfire");
    hub->stop();
  }());
  CHECK(hub->hub().faults().empty());
}

TEST_CASE("asio: a strand keeps a peer in one piece on a context of many threads") {
  server there(server::echo);
  ::asio::io_context io;
  constexpr int peers = 4, rounds = 100;
  std::atomic<int> answers = 0;
  for (int i = 0; i < peers; ++i) {
    const auto strand = ::asio::make_strand(io);
    ::asio::co_spawn(
        strand,
        [&, strand]() -> awaitable<void> {
          peer here = ask(strand, there.at(), {.timeout = 200ms, .retries = 20});
          for (int round = 0; round < rounds; ++round) {
            const auto [left, right] = co_await (here.async_await<echo::heard>(say("left"), use_awaitable) &&
                                                 here.async_await<echo::heard>(say("right"), use_awaitable));
            answers += (left == "left") + (right == "right");
          }
          CHECK(here.machine().faults().empty());
        },
        ::asio::detached);
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) threads.emplace_back([&] { io.run_for(30s); });
  for (auto& thread : threads) thread.join();
  CHECK(answers == peers * rounds * 2);
}
