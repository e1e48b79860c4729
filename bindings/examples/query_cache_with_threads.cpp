// Stands in front of a game server and answers its queries from memory: one thread asks the server, another answers.
//
//     query_cache_with_threads LISTEN[:PORT] SERVER[:PORT]      port 0 is any that is free; says "ready ADDRESS:PORT"

#include <array>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <gamewire/blocking/hub.hpp>
#include <gamewire/blocking/peer.hpp>

#include "query_cache.hpp"

using namespace gamewire;
using front = blocking::hub_driver<a2s::responder>;

// What goes from the thread that asks to the one that answers: a hub belongs to one thread.
class mailbox {
 public:
  void put(const answer& one) {
    const std::lock_guard lock(mutex_);
    newest_[one.to].assign(one.message.begin(), one.message.end());
  }
  [[nodiscard]] auto take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(newest_, {});
  }

 private:
  std::mutex mutex_;
  std::map<a2s::request_type, std::vector<std::byte>> newest_;
};

static void keep_asking(const std::stop_token& enough, const address& server, mailbox& answers,
                        front& cache) {
  const auto hear = [&](const a2s::client::event& event) {
    if (const auto one = answer_of(event)) answers.put(*one);
  };
  while (!enough.stop_requested()) {
    const time_point next_round = later(system::now(), refresh_interval);
    // A client for each round: so it does not matter whether the server has been away, or has moved.
    if (auto upstream = blocking::peer<a2s::client>::connect(server, asker())) (void)upstream->run(hear);
    cache.stop();  // so that it looks at what there is
    std::this_thread::sleep_until(next_round);
  }
}

int main(int argc, char** argv) {
  const auto listen = endpoint::parse(argc == 3 ? argv[1] : "", 27015);
  const auto server = parse_address(argc == 3 ? argv[2] : "", 27015);
  if (!listen || !server)
    return std::fputs("usage: query_cache_with_threads LISTEN[:PORT] SERVER[:PORT]\n", stderr), 2;

  auto memory = make_cache();
  if (!memory) return std::fputs("the system has no random bytes\n", stderr), 1;
  auto cache = front::bind(std::array{*listen}, *std::move(memory));
  if (!cache) return std::fprintf(stderr, "%s\n", cache.error().message().c_str()), 1;
  std::printf("ready %s\n", std::string(endpoint_text(cache->local_endpoint()).view()).c_str());
  std::fflush(stdout);

  mailbox answers;
  shelf_life published;
  // At the end it is waited for, a round at most: it uses what lies here.
  const std::jthread asking(
      [&](const std::stop_token& enough) { keep_asking(enough, *server, answers, *cache); });
  for (;;) {
    const auto ended = cache->run([](const auto&) {});
    if (ended != std::errc::operation_canceled)
      return std::fprintf(stderr, "%s\n", ended.message().c_str()), 1;
    for (const auto& [to, message] : answers.take()) published.publish(cache->hub(), {to, message});
    published.withdraw_stale(cache->hub());
  }
}
