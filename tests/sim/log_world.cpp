/// A simulated run of ASF's log: a client that follows it over WebSocket, a server that writes it, shows what it wrote
/// last with each connection, and comes and goes.
#include <algorithm>
#include <array>
#include <optional>

#include <gamewire/asf/log.hpp>
#include <gamewire/over.hpp>
#include <gamewire/websocket/client.hpp>

#include "log_host.hpp"
#include "stream_link.hpp"
#include "support/asf_events.hpp"
#include "support/metered.hpp"
#include "support/observed.hpp"
#include "trace.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr time_point latest{std::chrono::minutes(30)};
constexpr std::string_view secret = "Pa55wordQuiet";
/// The last entry, if it comes again behind a longer pause, may have been written again.
constexpr nanoseconds end_of_history = 1s;

using log_client = over<websocket::messages, asf::log>;
using metered_client = test::metered<log_client>;

log_client::options make_options(dice& dice, bool rough) {
  static const std::array headers{http1::header{"Authentication", secret, true}};
  log_client::options made{.lower = {.host = "asf", .path = "/Api/NLog", .headers = headers}, .upper = {}};
  made.lower.secret = {dice.number(), dice.number()};
  made.upper.seed = dice.number();
  made.upper.reconnect.delay = dice.milliseconds(1, 2000);
  made.upper.reconnect.max_delay = 5s;
  if (!rough) return made;
  made.lower.ping_interval = dice.milliseconds(200, 5000);
  made.lower.pong_timeout = dice.milliseconds(100, 5000);
  made.lower.handshake_timeout = dice.milliseconds(100, 5000);
  if (dice.chance(200)) made.upper.reconnect.attempts = dice.between(0, 5);
  return made;
}

class log_world final : public world {
 public:
  log_world(std::uint64_t seed, bool show)
      : dice_(seed),
        log_(show),
        rough_(dice_.chance(700)),
        host_(dice_, rough_, met_, log_),
        actor_(metered_client([options = make_options(dice_, rough_)] { return log_client(options); })) {
    actor_.on_send = [this](bytes out) {
      keep_secret(as_text(actor_.machine().shown_transmit()));
      ++counts_.datagrams;
      return up_ ? up_->send(out, now_) : 0;
    };
    actor_.on_event = [this](const asf::log::event& event) {
      log_.line(now_, describe(event));
      if (const auto* line = std::get_if<asf::log_line>(&event)) note(*line);
    };
    host_.begin();
    connects_at_ = time_point{};
  }

  [[nodiscard]] time_point next() const override {
    if (actor_.over()) return never;
    time_point next = std::min({actor_.machine().deadline(), connects_at_, host_.next(), closes_at_});
    if (up_) {
      const bool waits = !up_->has_room() || !down_->has_room();
      next = std::min({next, up_->next(), down_->next(), waits ? retry_at_ : never, hang_up_at()});
    }
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    if (up_ && up_->next() <= now_) deliver_up();
    if (up_ && down_->next() <= now_) deliver_down();
    if (now_ >= host_.writes_at() && !host_.write(now_)) closes_at_ = now_ + 20s;
    host_.drive(now_);
    if (up_ && hang_up_at() <= now_) end_connection({});
    if (now_ >= connects_at_) connect();
    if (now_ >= closes_at_) closes_at_ = never, actor_.close(now_);
    actor_.at(now_);
    if (now_ >= actor_.machine().deadline() || dice_.chance(20)) actor_.on_timeout(now_);
    actor_.drain();
    if (dice_.chance(10)) actor_.relocate();
    if (up_ && (!actor_.machine().wants_transport() || actor_.wants_to_connect())) drop_connection();
    if (actor_.wants_to_connect() && connects_at_ == never) connects_at_ = now_ + dice_.milliseconds(0, 300);
    retry_at_ = now_ + 5ms;
  }

  outcome end() override {
    counts_.asked = host_.written().size();
    if (!host_.breach().empty()) breach("the server: " + host_.breach());
    if (!actor_.breaches().empty()) breach(actor_.breaches().front());
    if (!actor_.over()) breach("stuck: the log is not over");
    if (actor_.machine().memory() > 12'000) breach("memory was not given back");
    if (actor_.machine().peak_memory() > 200'000)
      breach("more memory than the options allow: " + std::to_string(actor_.machine().peak_memory()));
    if (ahead_ == told_) ++told_;
    if (!rough_ && told_ != host_.written().size()) breach("the last entries are missing");
    return {.trace = log_.hash(), .counts = counts_, .breach = breach_, .met = met_};
  }

 private:
  void connect() {
    connects_at_ = never;
    if (up_) return;
    if (host_.refused_for_good()) return breach("asked again after a refusal that stays one");
    if (rough_ && dice_.chance(100)) {
      met_.met("refused");
      return actor_.receive_end(std::make_error_code(std::errc::connection_refused), now_);
    }
    log_.line(now_, "a connection");
    const stream_weather up = weather();
    const stream_weather down = weather();
    up_.emplace(up, dice_.number(), met_);
    down_.emplace(down, dice_.number(), met_);
    host_.connect([this](bytes out) { return down_->send(out, now_); }, now_);
    connected_at_ = now_;
    if (actor_.wants_to_connect()) actor_.opened(now_);
  }

  /// Nothing that changes bytes: that would be another entry.
  stream_weather weather() {
    stream_weather made = make_stream_weather(dice_, rough_);
    made.corrupt_at = stream_weather().corrupt_at;
    return made;
  }

  void deliver_up() {
    const test::buffer piece = up_->take();
    if (piece.empty()) return end_connection(std::make_error_code(std::errc::connection_reset));
    host_.receive(piece, now_);
  }

  void deliver_down() {
    const test::buffer piece = down_->take();
    if (piece.empty()) return end_connection(std::make_error_code(std::errc::connection_reset));
    actor_.receive(piece, now_);
    host_.arrived(piece.size());
  }

  /// The server is gone, and all that it said has arrived.
  [[nodiscard]] time_point hang_up_at() const {
    return host_.has_gone() && down_->next() == never ? now_ : never;
  }

  void drop_connection() {
    host_.disconnect();
    up_.reset();
    down_.reset();
  }

  void end_connection(std::error_code why) {
    log_.line(now_, "the connection ends");
    drop_connection();
    actor_.receive_end(why, now_);
  }

  /// Told once, unless it was said twice in a row; in order, and nothing is left out without a word.
  void note(const asf::log_line& line) {
    keep_secret(line.entry.raw);
    if (line.entry.raw.find("Entry") == line.entry.raw.npos) return;  // it was none
    ++counts_.answered;
    const auto& written = host_.written();
    const auto at = std::ranges::find(written, line.entry.raw);
    if (at == written.end()) return breach("an entry that was not written");
    const auto number = static_cast<std::size_t>(at - written.begin());
    const bool is_slow = now_ - connected_at_ >= end_of_history;
    if (number > told_ && host_.said_ahead(number) && (counts_.answered == 1 || is_slow))
      return void(ahead_ = number);
    if (ahead_ == number && number != told_ && !line.after_gap) return;
    if (ahead_ == told_ && number > told_) ++told_;
    const bool may_be_new = number + 1 == told_ && now_ - connected_at_ >= end_of_history;
    const bool is_double = number + 1 == told_ && host_.said_twice(number);
    if (number < told_ && !may_be_new && !is_double) return breach("an entry was told again: " + *at);
    if (told_ != 0 && number > told_ && !line.after_gap)
      breach("entries were left out without a word before: " + *at);
    told_ = std::max(told_, number + 1);
  }

  void keep_secret(std::string_view text) {
    if (text.find(secret) != text.npos) breach("a secret shows");
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  bool rough_;
  log_host host_;
  time_point now_{};
  time_point closes_at_ = never;
  time_point connects_at_ = never;
  time_point retry_at_ = never;
  std::optional<stream_link> up_, down_;
  std::size_t told_ = 0;  // up to which entry, that included
  std::optional<std::size_t>
      ahead_;  // that was told first of all, because it came ahead of the first history
  time_point connected_at_{};
  tally counts_;
  test::observed<metered_client> actor_;
};

}  // namespace

std::unique_ptr<world> make_log_world(std::uint64_t seed, bool show) {
  return std::make_unique<log_world>(seed, show);
}

menu menu_of_log() {
  menu all = menu_of_streams() + menu{"refused"} + log_host::what_there_is();
  std::erase(all, "changed byte");
  return all;
}

}  // namespace gamewire::sim
