// However an answer to a handshake is cut, or a request for one, it is understood alike: open, or an end.
#include "support/pieces.hpp"
#include "support/websocket_wire.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(websocket_handshake) {
  for (const auto side : {websocket::side::client, websocket::side::server}) {
    const websocket::hearing hearing{
        .is = side, .max_message = 40, .max_head = 300, .open = false, .ends = true};
    const std::string whole = hear({{in.begin(), in.end()}}, hearing);
    HOLDS(whole.find("end") != whole.npos);
    for (const std::size_t size : {1U, 2U, 3U, 7U, 64U}) HOLDS(hear(test::cut(in, size), hearing) == whole);
  }
}
