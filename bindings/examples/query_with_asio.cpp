// Asks a game server from inside an Asio program, whose own timer goes on ticking meanwhile.
//
//     query_with_asio play.example.org[:27015]

#include <cstdio>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include <gamewire/a2s/client.hpp>
#include <gamewire/asio/peer.hpp>
#include <gamewire/text.hpp>

namespace gw = gamewire;
namespace a2s = gamewire::a2s;
using asio::use_awaitable;

// What the program does anyway; never ends by itself.
static asio::awaitable<void> tick(int& ticks) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;; ++ticks) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(use_awaitable);
  }
}

static asio::awaitable<bool> show(gw::address where) {
  gw::asio::peer<a2s::client> server(co_await asio::this_coro::executor, where,
                                     a2s::client({.seed = gw::system::random_seed()}));

  const auto info = co_await server.async_await<a2s::info_reply>(&a2s::client::request_info, use_awaitable);
  if (!info) co_return std::fprintf(stderr, "%s\n", info.error().error.message().c_str()), false;
  std::printf("%s: %s, %d of %d players\n", gw::printable(info->name).c_str(),
              gw::printable(info->map).c_str(), info->players, info->max_players);

  // Not every server tells its players.
  const auto players =
      co_await server.async_await<a2s::players_reply>(&a2s::client::request_players, use_awaitable);
  if (players)
    for (const auto& player : players->list)
      std::printf("%6d  %s\n", player.score, gw::printable(player.name).c_str());
  co_return true;
}

int main(int argc, char** argv) {
  const auto where = gw::parse_address(argc == 2 ? argv[1] : "", 27015);
  if (!where) return std::fputs("usage: query_with_asio HOST[:PORT]\n", stderr), 2;

  asio::io_context io;
  int ticks = 0;
  bool answered = false;
  const auto all = [&]() -> asio::awaitable<void> {
    using namespace asio::experimental::awaitable_operators;
    const auto first = co_await (show(*where) || tick(ticks));  // the ticking stops with the answers
    answered = std::get<0>(first);
  };
  asio::co_spawn(io, all(), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
  io.run();
  return answered ? 0 : 1;
}
