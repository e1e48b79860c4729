// Stands in front of a game server and answers its queries from memory, inside an Asio program.
//
//     query_cache_with_asio LISTEN[:PORT] SERVER[:PORT]      port 0 is any that is free; says "ready ADDRESS:PORT"

#include <array>
#include <cstdio>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include <gamewire/asio/hub.hpp>
#include <gamewire/asio/peer.hpp>

#include "query_cache.hpp"

namespace gw = gamewire;
namespace a2s = gamewire::a2s;
using asio::use_awaitable;
using front = gw::asio::hub_driver<a2s::responder>;

// A client for each round: so it does not matter whether the server has been away, or has moved.
static asio::awaitable<void> keep_fresh(front& cache, shelf_life& answers, gw::address server) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  for (;;) {
    timer.expires_after(refresh_interval);
    gw::asio::peer<a2s::client> upstream(executor, server, asker());
    const auto hear = [&](const a2s::client::event& event) {
      const auto one = answer_of(event);
      if (!one) return;
      cache.post([&answers, to = one->to, message = std::vector(one->message.begin(), one->message.end())](
                     a2s::responder& on) { answers.publish(on, {to, message}); });
    };
    (void)co_await upstream.async_run(hear, use_awaitable);
    cache.post([&answers](a2s::responder& on) { answers.withdraw_stale(on); });
    co_await timer.async_wait(use_awaitable);
  }
}

int main(int argc, char** argv) {
  const auto listen = gw::endpoint::parse(argc == 3 ? argv[1] : "", 27015);
  const auto server = gw::parse_address(argc == 3 ? argv[2] : "", 27015);
  if (!listen || !server)
    return std::fputs("usage: query_cache_with_asio LISTEN[:PORT] SERVER[:PORT]\n", stderr), 2;

  asio::io_context io;
  auto memory = make_cache();
  if (!memory) return std::fputs("the system has no random bytes\n", stderr), 1;
  auto cache = front::bind(io.get_executor(), std::array{*listen}, *std::move(memory));
  if (!cache) return std::fprintf(stderr, "%s\n", cache.error().message().c_str()), 1;
  std::printf("ready %s\n", std::string(gw::endpoint_text(cache->local_endpoint()).view()).c_str());
  std::fflush(stdout);

  shelf_life answers;
  cache->async_run([](const auto&) {}, [&](std::error_code) { io.stop(); });
  asio::co_spawn(io, keep_fresh(*cache, answers, *server), asio::detached);
  io.run();
  return 1;  // trouble of the system: it does not end by itself
}
