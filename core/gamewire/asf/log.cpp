#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <utility>

#include <gamewire/asf/error.hpp>
#include <gamewire/asf/log.hpp>
#include <gamewire/asf/log_history.hpp>
#include <gamewire/asf/reply.hpp>
#include <gamewire/json/document.hpp>
#include <gamewire/json/read.hpp>
#include <gamewire/session_machine_impl.hpp>
#include <gamewire/websocket/error.hpp>

namespace gamewire::inline v0::asf {
namespace {

/// What comes with the connection comes at once: it is over when so much time has passed without an entry.
constexpr nanoseconds end_of_history = std::chrono::seconds(1);
/// And if it was but one: that may have come ahead of a history that is slow, and comes again.
constexpr nanoseconds end_of_stray = std::chrono::seconds(10);

/// A refusal that stays one, however often one asks: a redirection for good, which is not followed (RFC 9110, 15.4), and
/// the client's mistake (15.5), but for those that say that it is the moment's.
bool is_final(std::error_code why) noexcept {
  constexpr int moved = 301, moved_too = 308, request_timeout = 408, too_many_requests = 429;
  if (why == errc::banned) return false;
  if (!worth_retrying(why)) return true;
  const int status = why.category() == websocket::category() ? why.value() : 0;
  if (status == moved || status == moved_too) return true;
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
  void receive_refusal(const http1::refusal& said) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept {
    pass(now);
    return {};
  }
  void transmitted(std::size_t, time_point now) noexcept { pass(now); }
  std::optional<log::event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return done_; }
  [[nodiscard]] bool wants_transport() const noexcept { return link_ == link::wanted || link_ == link::up; }
  void opened(time_point now) noexcept;

 private:
  enum class link : std::uint8_t { wanted, up, resting, over };

  /// The first entry of the first connection, which may have come ahead of the history.
  struct first_entry {
    std::uint64_t hash;
    std::array<char, 19> time;  // as log_entry has it, if it has one
    bool ahead = false;
  };

  void pass(time_point now) noexcept { now_ = std::max(now_, now); }
  void end(std::error_code why) noexcept;
  std::optional<std::string_view> read(bytes message) noexcept;
  void take(std::string_view entry) noexcept;
  void take_shown(std::string_view entry) noexcept;
  void judge_shown() noexcept;
  void keep_stray(std::string_view entry) noexcept;
  [[nodiscard]] bool comes_again(const log_entry& entry) noexcept;
  void note_time() noexcept;
  std::optional<log_line> next_shown() noexcept;
  std::optional<log_line> next_stray() noexcept;

  log_options options_;
  backoff backoff_;
  log_memory memory_;
  json::document document_;
  byte_buffer text_;    // of the entry that came last
  byte_buffer detail_;  // where the server says that it has moved to

  // Of this connection.
  std::unique_ptr<log_history> shown_;  // of which it is not clear, or not told yet, what is new
  std::optional<first_entry> first_;
  byte_buffer stray_;  // an entry that came too early, and should come again
  time_point judged_at_ = never, stray_due_ = never;
  time_point last_entry_at_{};
  std::size_t count_ = 0;  // of entries, while they may be history
  std::size_t told_ = 0;   // of `shown_`, once it is judged
  bool judged_ = false;
  bool gap_ = false;  // before the next of them
  bool in_history_ = false;

  std::optional<log_line> line_;  // to be told
  std::optional<disconnected> disconnected_;
  std::error_code refused_;  // what the server said to it, if that says more than its status
  std::error_code error_;
  time_point now_ = time_point::min();
  time_point reopen_at_ = never;
  link link_ = link::wanted;
  bool done_ = false;
};

void log_session::opened(time_point now) noexcept {
  pass(now);
  if (link_ != link::wanted) return;
  link_ = link::up;
  shown_.reset();
  first_.reset();
  stray_.release();
  judged_at_ = never;
  count_ = told_ = 0;
  judged_ = gap_ = false;
  in_history_ = true;
  refused_ = {};
  detail_.release();
  if (memory_.empty()) return;
  shown_.reset(new (std::nothrow) log_history(memory_));
  if (!shown_) end(gamewire::errc::no_memory);
}

void log_session::receive(bytes message, time_point now) noexcept {
  pass(now);
  if (link_ != link::up) return;
  backoff_.reset();
  const auto entry = read(message);
  if (!entry) return;
  note_time();
  shown_ && !judged_ ? take_shown(*entry) : take(*entry);
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

/// History comes in one go, as far as it is new, and is no longer than it can be.
void log_session::note_time() noexcept {
  const bool is_held = shown_ && !judged_;
  if (count_ != 0 && !is_held && now_ - last_entry_at_ >= end_of_history) in_history_ = false;
  last_entry_at_ = now_;
  if (in_history_ && ++count_ > log_memory::longest_history) in_history_ = false;
}

/// It is told at once: whatever was told before this connection has been passed.
void log_session::take(std::string_view text) noexcept {
  const log_entry entry = read_log_entry(text);
  if (comes_again(entry)) return memory_.add(text);  // there it will be in the next history
  if (!stray_.empty() && memory_.hash(text) == memory_.hash(as_text(stray_.view()))) stray_.release();
  line_ = {entry, in_history_, false};
  memory_.add(text);
}

/// The first connection's first entry, if it was written at that moment: then what was shown next is older, and it comes
/// again where it belongs.
bool log_session::comes_again(const log_entry& entry) noexcept {
  if (!in_history_) return false;
  const std::uint64_t hash = memory_.hash(entry.raw);
  if (count_ == 1 && memory_.empty() && entry.parsed()) {
    first_ = {.hash = hash, .time = {}};
    entry.time.copy(first_->time.data(), first_->time.size());
  }
  if (!first_) return false;
  if (count_ == 2 && entry.parsed()) {
    first_->ahead = entry.time < std::string_view(first_->time.data(), first_->time.size());
    if (first_->ahead) memory_.clear();  // its place is further on
  }
  if (!first_->ahead || first_->hash != hash) return false;
  first_.reset();
  return true;
}

/// What comes with a connection may have been told: on the one before, or from the file. It is held until that is clear:
/// with the first entry that nobody has told, or when no more comes. But a history that is known so far is waited for
/// however late the rest is.
void log_session::take_shown(std::string_view entry) noexcept {
  if (!shown_->add(entry)) return end(gamewire::errc::no_memory);
  if (shown_->size() <= 2) judged_at_ = later(now_, shown_->size() == 1 ? end_of_stray : end_of_history);
  const bool over = now_ >= judged_at_ && !shown_->waits();
  if (shown_->clear() || shown_->full() || over) judge_shown();
}

void log_session::judge_shown() noexcept {
  shown_->judge();
  judged_ = true;
  gap_ = shown_->is_foreign();
  for (std::size_t at = 0; at != shown_->size(); ++at)
    if (shown_->is_new(at)) memory_.add((*shown_)[at]);
  if (const auto stray = shown_->stray()) keep_stray((*shown_)[*stray]);
}

void log_session::keep_stray(std::string_view entry) noexcept {
  if (!stray_.append(as_bytes(entry))) return end(gamewire::errc::no_memory);
  stray_due_ = later(now_, end_of_stray);
}

/// From what a server says that is asked with a password, as asf::client reads it.
void log_session::receive_refusal(const http1::refusal& said) noexcept {
  const reply read = read_answer({route::log_stream, said.status, said.content_type, said.body}, document_,
                                 dialect::current);
  if (read.error == errc::banned) refused_ = errc::banned;
  document_.release();
  (void)detail_.append(as_bytes(said.location));
}

void log_session::receive_end(std::error_code why, time_point now) noexcept {
  pass(now);
  if (!wants_transport()) return;
  if (shown_ && !judged_ && shown_->size() > 1) judge_shown();  // one alone may have come ahead
  if (refused_) why = refused_;
  auto wait = is_final(why) ? std::nullopt : backoff_.next(options_.reconnect);
  if (!wait) return end(why);
  if (why == errc::banned) wait = std::max(*wait, options_.ban_pause);
  detail_.release();  // it is asked again where it was
  link_ = link::resting;
  reopen_at_ = later(now_, *wait);
  disconnected_ = {why, *wait};
}

void log_session::on_timeout(time_point now) noexcept {
  pass(now);
  if (link_ == link::resting && now_ >= reopen_at_) link_ = link::wanted;
  if (link_ == link::up && shown_ && !judged_ && now_ >= judged_at_ && !shown_->waits()) judge_shown();
}

time_point log_session::deadline() const noexcept {
  if (link_ == link::resting) return reopen_at_;
  if (link_ != link::up) return never;
  if (shown_ && !judged_) return shown_->waits() ? never : judged_at_;
  return stray_.empty() ? never : stray_due_;
}

void log_session::close(time_point now) noexcept {
  pass(now);
  if (link_ == link::over) return;
  if (shown_ && !judged_) judge_shown();
  end({});
}

void log_session::end(std::error_code why) noexcept {
  link_ = link::over;
  error_ = why;
}

/// The next of what was held.
std::optional<log_line> log_session::next_shown() noexcept {
  if (!judged_ || !shown_) return std::nullopt;
  for (; told_ != shown_->size(); ++told_)
    if (shown_->is_new(told_))
      return log_line{read_log_entry((*shown_)[told_++]), true, std::exchange(gap_, false)};
  shown_.reset();
  return std::nullopt;
}

/// It has not come again. When the connection ends before that is clear, the next one shows it.
std::optional<log_line> log_session::next_stray() noexcept {
  if (stray_.empty() || link_ != link::up || now_ < stray_due_) return std::nullopt;
  text_ = std::move(stray_);
  stray_.release();
  memory_.add(as_text(text_.view()));
  return log_line{read_log_entry(as_text(text_.view())), false, false};
}

std::optional<log::event> log_session::poll_event() noexcept {
  if (const auto line = next_shown()) return *line;
  if (line_) return *std::exchange(line_, std::nullopt);
  if (const auto line = next_stray()) return *line;
  if (disconnected_) return *std::exchange(disconnected_, std::nullopt);
  if (link_ != link::over || done_) return std::nullopt;
  done_ = true;
  return closed{error_, as_text(detail_.view())};
}

void log::remember(std::string_view entry) noexcept {
  if (session_) session_->remember(entry);
}
bool log::wants_transport() const noexcept { return session_ && session_->wants_transport(); }
void log::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
void log::receive_refusal(const http1::refusal& said) noexcept {
  if (session_) session_->receive_refusal(said);
}
std::optional<log::event> log::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::asf

namespace gamewire::inline v0 {

template class session_machine<asf::log_session, asf::log_options>;

}  // namespace gamewire::inline v0
