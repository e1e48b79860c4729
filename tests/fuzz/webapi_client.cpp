// Any calls in any order, and any stream, over any number of connections: every call ends in one event, after the end
// comes one closed, then done; and never busy.
#include <gamewire/webapi/client.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(webapi_client) {
  fuzz::conversation talk(in);
  webapi::client_options options{.key = "K1"};
  options.limits.max_body = 100U << (talk.byte() % 16);
  options.first_pause = std::chrono::milliseconds(1 + 100 * talk.byte());
  options.retries = talk.byte() % 4;
  options.max_requests = 8;
  talk.byte();
  const auto ask = [](webapi::client& client, unsigned what) -> accepted {
    const webapi::call call{.interface_name = "ISteamWebAPIUtil", .method = "GetServerInfo", .version = 1};
    switch (what % 5) {
      case 0: return client.discover();
      case 1: return client.call(call);
      case 2: return client.call(webapi::unlisted_call{call, true});
      case 3: return client.call(webapi::get_server_list{}, std::chrono::milliseconds(what));
      default: return client.call(webapi::unlisted_call{call});
    }
  };
  const std::string breach = fuzz::have(talk, webapi::client(options), ask);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
