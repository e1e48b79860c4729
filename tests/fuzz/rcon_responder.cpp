// Any calls in any order, and any stream: the contract holds, and no command is told without a login.
#include <gamewire/rcon/responder.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

namespace {

/// Answers are no requests: `ask` of the conversation gives them, and has nothing to cancel.
struct subject : rcon::responder {
  using responder::responder;
  static std::error_code cancel(request_id) { return errc::unknown_request; }

  std::optional<event> poll_event() noexcept {
    auto told = responder::poll_event();
    if (told) {
      if (const auto* one = std::get_if<login>(&*told)) logged_in = one->ok;
      if (const auto* one = std::get_if<command>(&*told)) HOLDS(logged_in), last = one->request;
    }
    return told;
  }

  bool logged_in = false;
  request_id last{};
};

}  // namespace

FUZZ_TARGET(rcon_responder) {
  fuzz::conversation talk(in);
  rcon::ban_list bans({.max_failures = 5});
  rcon::responder_options options{.password = "password", .bans = &bans};
  options.style = static_cast<rcon::style>(talk.byte() % 3);
  options.max_backlog = 65536U >> (talk.byte() % 17);
  options.max_unsent = std::size_t{16384} << (talk.byte() % 4);
  options.max_failures = talk.byte() % 8 + 1;
  const auto answer = [](subject& server, unsigned what) -> accepted {
    const std::string text(what * 40, 'x');
    const auto give = what % 3 == 0 ? &rcon::responder::answer_part : &rcon::responder::answer;
    return std::unexpected((server.*give)(server.last, as_bytes(text)));
  };
  const std::string breach = fuzz::have(talk, subject(options), answer);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
