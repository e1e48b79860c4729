#include "log_host.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <utility>
#include <variant>

#include <gamewire/handover.hpp>
#include <gamewire/over.hpp>
#include <gamewire/websocket/server.hpp>

#include "support/observed.hpp"

namespace gamewire::sim {
namespace {

constexpr std::string_view closes = "ends with Close";
constexpr std::string_view drops = "ends without Close";
constexpr std::string_view stalls = "is silent";
constexpr std::string_view twice = "an entry twice, as it is written";
constexpr std::string_view ahead = "and ahead of the history";
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

using machine_type = over<websocket::server_messages, teller>;

std::string message_of(const std::string& entry) {
  return R"({"Result":")" + entry + R"(","Message":"OK","Success":true})";
}

}  // namespace

struct log_host::server : test::observed<machine_type> {
  using observed::observed;
};

log_host::log_host(dice& dice, bool rough, fault_counts& met, trace& log)
    : dice_(dice),
      rough_(rough),
      met_(met),
      log_(log),
      history_(dice_.between(1, 30)),
      pace_ms_(dice_.chance(300) ? dice_.between(1, 100) : dice_.between(100, 3000)) {}

log_host::~log_host() = default;

void log_host::begin() {
  lines_left_ = dice_.between(1, 120);
  for (auto before = dice_.between(0, 40); before != 0; --before) write_line();
  writes_at_ = time_point(dice_.milliseconds(0, 2000));
}

time_point log_host::next() const {
  return server_ ? std::min(writes_at_, server_->machine().deadline()) : writes_at_;
}

/// One a second, whatever the clock says: it is not set back.
void log_host::write_line() {
  const std::size_t number = written_.size();
  const auto two_digits = [](std::size_t of) { return (of < 10 ? "0" : "") + std::to_string(of); };
  written_.push_back("2026-08-21 " + two_digits(number / 3600) + ':' + two_digits(number / 60 % 60) + ':' +
                     two_digits(number % 60) + "|ArchiSteamFarm-1|INFO|ASF|Entry " + std::to_string(number));
}

bool log_host::write(time_point now) {
  writes_at_ = lines_left_ != 0 ? now + dice_.milliseconds(0, pace_ms_) : never;
  if (lines_left_ == 0) return false;
  --lines_left_;
  write_line();
  if (listens_) tell(written_.back());
  if (!rough_) return true;
  if (dice_.chance(30)) {
    met_.met(gap);
    for (auto more = history_ + dice_.between(1, 10); more != 0; --more) write_line();
    if (server_) stop(drops, now);
    return true;
  }
  if (server_ && listens_ && dice_.chance(60)) misbehave(now);
  return true;
}

void log_host::tell(const std::string& entry) { say(message_of(entry)); }

void log_host::say(const std::string& message) {
  server_->tell([&](machine_type& machine) { machine->say(message); });
}

void log_host::misbehave(time_point now) {
  const auto what = std::array{closes, drops, stalls, no_json, no_result}[dice_.between(0, 4)];
  met_.met(what);
  log_.line(now, "the server: " + std::string(what));
  if (what == no_json) return say("no JSON");
  if (what == no_result) return say(R"({"Result":null,"Message":"OK","Success":true})");
  stop(what, now);
}

void log_host::stop(std::string_view how, time_point now) {
  listens_ = false;
  if (how == closes) return server_->close(now);
  if (how == stalls) return void(stalled_ = true);
  ends_ = true;
}

void log_host::connect(post send, time_point now) {
  send_ = std::move(send);
  server_ = std::make_unique<server>(
      machine_type(machine_type::options{.lower = {.path = "/Api/NLog"}, .upper = {}}), now);
  server_->on_send = [this](bytes out) { return stalled_ ? 0 : send_(out); };
  refuses_ = rough_ && dice_.chance(60);
  listens_ = stalled_ = ends_ = welcomed_ = false;
  heard_ = {};
  to_be_refused_ = 0;
}

void log_host::disconnect() {
  listens_ = false;
  server_.reset();
}

void log_host::receive(bytes piece, time_point now) {
  if (!server_ || stalled_) return;
  if (refuses_) return refuse(piece, now);
  server_->receive(piece, now);
  if (!listens_ && !ends_ && !server_->over() && server_->machine().lower().open()) welcome();
}

void log_host::refuse(bytes piece, time_point now) {
  heard_ += as_text(piece);
  if (heard_.find("\r\n\r\n") == heard_.npos) return;
  const refusal& how = refusals[dice_.between(0, refusals.size() - 1)];
  met_.met(how.name);
  log_.line(now, "the server: " + std::string(how.name));
  const std::string answer = "HTTP/1.1 " + std::string(how.name) + "\r\nContent-Length: 0\r\n\r\n";
  const bool is_said = send_(as_bytes(answer)) == answer.size();
  to_be_refused_ = how.final && is_said ? answer.size() : 0;
  server_.reset();
}

/// What it wrote last, and what it writes just then once more, before or behind that.
void log_host::welcome() {
  if (std::exchange(welcomed_, true)) return;
  const bool again = dice_.chance(300), comes_ahead = dice_.chance(500);
  if (again) write_line(), met_.met(comes_ahead ? ahead : twice);
  const std::size_t shown = std::min<std::size_t>(history_, written_.size());
  if (again && comes_ahead) tell(written_.back());
  for (std::size_t i = written_.size() - shown; i < written_.size(); ++i) tell(written_[i]);
  if (again && !comes_ahead) tell(written_.back());
  twice_ = ahead_ = std::nullopt;
  if (again) (comes_ahead && shown != 1 ? ahead_ : twice_) = written_.size() - 1;
  listens_ = true;
}

void log_host::drive(time_point now) {
  if (!server_) return;
  server_->at(now);
  if (server_->machine().deadline() <= now) server_->on_timeout(now);
  server_->drain();
  if (breach_.empty() && !server_->breaches().empty()) breach_ = server_->breaches().front();
  if (server_->over()) disconnect();
}

void log_host::arrived(std::size_t size) {
  if (to_be_refused_ == 0) return;
  to_be_refused_ -= size;
  refused_for_good_ = to_be_refused_ == 0;
}

menu log_host::what_there_is() {
  menu all;
  for (const auto what : {closes, drops, stalls, twice, ahead, no_json, no_result, gap})
    all.emplace_back(what);
  for (const refusal& one : refusals) all.emplace_back(one.name);
  return all;
}

}  // namespace gamewire::sim
