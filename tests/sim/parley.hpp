/// What is carried in the simulation of layers: an asker, whose words come back from an echo, in order. Each word is
/// a message, or a line.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <variant>

#include <gamewire/handover.hpp>
#include <gamewire/machine.hpp>

namespace gamewire::sim {

/// What the echo makes of a word. It is never empty.
inline std::string echo_of(std::string_view word) { return '>' + std::string(word); }

/// Words that go, and words that come.
template <framing Wire>
class word_queue {
 public:
  void say(std::string_view word) {
    out_.emplace_back(word);
    if (Wire == framing::stream) out_.back() += '\n';
  }
  /// A message, or some of a line: a machine need not have it whole.
  [[nodiscard]] bytes front() const {
    const bytes first = out_.empty() ? bytes{} : as_bytes(out_.front());
    return Wire == framing::stream ? first.first(std::min(first.size(), most_of_a_line)) : first;
  }
  void sent(std::size_t size) {
    if (out_.empty()) return;
    out_.front().erase(0, size);
    if (out_.front().empty()) out_.pop_front();
  }
  [[nodiscard]] bool has_said_all() const { return out_.empty(); }
  void be_silent() { out_.clear(); }

  void hear(bytes in) {
    if (Wire == framing::datagram) return in_.emplace_back(as_text(in)), void();
    for (const char c : as_text(in)) c == '\n' ? in_.push_back(std::exchange(line_, {})) : line_.push_back(c);
  }
  [[nodiscard]] bool has_heard() const { return !in_.empty(); }
  std::string take() {
    std::string first = std::move(in_.front());
    in_.pop_front();
    return first;
  }
  /// Gives back all its memory.
  void forget() {
    *this = {};
    std::string().swap(line_);
  }

 private:
  static constexpr std::size_t most_of_a_line = 700;

  std::deque<std::string> out_, in_;
  std::string line_;  // that has not ended
};

struct echoed {
  request_id id;
  std::string_view text;
};

struct asker_options {
  nanoseconds deadline = std::chrono::seconds(20);
};

template <framing Wire>
class echo_asker {
 public:
  static constexpr framing wire = Wire;
  using options = asker_options;
  using event = std::variant<echoed, failed, closed>;

  explicit echo_asker(const options& chosen) : options_(chosen) {}

  accepted ask(std::string_view word) {
    if (phase_ != phase::open) return std::unexpected(make_error_code(errc::closed));
    words_.say(word);
    waiting_.push_back({request_id{++last_id_}, never});
    return request_id{last_id_};
  }

  void receive(bytes in, time_point) noexcept {
    if (phase_ != phase::over) words_.hear(in);
  }
  void receive_end(std::error_code why, time_point) noexcept {
    if (phase_ == phase::over || phase_ == phase::ending) return;
    error_ = why ? why : make_error_code(errc::closed);
    if (!why && waiting_.empty() && phase_ == phase::closing) error_ = {};
    phase_ = phase::ending;
  }
  /// In step with its echo: when one answer is missing, it does not know whose the next one is.
  void on_timeout(time_point now) noexcept {
    if (now < deadline()) return;
    error_ = std::make_error_code(std::errc::timed_out);
    phase_ = phase::ending;
  }
  bytes poll_transmit(time_point now) noexcept {
    if (phase_ == phase::over || phase_ == phase::ending) return {};
    for (request& one : waiting_)
      if (one.due == never) one.due = later(now, options_.deadline);
    return words_.front();
  }
  void transmitted(std::size_t size, time_point) noexcept { words_.sent(size); }

  std::optional<event> poll_event() noexcept {
    if (phase_ == phase::over) return {};
    if (words_.has_heard() && !waiting_.empty()) {
      word_ = words_.take();
      return echoed{take_first(), word_};
    }
    if (phase_ == phase::closing && waiting_.empty()) phase_ = phase::ending;
    if (phase_ != phase::ending) return {};
    if (!waiting_.empty()) return failed{take_first(), error_, {}};
    phase_ = phase::over;
    words_.forget();
    std::string().swap(word_);
    return closed{error_, {}};
  }
  void close(time_point now) noexcept {
    (void)poll_transmit(now);  // the deadlines begin
    if (phase_ == phase::open) phase_ = phase::closing;
  }
  [[nodiscard]] time_point deadline() const noexcept {
    return waiting_.empty() || phase_ == phase::ending ? never : waiting_.front().due;
  }
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::over; }

 private:
  enum class phase : std::uint8_t { over, open, closing, ending };
  struct request {
    request_id id;
    time_point due;
  };

  request_id take_first() noexcept {
    const request_id first = waiting_.front().id;
    waiting_.pop_front();
    return first;
  }

  options options_;
  handover<phase> phase_ = phase::open;
  std::deque<request> waiting_;
  word_queue<Wire> words_;
  std::string word_;  // the last that was told
  std::error_code error_;
  std::uint32_t last_id_ = 0;
};

struct overheard {
  std::string_view text;
};

/// It says back what it hears, until the other side has ended.
template <framing Wire>
class echo {
 public:
  static constexpr framing wire = Wire;
  using options = int;  // there are none
  using event = std::variant<overheard, closed>;

  explicit echo(options = {}) {}

  void receive(bytes in, time_point) noexcept {
    if (phase_ != phase::over) words_.hear(in);
  }
  void receive_end(std::error_code why, time_point) noexcept {
    if (phase_ == phase::over) return;
    error_ = why;
    phase_ = phase::ending;
  }
  void on_timeout(time_point) noexcept {}
  bytes poll_transmit(time_point) noexcept { return phase_ == phase::over ? bytes{} : words_.front(); }
  void transmitted(std::size_t size, time_point) noexcept { words_.sent(size); }
  std::optional<event> poll_event() noexcept {
    if (phase_ == phase::over) return {};
    if (words_.has_heard()) {
      word_ = words_.take();
      words_.say(echo_of(word_));
      return overheard{word_};
    }
    if (phase_ != phase::ending) return {};
    phase_ = phase::over;
    words_.forget();
    std::string().swap(word_);
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
  word_queue<Wire> words_;
  std::string word_;
  std::error_code error_;
};

static_assert(machine<echo_asker<framing::stream>> && machine<echo<framing::datagram>>);

}  // namespace gamewire::sim
