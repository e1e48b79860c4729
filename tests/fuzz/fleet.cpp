// Any calls in any order: every id that was started ends in one closed, in time; no more are in flight than
// the window has room for, and no more packets go out than the rate allows.
#include <gamewire/a2s/client.hpp>

#include "conversation.hpp"
#include "support/observed_fleet.hpp"
#include "target.hpp"

using namespace gamewire;
using std::chrono::milliseconds;

namespace {

endpoint numbered(unsigned i) { return endpoint::v4({10, 0, 0, static_cast<std::uint8_t>(i % 24)}, 27015); }

auto setup(unsigned what) {
  return [what](a2s::client& client) {
    std::vector<accepted> ids;
    if ((what & 0x20) != 0) ids.push_back(client.request_info());
    if ((what & 0x40) != 0) ids.push_back(client.request_players());
    if ((what & 0x80) != 0) ids.push_back(client.request_rules());
    return ids;
  };
}

}  // namespace

FUZZ_TARGET(fleet) {
  fuzz::conversation talk(in);
  const auto flags = talk.byte();
  const a2s::client_options options{.retries = static_cast<std::uint8_t>(flags % 3),
                                    .pad_to = (flags & 4) != 0 ? a2s::padded_request_size : std::uint16_t{0},
                                    .source_form_wait = milliseconds((flags & 8) != 0 ? 50 : 0)};
  const fleet_options limits{
      .in_flight = 1U + talk.byte() % 16, .rate = talk.byte(), .burst = talk.byte() % 4U};
  test::observed_fleet<a2s::client> crew(limits, &options);
  crew.run_limit = options.total_deadline();
  std::size_t takes = 1000;
  crew.on_send = [&takes](auto batch) { return std::min(takes, batch.size()); };
  for (unsigned peer = 0; !talk.over() && crew.breaches().empty();) {
    const fuzz::op what = talk.next();
    const time_point now = crew.now();
    if (what == fuzz::op::receive) {
      crew.receive(numbered(peer), talk.datagram(), now + milliseconds(1));
      continue;
    }
    const std::uint8_t argument = talk.byte();
    const std::error_code error(argument, std::generic_category());
    switch (what) {
      case fuzz::op::ask: crew.start(numbered(peer = argument), setup(argument)); break;
      case fuzz::op::cancel: crew.unreachable(numbered(argument), error, now); break;
      case fuzz::op::close: crew.close(now); break;
      case fuzz::op::end: crew.next_failure = error; break;
      case fuzz::op::deafen: takes = argument < 128 ? argument % 4 : 1000; break;
      case fuzz::op::wait: crew.on_timeout(now + milliseconds(argument * 16)); break;
      case fuzz::op::wait_for_deadline:
        crew.on_timeout(std::min(crew.hub().deadline(), now + milliseconds(1 << 16)));
        break;
      case fuzz::op::drain: crew.lazy = argument % 2 != 0, crew.drain(); break;
      default: crew.relocate();
    }
  }
  crew.finish();
  if (!crew.breaches().empty()) fuzz::broken(crew.breaches().front().c_str(), __FILE__, __LINE__);
}
