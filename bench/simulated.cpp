/// What does a query cost that never leaves memory: both machines, a lossy link and virtual time?
#include <array>
#include <cstdlib>
#include <memory>

#include <gamewire/a2s/client.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/random.hpp>

#include "corpus.hpp"
#include "measure.hpp"

namespace {

using namespace gamewire;

constexpr std::uint32_t loss_per_cent = 5;  // each way
constexpr nanoseconds delay = std::chrono::milliseconds(20);

/// One server that thousands of clients ask, each for the first time, so that each has to fetch a challenge.
class simulation {
 public:
  simulation() : server_({.secret = {1, 2}, .rate = 0}) {
    if (server_.publish(bench::info_replies(1)[0])) std::abort();
  }

  /// One query, whatever comes of it. Returns the players that the answer tells of.
  std::uint64_t query(std::size_t number) {
    const auto from = endpoint::v4(
        {10, 0, static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)}, 27005);
    a2s::client client(&options_);
    if (!client.request_info()) std::abort();
    for (;;) {
      send(client, from);
      while (const auto event = client.poll_event()) {
        if (const auto* reply = std::get_if<a2s::info_reply>(&*event)) return reply->info.players;
        if (std::holds_alternative<failed>(*event)) return 0;
      }
      // Nothing is under way but what the client sends after a challenge: then its deadline is not due yet.
      if (idle_) now_ = client.deadline(), client.on_timeout(now_);
    }
  }

 private:
  [[nodiscard]] bool lost() noexcept { return random_.below(100) < loss_per_cent; }

  /// Takes what the client has to send to the server, and what that answers back.
  void send(a2s::client& client, const endpoint& from) {
    const std::size_t size = client.write_transmit(outbound_, now_);
    idle_ = size == 0;
    if (idle_) return;
    client.transmitted(size, now_);
    if (lost()) return;
    now_ += delay;
    server_.receive(from, std::span(outbound_).first(size), now_);
    while (server_.poll_event()) continue;
    std::array<transmit, 4> batch;
    const std::size_t count = server_.poll_transmit(batch, now_);
    now_ += delay;
    for (const transmit& one : std::span(batch).first(count))
      if (!lost()) client.receive(one.payload, now_);
    server_.transmitted(count, now_);
  }

  a2s::responder server_;
  a2s::client_options options_;
  split_mix random_{27015};
  time_point now_{std::chrono::hours(1)};
  std::array<std::byte, 1400> outbound_;
  bool idle_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  bench::add("gamewire", bench::variety, [] {
    return [world = std::make_shared<simulation>()](std::size_t i) { return world->query(i); };
  });
  return bench::run(argc, argv);
}
