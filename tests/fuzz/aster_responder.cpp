// Any calls in any order, and any stream: the contract holds.
#include <gamewire/aster/responder.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

namespace {

/// Nothing is asked of it: `ask` of the conversation has another one say something.
struct subject : aster::responder {
  using responder::responder;
  static std::error_code cancel(request_id) { return errc::unknown_request; }
};

}  // namespace

FUZZ_TARGET(aster_responder) {
  fuzz::conversation talk(in);
  aster::community community({.max_users = 3, .max_channels = 3, .max_messages = 4, .max_news = 2000});
  const auto user = community.add_user("n", "p");
  const auto channel = community.add_channel("c");
  const auto all = community.add_group("g", aster::permissions({0x55, 0x55, 0x05}));
  (void)community.add_to_group(*user, *all);
  aster::responder_options options{.of = &community};
  options.max_line = 1024U << (talk.byte() % 4);
  options.max_unsent = std::size_t{1} << (talk.byte() % 17);
  const auto post = [&](subject&, unsigned what) -> accepted {
    (void)community.post(*user, *channel, std::string(what + 1, 'x'), {});
    return std::unexpected(make_error_code(errc::busy));
  };
  talk.byte();
  talk.byte();
  const std::string breach = fuzz::have(talk, subject(options), post);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
