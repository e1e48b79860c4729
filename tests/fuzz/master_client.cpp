// Any calls in any order, and any datagrams: every list ends in one event, after the end comes one closed, then
// done; and never busy.
#include <gamewire/master/client.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(master_client) {
  fuzz::conversation talk(in);
  master::client_options options;
  options.retries = talk.byte() % 4;
  options.interval = std::chrono::milliseconds(talk.byte() * 50);
  options.burst = talk.byte() % 8 + 1U;
  options.max_servers = (15U - talk.byte() % 16) * 8 + 1;
  options.max_pages = 8;
  const auto ask = [](master::client& client, unsigned what) {
    constexpr std::array all{master::region::europe, master::region::asia, master::region::world};
    return client.request_list({.regions = std::span(all).first(what % 4), .limit = what / 64});
  };
  const std::string breach = fuzz::have(talk, master::client(options), ask);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
