// Any calls in any order, and any messages, over any number of connections: the contract holds, and whatever is told is
// whole.
#include <gamewire/asf/log.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

namespace {

struct subject : asf::log {
  using log::log;
  static std::error_code cancel(request_id) { return errc::unknown_request; }

  std::optional<event> poll_event() noexcept {
    auto told = log::poll_event();
    if (told)
      if (const auto* line = std::get_if<asf::log_line>(&*told)) {
        const asf::log_entry& of = line->entry;
        HOLDS(!of.parsed() || of.raw.ends_with(of.message));
      }
    return told;
  }
};

}  // namespace

FUZZ_TARGET(asf_log) {
  fuzz::conversation talk(in);
  const asf::log_options options{.reconnect = {.attempts = talk.byte()}, .seed = talk.byte()};
  talk.byte();
  talk.byte();
  const auto remember = [](subject& log, unsigned what) -> accepted {
    log.remember(std::string(what % 16, 'x'));
    return std::unexpected(make_error_code(errc::closed));
  };
  const std::string breach = fuzz::have(talk, subject(options), remember);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
