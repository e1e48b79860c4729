// Any calls in any order, and any stream: every command ends in one event, after the end comes one closed,
// then done; and never busy.
#include <gamewire/rcon/client.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(rcon_client) {
  fuzz::conversation talk(in);
  rcon::client_options options{.password = "password"};
  options.profile = static_cast<rcon::profile>(talk.byte() % 7);
  const std::uint8_t connections = talk.byte();
  options.max_in_flight = static_cast<std::uint16_t>(connections % 4 + 1);
  options.reconnect.attempts = connections / 64;
  options.keep_alive = std::chrono::seconds(talk.byte());
  options.max_reply = 100U << (talk.byte() % 16);
  options.max_frame = 1U << 16;
  options.max_commands = 8;
  const auto ask = [](rcon::client& client, unsigned what) {
    return what % 4 == 3 ? client.execute_unanswered("quit") : client.execute(what < 128 ? "status" : "");
  };
  const std::string breach = fuzz::have(talk, rcon::client(options), ask);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
