/// A user of webapi::client.
#include <array>

#include "http_caller.hpp"
#include "support/webapi_events.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

webapi::client_options make_options(dice& dice, const http_call_setting& in) {
  webapi::client_options made{.host = "steam", .key = in.secret, .deadline = 60s};
  made.key_goes_in = dice.chance(500) ? webapi::key_carrier::header : webapi::key_carrier::parameter;
  made.limits.max_body = 20000;
  made.max_queued_bytes = 20000;
  made.idle_timeout = dice.milliseconds(500, 20000);
  if (!in.rough) return made;
  made.deadline = dice.milliseconds(1, 8000);
  made.limits.max_head = dice.between(500, 20000);
  made.max_requests = dice.between(1, 10);
  made.max_queued_bytes = dice.between(100, 20000);
  made.retries = static_cast<std::uint8_t>(dice.between(0, 3));
  made.first_pause = dice.milliseconds(1, 3000);
  return made;
}

class webapi_caller final : public http_caller_of<webapi::client> {
 public:
  using http_caller_of::http_caller_of;

 private:
  accepted ask(webapi::client& to, const std::string& tag, bool is_safe, nanoseconds deadline) override {
    const std::string pad(dice_.between(0, 1000), 'p');
    const std::array arguments{webapi::argument{"pad", std::string_view(pad)}};
    return to.call(
        webapi::unlisted_call{
            .what = {.interface_name = "ITest", .method = tag, .version = 1, .arguments = arguments},
            .is_post = !is_safe},
        deadline);
  }

  void note_answer(const webapi::client::event& event) override {
    const auto* answer = std::get_if<webapi::answer>(&event);
    if (answer == nullptr) return;
    check_answer(answer->id, answer->reply.body, answer->round_trip, !answer->reply.error);
    keep_secret(answer->reply.message.view());
  }

  [[nodiscard]] std::string withheld() const override {
    const bool pauses =
        actor_.machine().view([](const webapi::client& inner) { return inner.paused_until().has_value(); });
    return pauses ? "asked during a pause" : "";
  }
};

}  // namespace

std::unique_ptr<http_caller> make_webapi_caller(std::uint64_t seed, const http_call_setting& in, trace& log,
                                                http_caller::post send) {
  dice dice(seed);
  const webapi::client_options options = make_options(dice, in);
  return std::make_unique<webapi_caller>(dice, in, options, log, std::move(send));
}

}  // namespace gamewire::sim
