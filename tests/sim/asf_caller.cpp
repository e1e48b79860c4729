/// A user of asf::client. Five wrong passwords ban an address, so after one refusal nothing may be asked.
#include <gamewire/asf/requests.hpp>

#include "http_caller.hpp"
#include "support/asf_events.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view wrong_password = "wrong";

asf::client_options make_options(dice& dice, const http_call_setting& in, std::string& password) {
  // With a blank before it, it may not stand in a field of the head.
  password = (dice.chance(200) ? " " : "") + std::string(in.secret);
  asf::client_options made{.host = "asf", .deadline = 60s};
  made.limits.max_body = 20000;
  made.max_queued_bytes = 20000;
  made.idle_timeout = dice.milliseconds(500, 20000);
  if (in.rough) {
    made.deadline = dice.milliseconds(1, 8000);
    made.limits.max_head = dice.between(500, 20000);
    made.max_requests = dice.between(1, 10);
    made.max_queued_bytes = dice.between(100, 20000);
    made.ban_pause = dice.milliseconds(0, 3000);
    if (dice.chance(200)) password = wrong_password;
  }
  made.password = password;
  return made;
}

class asf_caller final : public http_caller_of<asf::client> {
 public:
  asf_caller(dice& dice, const http_call_setting& in, const asf::client_options& chosen, bool wrong,
             trace& log, post send)
      : http_caller_of(dice, in, chosen, log, std::move(send)), wrong_(wrong) {
    restarts_ = true;
  }

 private:
  accepted ask(asf::client& to, const std::string& tag, bool is_safe, nanoseconds deadline) override {
    if (tag == restart_tag) return to.ask(asf::restart{}, deadline);
    if (is_safe) return to.ask(asf::get_bots{.bots = tag}, deadline);
    const std::string target = "/Api/" + tag;
    const std::string json = "{\"pad\":\"" + std::string(dice_.between(0, 2000), 'p') + "\"}";
    return to.ask(asf::call{.method = "POST", .target = target, .json = json}, deadline);
  }

  void note_answer(const asf::client::event& event) override {
    const auto* answer = std::get_if<asf::answer>(&event);
    if (answer == nullptr) return;
    if (answer->reply.connection_lost) return check_lost(answer->id);
    const std::error_code why = answer->reply.error;
    check_answer(answer->id, answer->reply.body, answer->round_trip, !why);
    const bool refused = why == asf::errc::unauthorized || why == asf::errc::forbidden;
    if (refused && answer->id > before_password_) refused_ = true;
    if (why == asf::errc::banned) banned_until_ = actor_.now() + options_.ban_pause;
    if (why == asf::errc::unauthorized && wrong_) ++wrong_times_;
    if (wrong_times_ > 1) breach("a wrong password was tried again");
  }

  [[nodiscard]] std::string withheld() const override {
    if (refused_) return "asked after a refusal";
    return actor_.now() < banned_until_ ? "asked though it is banned" : "";
  }

  /// The right password, at last.
  void act_besides() override {
    if (!in_.rough || !dice_.chance(200)) return;
    before_password_ = newest();
    actor_.tell([this](client& machine) {
      (void)machine.call([this](asf::client& inner) { return inner.set_password(in_.secret); });
    });
    met_.met("another password");
    refused_ = wrong_ = false;
    banned_until_ = {};
    wrong_times_ = 0;
  }

  bool refused_ = false;
  /// Asked before there was another password, which a refusal may say nothing of.
  request_id before_password_ = request_id::none;
  bool wrong_;  // the password
  int wrong_times_ = 0;
  time_point banned_until_{};
};

}  // namespace

std::unique_ptr<http_caller> make_asf_caller(std::uint64_t seed, const http_call_setting& in, trace& log,
                                             http_caller::post send) {
  dice dice(seed);
  std::string password;
  const asf::client_options options = make_options(dice, in, password);
  return std::make_unique<asf_caller>(dice, in, options, password == wrong_password, log, std::move(send));
}

}  // namespace gamewire::sim
