// Any calls in any order: every request ends in one event, after the end comes one closed, then done; and
// never busy.
#include <gamewire/a2s/client.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(client) {
  fuzz::conversation talk(in);
  const auto flags = talk.byte();
  a2s::client_options options{.retries = static_cast<std::uint8_t>(talk.byte() % 4), .seed = talk.byte()};
  options.get_challenge = (flags & 1) != 0;
  options.pad_to = (flags & 2) != 0 ? a2s::padded_request_size : std::uint16_t{0};
  options.source_form_wait = std::chrono::milliseconds(talk.byte());
  options.split = {.max_groups = 2, .max_fragments = 16, .max_decompressed = 1 << 16};
  const auto ask = [](a2s::client& client, unsigned what) {
    switch (what % 4) {
      case 0: return client.request_info();
      case 1: return client.request_players();
      case 2: return client.request_rules();
      default: return client.request_ping(what < 128 ? a2s::request_type::info : a2s::request_type::ping);
    }
  };
  const std::string breach = fuzz::have(talk, a2s::client(options), ask);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
