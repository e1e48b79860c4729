// No peer that has not given back its challenge is ever sent more bytes than it sent; and the responder ends
// as it must.
#include <gamewire/a2s/responder.hpp>

#include "conversation.hpp"
#include "support/a2s_peers.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(responder) {
  fuzz::conversation talk(in);
  a2s::responder responder({.max_datagram = 200, .rate = talk.byte(), .burst = 50, .max_queue = 64});
  responder.publish(test::from_hex("FF FF FF FF 45 01 00 \"rule\" 00 \"x\"*2000 00"));
  responder.publish(test::from_hex("FF FF FF FF 44 00"));
  test::a2s_peers peers(responder);
  for (unsigned peer = 0; !talk.over();) {
    const auto what = talk.next();
    if (what == fuzz::op::receive) {
      peers.send(peer, talk.datagram());
    } else if (const auto argument = talk.byte(); what == fuzz::op::ask) {
      peers.ask(peer = argument % 4, static_cast<a2s::request_type>("TUVWi"[argument / 4 % 5]));
    } else if (what == fuzz::op::wait) {
      peers.wait(std::chrono::milliseconds(argument * 64));
    }
    HOLDS(!peers.was_amplified());
  }
  HOLDS(peers.close());
}
