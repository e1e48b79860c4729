/// A simulated run of HTTP: a client of ASF or of Steam's Web API, a server that may misbehave, and connections with
/// their weather.
#include "http_caller.hpp"
#include "stream_link.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr time_point latest{std::chrono::minutes(20)};
constexpr std::string_view secret = "Pa55wordQuiet";

class http_world final : public world {
 public:
  http_world(std::uint64_t seed, bool show)
      : dice_(seed), log_(show), rough_(dice_.chance(700)), of_host_{.secret = secret} {
    of_host_.gentle = !rough_;
    of_host_.faults = dice_.chance(200) ? 0 : dice_.between(1, 700);
    const bool is_asf = dice_.chance(500);
    caller_ = (is_asf ? make_asf_caller : make_webapi_caller)(
        dice_.number(), {.rough = rough_, .secret = secret, .ledger = ledger_}, log_,
        [this](bytes out) { return up_->send(out, now_); });
  }

  [[nodiscard]] time_point next() const override {
    time_point next = std::min(caller_->next(), connects_at_);
    if (up_) {
      const bool waits = !up_->has_room() || !down_->has_room();
      next = std::min({next, up_->next(), down_->next(), down_->has_room() ? host_->next() : never,
                       hang_up_at(), waits ? retry_at_ : never});
    }
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    if (up_ && up_->next() <= now_) deliver_up();
    if (up_) serve();
    if (up_ && down_->next() <= now_) deliver_down();
    if (up_ && hang_up_at() <= now_) end_connection(host_->end());
    if (now_ >= connects_at_) connect();
    if (!caller_->over()) caller_->wake(now_);
    if (up_ && (!caller_->wants_transport() || caller_->wants_to_connect())) drop_connection();
    if (caller_->wants_to_connect() && connects_at_ == never)
      connects_at_ = now_ + dice_.milliseconds(0, 300);
    retry_at_ = now_ + 5ms;
  }

  outcome end() override {
    outcome made{.trace = log_.hash(), .counts = caller_->counts(), .breach = caller_->breach(), .met = met_};
    made.met += caller_->met();
    return made;
  }

 private:
  void connect() {
    connects_at_ = never;
    if (!caller_->wants_to_connect()) return;
    if (rough_ && dice_.chance(100)) {
      met_.met("refused");
      return caller_->end(std::make_error_code(std::errc::connection_refused), now_);
    }
    log_.line(now_, "a connection");
    const stream_weather up = make_stream_weather(dice_, rough_);
    const stream_weather down = make_stream_weather(dice_, rough_);
    up_.emplace(up, dice_.number(), met_);
    down_.emplace(down, dice_.number(), met_);
    host_.emplace(dice_.number(), of_host_, ledger_, met_, log_, now_);
    delivered_ = 0;
    const bool intact = std::min(up.corrupt_at, down.corrupt_at) == stream_weather().corrupt_at;
    caller_->opened(intact, now_);
  }

  void drop_connection() {
    up_.reset();
    down_.reset();
    host_.reset();
  }

  void end_connection(std::error_code why) {
    log_.line(now_, "the connection ends");
    drop_connection();
    caller_->end(why, now_);
  }

  void deliver_up() {
    const test::buffer piece = up_->take();
    if (piece.empty()) return end_connection(std::make_error_code(std::errc::connection_reset));
    host_->receive(piece, now_);
  }

  void serve() {
    for (bytes out = host_->unsent(now_); !out.empty(); out = host_->unsent(now_)) {
      const std::size_t taken = down_->send(out, now_);
      host_->sent(taken);
      if (taken < out.size()) return;
    }
  }

  void deliver_down() {
    const test::buffer piece = down_->take();
    if (piece.empty()) return end_connection(std::make_error_code(std::errc::connection_reset));
    const auto answered = host_->stray_in(delivered_, delivered_ + piece.size());
    delivered_ += piece.size();
    if (answered && caller_->begun() > *answered) {
      met_.met("what answers nobody comes behind a request");
      caller_->forgive();
    }
    caller_->receive(piece, now_);
  }

  /// The host has, when all that it said has arrived.
  [[nodiscard]] time_point hang_up_at() const { return down_->next() == never ? host_->ends_at() : never; }

  dice dice_;
  trace log_;
  fault_counts met_;
  bool rough_;
  http_setting of_host_;
  http_ledger ledger_;
  time_point now_{};
  std::optional<stream_link> up_, down_;  // of the connection, if there is one
  std::optional<http_host> host_;
  std::uint64_t delivered_ = 0;
  time_point connects_at_ = never;
  time_point retry_at_ = never;
  std::unique_ptr<http_caller> caller_;
};

}  // namespace

std::unique_ptr<world> make_http_world(std::uint64_t seed, bool show) {
  return std::make_unique<http_world>(seed, show);
}

menu menu_of_http() {
  return menu_of_streams() + http_host::what_there_is() + http_caller::what_there_is() +
         menu{"refused", "what answers nobody comes behind a request"};
}

}  // namespace gamewire::sim
