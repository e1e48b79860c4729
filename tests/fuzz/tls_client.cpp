// Any bytes from a server, or from one that means it well with some of them changed: it ends or waits, never both, and
// what it wants to send is bounded.
#include <gamewire/tls/client.hpp>
#include <gamewire/tls/server.hpp>

#include "support/certificates.hpp"
#include "target.hpp"

using namespace gamewire;

namespace {

/// One byte after the other from the input says how much of the server's words to leave as they are.
std::vector<std::byte> spoilt(bytes said, byte_reader& by) {
  std::vector<std::byte> out(said.begin(), said.end());
  for (std::size_t at = by.u8() * 8U; at < out.size() && !by.empty(); at += 1U + by.u8() * 8U)
    out[at] ^= std::byte{by.u8()};
  return out;
}

void hear(tls::client& client, bytes in, time_point now) {
  client.receive(in, now);
  while (client.poll_plain()) {
  }
  HOLDS(!client.plain_end() || client.write(in, now) == 0 || !*client.plain_end());
  HOLDS(client.poll_transmit(now).size() <= (192U << 10U));
}

}  // namespace

FUZZ_TARGET(tls_client) {
  static const auto me = tls::identity::pem(test::test_server().certificate, test::test_server().key);
  static const auto trusted = tls::trust::pem(test::test_authority().certificate);
  time_point now{std::chrono::seconds(1)};
  tls::client client({.host = "play.example", .trust = *trusted, .wall_time = test::test_time});
  tls::server server({.identity = *me});
  byte_reader input(in);
  const bool guided = input.u8() % 2 == 0;
  if (!guided) (void)client.poll_transmit(now), hear(client, input.rest(), now);
  for (int round = 0; guided && round < 4; ++round) {
    const bytes asked = client.poll_transmit(now);
    server.receive(asked, now);
    while (server.poll_plain()) {
    }
    client.transmitted(asked.size(), now);
    (void)server.write(as_bytes("some words"), now);
    const auto said = spoilt(server.poll_transmit(now), input);
    server.transmitted(said.size(), now);
    hear(client, said, now);
  }
  client.shutdown(now);
  client.on_timeout(client.deadline());
  HOLDS(client.done() || !client.poll_transmit(now).empty());
  client.receive_end({}, now);
  while (!client.done()) client.on_timeout(now = std::max(now, client.deadline()));
  HOLDS(client.deadline() == never);
}
