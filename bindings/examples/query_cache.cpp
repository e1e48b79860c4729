// Stands in front of a game server and answers its queries from memory, on an epoll loop: a flood of them never reaches
// the game, and an address that was forged gets nothing but a challenge as short as its question.
//
//     query_cache LISTEN[:PORT] SERVER[:PORT]      port 0 is any that is free; says "ready ADDRESS:PORT"

#include "query_cache.hpp"

#include <array>
#include <cstdio>
#include <optional>

#include <gamewire/epoll/hub.hpp>
#include <gamewire/epoll/peer.hpp>

using namespace gamewire;
using front = epoll::hub_driver<a2s::responder>;
using upstream = epoll::peer<a2s::client>;

class query_cache {
 public:
  query_cache(epoll::loop& on, address server, front to_players)
      : loop_(on), server_(std::move(server)), front_(std::move(to_players)) {
    refresh();
  }

 private:
  // A client for each round: so it does not matter whether the server has been away, or has moved. One that is late,
  // as where a name resolves slowly, is waited for.
  void refresh() {
    front_.command([this](a2s::responder& cache) { answers_.withdraw_stale(cache); });
    if (!upstream_ || upstream_->done())
      upstream_ = upstream::connect(loop_, server_, asker(), [this](const auto& event) { hear(event); });
    timer_.set(later(system::now(), refresh_interval));
  }

  void hear(const a2s::client::event& event) {
    if (const auto one = answer_of(event))
      front_.command([&](a2s::responder& cache) { answers_.publish(cache, *one); });
  }

  epoll::loop& loop_;
  address server_;
  front front_;
  std::optional<upstream> upstream_;
  epoll::timer timer_ = loop_.set_timer(never, [this] { refresh(); });
  shelf_life answers_;
};

int main(int argc, char** argv) {
  const auto listen = endpoint::parse(argc == 3 ? argv[1] : "", 27015);
  const auto server = parse_address(argc == 3 ? argv[2] : "", 27015);
  if (!listen || !server) return std::fputs("usage: query_cache LISTEN[:PORT] SERVER[:PORT]\n", stderr), 2;

  auto loop = epoll::loop::open();
  auto memory = make_cache();
  if (!loop || !memory) return std::fputs("the system is out of something\n", stderr), 1;
  auto bound = front::bind(*loop, std::array{*listen}, *std::move(memory), [](const auto&) {});
  if (!bound) return std::fprintf(stderr, "%s\n", bound.error().message().c_str()), 1;
  std::printf("ready %s\n", std::string(endpoint_text(bound->local_endpoint()).view()).c_str());
  std::fflush(stdout);

  const query_cache cache(*loop, *server, *std::move(bound));
  const auto error = loop->run();
  return std::fprintf(stderr, "%s\n", error.message().c_str()), 1;
}
