// Any calls in any order, and any datagrams, with the right checksum or not: every command ends in one event,
// after the end comes one closed, then done; and never busy.
#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/battleye_packet.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

namespace {

namespace be = rcon::battleye;

/// Puts what comes into a packet, unless it is one.
struct subject : be::client {
  using datagram_client::datagram_client;

  void receive(bytes in, time_point now) noexcept {
    if (be::decode(in) || in.empty()) return datagram_client::receive(in, now);
    wrapped.resize(in.size() + be::packet_overhead);
    const auto type = static_cast<std::uint8_t>(std::to_integer<unsigned>(in.front()) % 4);
    datagram_client::receive(be::encode({type, in.subspan(1)}, wrapped).value(), now);
  }

  test::buffer wrapped;
};

}  // namespace

FUZZ_TARGET(rcon_battleye) {
  fuzz::conversation talk(in);
  be::client_options options{.password = "password"};
  options.retries = talk.byte() % 4;
  options.max_reply = 1U << (talk.byte() % 16);
  options.max_commands = talk.byte() % 8 + 1U;
  options.keep_alive = std::chrono::seconds(talk.byte() % 46);
  const auto ask = [](subject& client, unsigned what) {
    return what % 4 == 3 ? client.execute_unanswered("quit") : client.execute(what < 128 ? "status" : "x");
  };
  const std::string breach = fuzz::have(talk, subject(options), ask);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
