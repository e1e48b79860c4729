// Any calls in any order, and any datagrams: every command ends in one event, after the end comes one closed,
// then done; and never busy.
#include <gamewire/rcon/goldsource.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(rcon_goldsource) {
  fuzz::conversation talk(in);
  rcon::goldsource::client_options options{.password = "password"};
  options.retries = talk.byte() % 4;
  options.max_reply = 1U << (talk.byte() % 16);
  options.max_commands = talk.byte() % 8 + 1U;
  options.quiet_time = std::chrono::milliseconds(talk.byte() * 4 + 1);
  const auto ask = [](rcon::goldsource::client& client, unsigned what) {
    return what % 4 == 3 ? client.execute_unanswered("quit") : client.execute(what < 128 ? "status" : "");
  };
  const std::string breach = fuzz::have(talk, rcon::goldsource::client(options), ask);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
