// Stands in front of a game server and answers its queries from memory: one thread asks the server, another answers.
//
//     query_cache_with_threads LISTEN[:PORT] SERVER[:PORT]      port 0 is any that is free; says "ready ADDRESS:PORT"

#include <array>
#include <cstdio>
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
  void put(bytes message) {
    const std::lock_guard lock(mutex_);
    messages_.emplace_back(message.begin(), message.end());
  }
  void deliver(a2s::responder& to) {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stale_, false)) withdraw_all(to);
    for (const auto& message : std::exchange(messages_, {})) (void)to.publish(message);
  }
  void expire() {
    const std::lock_guard lock(mutex_);
    stale_ = true;
  }

 private:
  std::mutex mutex_;
  std::vector<std::vector<std::byte>> messages_;
  bool stale_ = false;
};

[[noreturn]] static void ask_for_ever(const address& server, mailbox& answers, front& cache) {
  time_point stale_at = never;
  for (;;) {
    const auto hear = [&](const a2s::client::event& event) {
      const auto message = message_of(event);
      if (!message) return;
      answers.put(*message);
      stale_at = later(system::now(), stale_after);
    };
    // A client for each round: so it does not matter whether the server has been away, or has moved.
    if (auto upstream = blocking::peer<a2s::client>::connect(server, asker())) (void)upstream->run(hear);
    if (system::now() >= stale_at) answers.expire();
    cache.stop();  // so that it looks at what there is
    std::this_thread::sleep_for(refresh_interval);
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
  std::thread([&] { ask_for_ever(*server, answers, *cache); }).detach();
  for (;;) {
    const auto ended = cache->run([](const auto&) {});
    if (ended != std::errc::operation_canceled)
      return std::fprintf(stderr, "%s\n", ended.message().c_str()), 1;
    answers.deliver(cache->hub());
  }
}
