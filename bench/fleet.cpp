/// What does a query (INFO, with a challenge) cost in a fleet of a million in flight, against one of a
/// thousand? Servers answer after a tenth of a second, in an order that has nothing to do with that in which
/// they lie in memory.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

#include <gamewire/a2s/client.hpp>
#include <gamewire/fleet.hpp>

#include "corpus.hpp"
#include "measure.hpp"

namespace {

using namespace gamewire;

constexpr std::size_t burst = 64;  // what a driver receives in one call
constexpr nanoseconds delay = std::chrono::milliseconds(100);

class simulation {
 public:
  explicit simulation(std::uint32_t servers)
      : pause_(delay * burst / servers),
        wire_(servers),
        fleet_({.in_flight = servers, .rate = 0, .seed = 1}, &options_) {
    for (std::uint32_t server = 0; server < servers; ++server) ask(server);
    flush();
    if (fleet_.room() != 0 || answers_ != servers) std::abort();
    // Half of them ahead of the others, and all in disorder: every turn is to have its share of everything.
    while (answers_ < servers + servers / 2) turn();
    std::shuffle(wire_.begin(), wire_.end(), std::minstd_rand());
  }

  /// One query is answered, on average.
  std::uint64_t query(std::size_t number) {
    if (number % (burst / 2) == 0) turn();
    return players_;
  }

 private:
  struct answer {
    std::uint32_t server;
    bool is_info;
  };

  static endpoint address(std::uint32_t server) {
    return endpoint::v4({10, static_cast<std::uint8_t>(server >> 16), static_cast<std::uint8_t>(server >> 8),
                         static_cast<std::uint8_t>(server)},
                        27015);
  }

  void ask(std::uint32_t server) {
    const auto failed =
        fleet_.start(address(server), server, [](a2s::client& client) { (void)client.request_info(); });
    if (failed) std::abort();
  }

  /// What a driver does with what one call received.
  void turn() {
    now_ += pause_;
    if (fleet_.deadline() <= now_) fleet_.on_timeout(now_);
    drain();
    std::array<answer, burst> batch;
    std::array<endpoint, burst> from;
    for (std::size_t i = 0; i < burst; ++i)
      from[i] = address((batch[i] = wire_[(answers_ + i) % wire_.size()]).server);
    fleet_.prefetch(from);
    for (std::size_t i = 0; i < burst; ++i) deliver(batch[i], from[i]);
    flush();
  }

  void deliver(const answer& one, const endpoint& from) {
    const bytes payload = one.is_info ? bytes(info_[0]) : bytes(challenge_);
    fleet_.receive(from, payload, now_);
    drain();
  }

  void drain() {
    while (const auto event = fleet_.poll_event()) {
      const auto& happened = std::get<0>(*event);
      if (const auto* reply = std::get_if<a2s::info_reply>(&happened.what)) players_ += reply->info.players;
      if (std::holds_alternative<closed>(happened.what)) ask(static_cast<std::uint32_t>(happened.id));
    }
  }

  void flush() {
    std::array<transmit, burst> batch;
    while (const std::size_t count = fleet_.poll_transmit(batch, now_)) {
      for (const transmit& one : std::span(batch).first(count)) {
        const auto& octets = one.to.address();
        wire_[answers_++ % wire_.size()] = {static_cast<std::uint32_t>(octets[1]) << 16 |
                                                static_cast<std::uint32_t>(octets[2]) << 8 | octets[3],
                                            one.payload.size() > 25};
      }
      fleet_.transmitted(count, now_);
    }
  }

  nanoseconds pause_;
  bench::corpus info_ = bench::info_replies(1);
  std::array<std::byte, 9> challenge_{std::byte{0xff}, std::byte{0xff}, std::byte{0xff},
                                      std::byte{0xff}, std::byte{'A'},  std::byte{1},
                                      std::byte{2},    std::byte{3},    std::byte{4}};
  std::vector<answer> wire_;
  std::size_t answers_ = 0;  // that were ever put on the wire, which is a ring and always full between turns
  a2s::client_options options_;
  fleet<a2s::client> fleet_;
  time_point now_{std::chrono::hours(1)};
  std::uint64_t players_ = 0;
};

/// One for all repetitions: a million takes a while to start.
void add(const char* name, std::uint32_t servers) {
  bench::add(name, 32 * burst, [world = std::make_shared<std::unique_ptr<simulation>>(), servers] {
    if (!*world) *world = std::make_unique<simulation>(servers);
    return [world](std::size_t i) { return (*world)->query(i); };
  });
}

}  // namespace

int main(int argc, char** argv) {
  add("gamewire", 1'000'000);
  add("floor", 1'000);
  return bench::run(argc, argv);
}
