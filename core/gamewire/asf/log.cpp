#include <algorithm>
#include <utility>

#include <gamewire/asf/error.hpp>
#include <gamewire/asf/log.hpp>
#include <gamewire/asf/log_memory.hpp>
#include <gamewire/json/document.hpp>
#include <gamewire/json/read.hpp>
#include <gamewire/session_machine_impl.hpp>
#include <gamewire/websocket/error.hpp>

namespace gamewire::inline v0::asf {
namespace {

/// What comes with the connection comes at once: it is over when so much time has passed without an entry.
constexpr nanoseconds end_of_history = std::chrono::seconds(1);

/// A refusal that stays one, however often one asks: the client's mistake (RFC 9110, 15.5), but for those that say that it
/// is the moment's.
bool is_final(std::error_code why) noexcept {
  constexpr int request_timeout = 408, too_many_requests = 429;
  if (why == condition::auth || why == condition::banned || why == condition::usage) return true;
  const int status = why.category() == websocket::category() ? why.value() : 0;
  return status >= 400 && status < 500 && status != request_timeout && status != too_many_requests;
}

}  // namespace

/// The inside of asf::log.
class log_session {
 public:
  explicit log_session(const log_options& chosen) noexcept
      : options_(chosen), backoff_(chosen.seed), memory_(chosen.seed) {
    if (const auto invalid = chosen.validate()) end(invalid);
  }

  void remember(std::string_view entry) noexcept { memory_.add(entry); }
  void receive(bytes message, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept {
    pass(now);
    return {};
  }
  void transmitted(std::size_t, time_point now) noexcept { pass(now); }
  std::optional<log::event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept { return link_ == link::resting ? reopen_at_ : never; }
  [[nodiscard]] bool done() const noexcept { return done_; }
  [[nodiscard]] bool wants_transport() const noexcept { return link_ == link::wanted || link_ == link::up; }
  void opened(time_point now) noexcept;

 private:
  enum class link : std::uint8_t { wanted, up, resting, over };

  void pass(time_point now) noexcept { now_ = std::max(now_, now); }
  void end(std::error_code why) noexcept;
  std::optional<std::string_view> read(bytes message) noexcept;
  void take(std::string_view entry) noexcept;

  log_options options_;
  backoff backoff_;
  log_memory memory_;
  json::document document_;
  byte_buffer text_;  // of the entry that came last

  std::optional<log_line> line_;  // to be told
  std::optional<disconnected> disconnected_;
  std::error_code error_;
  time_point now_ = time_point::min();
  time_point reopen_at_ = never;
  time_point last_entry_at_{};
  std::size_t shown_ = 0;                       // on this connection, while it may be history
  std::size_t shown_at_ = log_memory::nowhere;  // where in memory the last one of them is
  link link_ = link::wanted;
  bool in_history_ = false;
  bool done_ = false;
};

void log_session::opened(time_point now) noexcept {
  pass(now);
  if (link_ != link::wanted) return;
  link_ = link::up;
  in_history_ = true;
  shown_ = 0;
  shown_at_ = log_memory::nowhere;
}

void log_session::receive(bytes message, time_point now) noexcept {
  pass(now);
  if (link_ != link::up) return;
  backoff_.reset();
  if (const auto entry = read(message)) take(*entry);
}

/// Nothing when there is nothing to tell.
std::optional<std::string_view> log_session::read(bytes message) noexcept {
  const auto root = document_.read(message);
  const auto result = root ? root->member("Result") : json::value();
  const auto line = json::read<json::text>(result);
  text_.clear();
  const bool no_memory = !root && root.error() == gamewire::errc::no_memory;
  if (no_memory || (line && !line->append_to(text_))) {
    end(gamewire::errc::no_memory);
    return std::nullopt;
  }
  if (line) return as_text(text_.view());
  return result.is_null() ? std::nullopt : std::optional(as_text(message));
}

/// What comes with a connection may have been told: on the one before, from the file, or a moment ago, when it was
/// written just as history was shown. Entries that come in the order in which they were told are history however late
/// they are.
void log_session::take(std::string_view entry) noexcept {
  const bool first = shown_ == 0;
  const std::size_t next = memory_.find_behind(shown_at_, entry);
  const bool goes_on = next != log_memory::nowhere;
  if (!first && !goes_on && now_ - last_entry_at_ >= end_of_history) in_history_ = false;
  last_entry_at_ = now_;
  if (in_history_ && ++shown_ > log_memory::longest_history) in_history_ = false;
  shown_at_ = goes_on ? next : memory_.find(entry);
  const bool known = shown_at_ != log_memory::nowhere;
  if (in_history_ && known) return;
  line_ = {read_log_entry(entry), in_history_, first && !known && !memory_.empty()};
  memory_.add(entry);
}

void log_session::receive_end(std::error_code why, time_point now) noexcept {
  pass(now);
  if (!wants_transport()) return;
  const auto wait = is_final(why) ? std::nullopt : backoff_.next(options_.reconnect);
  if (!wait) return end(why);
  link_ = link::resting;
  reopen_at_ = later(now_, *wait);
  disconnected_ = {why, *wait};
}

void log_session::on_timeout(time_point now) noexcept {
  pass(now);
  if (link_ == link::resting && now_ >= reopen_at_) link_ = link::wanted;
}

void log_session::close(time_point now) noexcept {
  pass(now);
  if (link_ != link::over) end({});
}

void log_session::end(std::error_code why) noexcept {
  link_ = link::over;
  error_ = why;
}

std::optional<log::event> log_session::poll_event() noexcept {
  if (line_) return *std::exchange(line_, std::nullopt);
  if (disconnected_) return *std::exchange(disconnected_, std::nullopt);
  if (link_ != link::over || done_) return std::nullopt;
  done_ = true;
  return closed{error_, {}};
}

void log::remember(std::string_view entry) noexcept {
  if (session_) session_->remember(entry);
}
bool log::wants_transport() const noexcept { return session_ && session_->wants_transport(); }
void log::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
std::optional<log::event> log::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::asf

namespace gamewire::inline v0 {

template class session_machine<asf::log_session, asf::log_options>;

}  // namespace gamewire::inline v0
