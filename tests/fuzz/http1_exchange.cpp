// Any calls in any order, and any stream, over any number of connections: every request ends in one event,
// after the end comes one closed, then done; and never busy.
#include <gamewire/http1/exchange.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(http1_exchange) {
  fuzz::conversation talk(in);
  http1::exchange_options options{.host = "a"};
  options.limits.max_body = 100U << (talk.byte() % 16);
  options.limits.max_interim = talk.byte();
  options.idle_timeout = std::chrono::milliseconds(1 + 100 * talk.byte());
  options.max_requests = 8;
  talk.byte();
  const auto ask = [](http1::exchange& exchange, unsigned what) {
    constexpr std::array methods{"GET", "HEAD", "POST", "GET"};
    const http1::request request{.method = methods[what % 4],
                                 .body = as_bytes(what % 4 == 2 ? "body" : ""),
                                 .upgrade = what % 4 == 3 ? "websocket" : "",
                                 .close = what % 4 != 3 && what >= 128};
    return exchange.send(request, static_cast<http1::delivery>(what / 4 % 2));
  };
  const std::string breach = fuzz::have(talk, http1::exchange(options), ask);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
