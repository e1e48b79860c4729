// Any calls in any order, and any stream, over any number of connections: every request ends in one event, after the
// end comes one closed, then done; and never busy.
#include <gamewire/aster/client.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(aster_client) {
  fuzz::conversation talk(in);
  aster::client_options options{.name = "n", .password = "p"};
  options.enter = static_cast<aster::entry>(talk.byte() % 3);
  options.reconnect.attempts = talk.byte() % 4;
  options.max_line = 1024U << (talk.byte() % 7);
  options.keep_alive = std::chrono::seconds(talk.byte());
  options.max_requests = 8;
  const auto ask = [](aster::client& client, unsigned what) -> accepted {
    switch (what % 8) {
      case 0: return client.ask(aster::get_metadata{});
      case 1: return client.ask(aster::online{});
      case 2: return client.ask(aster::list_channels{});
      case 3: return client.ask(aster::ping{});
      case 4: return client.ask(aster::send{.channel = 7, .content = "x"});
      case 5: return client.ask(aster::change_password{"q"});
      case 6: return client.ask(aster::call{R"({"command":"x"})"});
      default: return client.ask(aster::get_name{});
    }
  };
  const std::string breach = fuzz::have(talk, aster::client(options), ask);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
