// Any calls in any order, and any stream, over any number of connections: every request ends in one event,
// after the end comes one closed, then done; and never busy.
#include <gamewire/asf/client.hpp>
#include <gamewire/asf/requests.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(asf_client) {
  fuzz::conversation talk(in);
  asf::client_options options{.password = "p"};
  options.limits.max_body = 100U << (talk.byte() % 16);
  options.idle_timeout = std::chrono::milliseconds(1 + 100 * talk.byte());
  options.max_requests = 8;
  talk.byte();
  talk.byte();
  const auto ask = [](asf::client& client, unsigned what) -> accepted {
    switch (what % 4) {
      case 0: return client.ask(asf::get_bots{"a"});
      case 1: return client.ask(asf::start{"a"});
      case 2: return client.ask(asf::exit{});
      default: return client.ask(asf::call{"GET", "/x"});
    }
  };
  const std::string breach = fuzz::have(talk, asf::client(options), ask);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
