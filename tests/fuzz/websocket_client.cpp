// However the frames of a server are cut, they are understood alike; and what the client says is bounded. The same for
// the other side, and for lines.
#include "support/pieces.hpp"
#include "support/websocket_wire.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(websocket_client) {
  if (in.empty()) return;
  const auto how = std::to_integer<unsigned>(in.front());
  const websocket::hearing hearing{.is = how % 2 == 0 ? websocket::side::client : websocket::side::server,
                                   .plain = how / 2 % 2 == 0 ? framing::datagram : framing::stream,
                                   .max_message = 40,
                                   .ends = how / 4 % 2 != 0};
  const std::string whole = hear({{in.begin() + 1, in.end()}}, hearing);
  HOLDS(whole.size() <= 40 + 8 * in.size() + 1000);
  for (const std::size_t size : {1U, 2U, 3U, 7U, 64U})
    HOLDS(hear(test::cut(in.subspan(1), size), hearing) == whole);
}
