// No command is told that came without the challenge and the password; no datagram is longer than allowed; the end
// comes when it is asked for.
#include <gamewire/rcon/goldsource_responder.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;
using rcon::goldsource::responder;

namespace {

constexpr std::size_t longest = 64;
const endpoint peer = endpoint::v4({192, 0, 2, 1}, 1);

std::size_t send_all(responder& server, std::string* last = nullptr) {
  std::array<transmit, 4> out;
  std::size_t total = 0;
  while (const std::size_t count = server.poll_transmit(out, {})) {
    for (const transmit& one : std::span(out).first(count)) {
      HOLDS(one.to == peer && one.payload.size() <= longest);
      if (last != nullptr) *last = as_text(one.payload);
    }
    server.transmitted(count, {});
    total += count;
  }
  return total;
}

std::string challenge_of(responder& server) {
  server.receive(peer,
                 as_bytes("\xff\xff\xff\xff"
                          "challenge rcon"),
                 {});
  std::string given;
  send_all(server, &given);
  return given.substr(19, given.size() - 21);
}

}  // namespace

FUZZ_TARGET(rcon_goldsource_responder) {
  fuzz::conversation talk(in);
  rcon::ban_list bans({.max_failures = 100});
  responder server({.password = "pass word", .bans = &bans, .max_datagram = longest, .max_unsent = 1000});
  const std::string challenge = challenge_of(server);
  const std::string head = "\xff\xff\xff\xffrcon " + challenge + " ";
  while (!talk.over()) {
    const auto what = talk.next();
    const std::string_view text = as_text(talk.datagram());
    const std::string datagram = (what == fuzz::op::ask ? head : "") + std::string(text);
    server.receive(peer, as_bytes(datagram), {});
    while (const auto event = server.poll_event()) {
      const auto* command = std::get_if<responder::command>(&*event);
      if (command == nullptr) continue;
      HOLDS(datagram.find(challenge) != datagram.npos && text.find("\"pass word\"") != text.npos);
      HOLDS(!command->text.empty());
      (void)server.answer(as_bytes(std::string(text.size() * 8, 'x')));
    }
    if (what != fuzz::op::deafen) send_all(server);
  }
  server.close({});
  send_all(server);
  HOLDS(std::holds_alternative<closed>(server.poll_event().value()) && server.done());
}
