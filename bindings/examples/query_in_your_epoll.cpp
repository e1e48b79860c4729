// Asks a game server for its info and its players inside an epoll loop of your own, which has other things to do:
// here a timer ticks.
//
//     query_in_your_epoll play.example.org[:27015]

#include <array>
#include <cstdio>

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/epoll/peer.hpp>
#include <gamewire/text.hpp>

using namespace gamewire;

static void watch(int epoll, int descriptor) {
  epoll_event event{.events = EPOLLIN, .data = {.fd = descriptor}};
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

int main(int argc, char** argv) {
  const auto where = parse_address(argc == 2 ? argv[1] : "", 27015);
  if (!where) return std::fputs("usage: query_in_your_epoll HOST[:PORT]\n", stderr), 2;
  auto loop = epoll::loop::open();
  if (!loop) return std::fprintf(stderr, "%s\n", loop.error().message().c_str()), 1;

  // Your loop: its epoll, and what it waits for. The gamewire loop is one more descriptor in it.
  const int yours = ::epoll_create1(EPOLL_CLOEXEC);
  const int ticks = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  const itimerspec second{.it_interval = {.tv_sec = 1, .tv_nsec = 0},
                          .it_value = {.tv_sec = 1, .tv_nsec = 0}};
  ::timerfd_settime(ticks, 0, &second, nullptr);
  watch(yours, ticks);
  watch(yours, loop->descriptor());

  bool answered = false;
  auto server = epoll::peer<a2s::client>::connect(
      *loop, *where, a2s::client({.seed = system::random_seed()}), [&](const a2s::client::event& event) {
        if (const auto* reply = std::get_if<a2s::info_reply>(&event)) {
          answered = true;
          std::printf("%s: %s, %d of %d players\n", printable(reply->info.name).c_str(),
                      printable(reply->info.map).c_str(), reply->info.players, reply->info.max_players);
        }
        if (const auto* reply = std::get_if<a2s::players_reply>(&event))
          for (const auto& player : reply->players)
            std::printf("%6d  %s\n", player.score, printable(player.name).c_str());
        if (const auto* end = std::get_if<failed>(&event))
          std::fprintf(stderr, "%s\n", end->error.message().c_str());
      });
  server.command([](a2s::client& client) { return client.request_info(); });
  server.command([](a2s::client& client) { return client.request_players(); });
  server.close();  // no more questions: done when these two are answered, or have failed

  while (!server.done()) {
    std::array<epoll_event, 8> ready;
    const int count = ::epoll_wait(yours, ready.data(), static_cast<int>(ready.size()), -1);
    for (int i = 0; i < count; ++i) {
      std::uint64_t times = 0;
      if (ready[static_cast<std::size_t>(i)].data.fd != ticks)
        loop->poll();
      else if (::read(ticks, &times, sizeof times) > 0)
        std::fputs("still waiting\n", stderr);
    }
  }
  ::close(ticks);
  ::close(yours);
  return answered ? 0 : 1;
}
