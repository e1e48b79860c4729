/// A simulated run of ASF's log: a client that follows it over WebSocket, a server that writes it, shows what it wrote
/// last with each connection, and comes and goes.
#include <algorithm>
#include <array>
#include <deque>
#include <vector>

#include <gamewire/asf/log.hpp>
#include <gamewire/over.hpp>
#include <gamewire/websocket/client.hpp>
#include <gamewire/websocket/server.hpp>

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

// What a server does, beside writing.
constexpr std::string_view closes = "ends with Close";
constexpr std::string_view drops = "ends without Close";
constexpr std::string_view stalls = "is silent";
constexpr std::string_view twice = "an entry twice, as it is written";
constexpr std::string_view no_json = "a message that is no JSON";
constexpr std::string_view no_result = "a message without an entry";
constexpr std::string_view gap = "more is written than history holds";
struct refusal {
  std::string_view name;
  bool final;  // nobody asks again
};
constexpr std::array refusals{refusal{"401 Unauthorized", true},
                              refusal{"403 Forbidden", true},
                              refusal{"404 Not Found", true},
                              refusal{"429 Too Many Requests", false},
                              refusal{"503 Service Unavailable", false},
                              refusal{"500 Internal Server Error", false}};

/// Says messages, and hears nothing.
class teller {
 public:
  static constexpr framing wire = framing::datagram;
  using options = int;  // there are none
  using event = std::variant<closed>;

  explicit teller(options = {}) {}
  void say(std::string message) { out_.push_back(std::move(message)); }

  void receive(bytes, time_point) noexcept {}
  void receive_end(std::error_code why, time_point) noexcept {
    if (phase_ == phase::open) phase_ = phase::ending, error_ = why;
  }
  void on_timeout(time_point) noexcept {}
  bytes poll_transmit(time_point) noexcept {
    return phase_ != phase::open || out_.empty() ? bytes{} : as_bytes(out_.front());
  }
  void transmitted(std::size_t, time_point) noexcept {
    if (!out_.empty()) out_.pop_front();
  }
  std::optional<event> poll_event() noexcept {
    if (phase_ != phase::ending) return {};
    phase_ = phase::over;
    return closed{error_, {}};
  }
  void close(time_point) noexcept {
    if (phase_ == phase::open) phase_ = phase::ending;
  }
  [[nodiscard]] time_point deadline() const noexcept { return never; }
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::over; }

 private:
  enum class phase : std::uint8_t { over, open, ending };

  handover<phase> phase_ = phase::open;
  std::deque<std::string> out_;
  std::error_code error_;
};

using log_client = over<websocket::messages, asf::log>;
using log_server = over<websocket::server_messages, teller>;
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
        history_(dice_.between(1, 30)),
        pace_ms_(dice_.chance(300) ? dice_.between(1, 100) : dice_.between(100, 3000)),
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
    lines_left_ = dice_.between(1, 120);
    for (auto before = dice_.between(0, 40); before != 0; --before) write_line();
    write_at_ = time_point(dice_.milliseconds(0, 2000));
    connects_at_ = time_point{};
  }

  [[nodiscard]] time_point next() const override {
    if (actor_.over()) return never;
    time_point next = std::min({actor_.machine().deadline(), connects_at_, write_at_, closes_at_});
    if (up_) {
      const bool waits = !up_->has_room() || !down_->has_room();
      next = std::min({next, up_->next(), down_->next(), waits ? retry_at_ : never, hang_up_at(),
                       server_ ? server_->machine().deadline() : never});
    }
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    if (up_ && up_->next() <= now_) deliver_up();
    if (up_ && down_->next() <= now_) deliver_down();
    if (now_ >= write_at_) write();
    if (server_) drive_server();
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
    counts_.asked = written_.size();
    if (!actor_.breaches().empty()) breach(actor_.breaches().front());
    if (!actor_.over()) breach("stuck: the log is not over");
    if (actor_.machine().memory() > 12'000) breach("memory was not given back");
    if (actor_.machine().peak_memory() > 200'000)
      breach("more memory than the options allow: " + std::to_string(actor_.machine().peak_memory()));
    if (!rough_ && told_ != written_.size()) breach("the last entries are missing");
    return {.trace = log_.hash(), .counts = counts_, .breach = breach_, .met = met_};
  }

 private:
  static std::string message_of(const std::string& entry) {
    return R"({"Result":")" + entry + R"(","Message":"OK","Success":true})";
  }

  /// Each is like no other.
  void write_line() {
    written_.push_back("2026-08-21 22:01:03|ArchiSteamFarm-1|INFO|ASF|Entry " +
                       std::to_string(written_.size()));
  }

  /// An entry, or something that is none; and now and then the server goes.
  void write() {
    write_at_ = lines_left_ != 0 ? now_ + dice_.milliseconds(0, pace_ms_) : never;
    if (lines_left_ == 0) return void(closes_at_ = now_ + 20s);
    --lines_left_;
    write_line();
    if (listens_) tell(written_.back());
    if (!rough_) return;
    if (dice_.chance(30)) {
      met_.met(gap);
      for (auto more = history_ + dice_.between(1, 10); more != 0; --more) write_line();
      if (server_) stop(drops);
      return;
    }
    if (server_ && listens_ && dice_.chance(60)) misbehave();
  }

  void tell(const std::string& entry) { say(message_of(entry)); }
  void say(const std::string& message) {
    server_->tell([&](log_server& machine) { machine->say(message); });
  }

  void misbehave() {
    const auto what = std::array{closes, drops, stalls, no_json, no_result}[dice_.between(0, 4)];
    met_.met(what);
    log_.line(now_, "the server: " + std::string(what));
    if (what == no_json) return say("no JSON");
    if (what == no_result) return say(R"({"Result":null,"Message":"OK","Success":true})");
    stop(what);
  }

  void stop(std::string_view how) {
    listens_ = false;
    if (how == closes) return server_->close(now_);
    if (how == stalls) return void(stalled_ = true);
    ends_ = true;
  }

  void connect() {
    connects_at_ = never;
    if (up_) return;
    if (refused_for_good_) return breach("asked again after a refusal that stays one");
    if (rough_ && dice_.chance(100)) {
      met_.met("refused");
      return actor_.receive_end(std::make_error_code(std::errc::connection_refused), now_);
    }
    log_.line(now_, "a connection");
    const stream_weather up = weather();
    const stream_weather down = weather();
    up_.emplace(up, dice_.number(), met_);
    down_.emplace(down, dice_.number(), met_);
    server_ = std::make_unique<server>(
        log_server(log_server::options{.lower = {.path = "/Api/NLog"}, .upper = {}}), now_);
    server_->on_send = [this](bytes out) { return stalled_ ? 0 : down_->send(out, now_); };
    refuses_ = rough_ && dice_.chance(60);
    listens_ = stalled_ = ends_ = welcomed_ = false;
    heard_ = {};
    to_be_refused_ = 0;
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
    if (!server_ || stalled_) return;
    if (refuses_) return refuse(piece);
    server_->receive(piece, now_);
    if (!listens_ && !ends_ && server_ && !server_->over() && server_->machine().lower().open()) welcome();
  }

  void refuse(bytes piece) {
    heard_ += as_text(piece);
    if (heard_.find("\r\n\r\n") == heard_.npos) return;
    const refusal& how = refusals[dice_.between(0, refusals.size() - 1)];
    met_.met(how.name);
    log_.line(now_, "the server: " + std::string(how.name));
    const std::string answer = "HTTP/1.1 " + std::string(how.name) + "\r\nContent-Length: 0\r\n\r\n";
    const bool is_said = down_->send(as_bytes(answer), now_) == answer.size();
    to_be_refused_ = how.final && is_said ? answer.size() : 0;
    server_.reset();
  }

  /// What it wrote last, and what it writes just then a second time.
  void welcome() {
    if (std::exchange(welcomed_, true)) return;
    const std::size_t shown = std::min<std::size_t>(history_, written_.size());
    const bool again = shown != 0 && dice_.chance(300);
    for (std::size_t i = written_.size() - shown; i < written_.size(); ++i) tell(written_[i]);
    if (again) met_.met(twice), tell(written_.back());
    listens_ = true;
  }

  void drive_server() {
    server_->at(now_);
    if (server_->machine().deadline() <= now_) server_->on_timeout(now_);
    server_->drain();
    if (!server_->breaches().empty()) breach("the server: " + server_->breaches().front());
    if (server_->over()) listens_ = false, server_.reset();
  }

  void deliver_down() {
    const test::buffer piece = down_->take();
    if (piece.empty()) return end_connection(std::make_error_code(std::errc::connection_reset));
    actor_.receive(piece, now_);
    if (to_be_refused_ == 0) return;
    to_be_refused_ -= piece.size();
    refused_for_good_ = to_be_refused_ == 0;
  }

  /// The server is gone, and all that it said has arrived.
  [[nodiscard]] time_point hang_up_at() const {
    return (!server_ || ends_) && down_->next() == never ? now_ : never;
  }

  void drop_connection() {
    listens_ = false;
    server_.reset();
    up_.reset();
    down_.reset();
  }

  void end_connection(std::error_code why) {
    log_.line(now_, "the connection ends");
    drop_connection();
    actor_.receive_end(why, now_);
  }

  /// Told once, in order, and nothing is left out without a word.
  void note(const asf::log_line& line) {
    keep_secret(line.entry.raw);
    if (line.entry.raw.find("Entry") == line.entry.raw.npos) return;  // it was none
    ++counts_.answered;
    const auto at = std::ranges::find(written_, line.entry.raw);
    if (at == written_.end()) return breach("an entry that was not written");
    const auto number = static_cast<std::size_t>(at - written_.begin());
    const bool may_be_new = number + 1 == told_ && now_ - connected_at_ >= end_of_history;
    if (number < told_ && !may_be_new) return breach("an entry was told again: " + *at);
    if (told_ != 0 && number > told_ && !line.after_gap) breach("entries were left out without a word");
    told_ = std::max(told_, number + 1);
  }

  void keep_secret(std::string_view text) {
    if (text.find(secret) != text.npos) breach("a secret shows");
  }

  using server = test::observed<log_server>;

  dice dice_;
  trace log_;
  fault_counts met_;
  bool rough_;
  std::uint32_t history_;  // entries that the server shows with a connection
  std::uint32_t pace_ms_;
  time_point now_{};
  std::vector<std::string> written_;
  std::uint32_t lines_left_ = 0;
  time_point write_at_ = never;
  time_point closes_at_ = never;
  time_point connects_at_ = never;
  time_point retry_at_ = never;
  std::optional<stream_link> up_, down_;
  std::unique_ptr<server> server_;
  bool welcomed_ = false;
  std::string heard_;  // of a handshake that is going to be refused
  bool refuses_ = false;
  std::size_t to_be_refused_ = 0;  // bytes of a refusal that stays one, which have not arrived
  bool refused_for_good_ = false;
  bool listens_ = false;  // somebody does
  bool stalled_ = false;
  bool ends_ = false;
  std::size_t told_ = 0;  // up to which entry, that included
  time_point connected_at_{};
  tally counts_;
  test::observed<metered_client> actor_;
};

}  // namespace

std::unique_ptr<world> make_log_world(std::uint64_t seed, bool show) {
  return std::make_unique<log_world>(seed, show);
}

menu menu_of_log() {
  menu all = menu_of_streams() + menu{"refused"};
  std::erase(all, "changed byte");
  for (const auto what : {closes, drops, stalls, twice, no_json, no_result, gap}) all.emplace_back(what);
  for (const refusal& one : refusals) all.emplace_back(one.name);
  return all;
}

}  // namespace gamewire::sim
