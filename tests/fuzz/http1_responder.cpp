// Any calls in any order, and any stream: the contract holds, no request is told before the one before it was answered, and
// nothing goes out but answers.
#include <gamewire/http1/responder.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

namespace {

/// Answers are no requests: `ask` of the conversation gives them, and has nothing to cancel.
struct subject : http1::responder {
  using responder::responder;
  static std::error_code cancel(request_id) { return errc::unknown_request; }

  std::optional<event> poll_event() noexcept {
    auto told = responder::poll_event();
    if (told)
      if (const auto* one = std::get_if<asked>(&*told)) {
        HOLDS(!open);
        open = true;
        last = one->request;
      }
    return told;
  }

  bool open = false;
  request_id last{};
};

}  // namespace

FUZZ_TARGET(http1_responder) {
  fuzz::conversation talk(in);
  http1::responder_options options;
  options.limits.max_body = 100U << (talk.byte() % 16);
  options.idle_timeout = std::chrono::milliseconds(1 + 100 * talk.byte());
  options.request_timeout = std::chrono::milliseconds(1 + 100 * talk.byte());
  options.max_unsent = std::size_t{1} << (talk.byte() % 16);
  const auto answer = [](subject& server, unsigned what) -> accepted {
    constexpr std::array<std::uint16_t, 4> statuses{200, 204, 101, 404};
    const http1::response given{.status = statuses[what % 4],
                                .body = as_bytes(what % 4 == 0 ? "hello" : ""),
                                .chunk_size = what / 4 % 4,
                                .upgrade = what % 4 == 2 ? "websocket" : "",
                                .close = what % 4 != 2 && what >= 128};
    const std::error_code wrong = server.answer(server.last, given);
    if (!wrong) HOLDS(std::exchange(server.open, false));
    return std::unexpected(wrong);
  };
  const std::string breach = fuzz::have(talk, subject(options), answer);
  if (!breach.empty()) fuzz::broken(breach.c_str(), __FILE__, __LINE__);
}
