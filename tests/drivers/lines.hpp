// The smallest stream machines: each line that is said comes back. One conversation is one connection for
// `client`, and as many as it takes for `persistent_client`.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <variant>

#include <gamewire/machine.hpp>

namespace lines {

using namespace gamewire;
using namespace std::chrono_literals;

struct heard {
  using owned = std::string;
  request_id id;
  std::string_view text;
};
inline std::string own(const heard& reply) { return std::string(reply.text); }

struct client_options {
  nanoseconds timeout = 5s;  // from the first poll_transmit, connecting included
};

class client {
 public:
  static constexpr framing wire = framing::stream;
  using options = client_options;
  using event = std::variant<heard, failed, closed>;

  explicit client(const options& chosen = {}) : options_(chosen) {}

  accepted say(std::string_view text) {
    if (phase_ != phase::open) return std::unexpected(make_error_code(errc::closed));
    const request_id id{++last_id_};
    waiting_.push_back({id, never});
    out_ += std::string(text) + "\n";
    return id;
  }

  void receive(bytes in, time_point) noexcept { in_ += as_text(in); }

  void receive_end(std::error_code why, time_point) noexcept {
    if (phase_ == phase::over) return;
    error_ = why;
    phase_ = phase::ending;
  }

  void on_timeout(time_point now) noexcept {
    while (!waiting_.empty() && waiting_.front().due <= now) {
      failures_.push_back({waiting_.front().id, std::make_error_code(std::errc::timed_out), {}});
      waiting_.pop_front();
    }
  }

  bytes poll_transmit(time_point now) noexcept {
    if (phase_ == phase::over) return {};
    for (request& one : waiting_)
      if (one.due == never) one.due = now + options_.timeout;
    return as_bytes(out_);
  }
  void transmitted(std::size_t count, time_point) noexcept { out_.erase(0, count); }

  std::optional<event> poll_event() noexcept {
    if (!failures_.empty()) return failed(take_front(failures_));
    if (const auto end = in_.find('\n'); end != in_.npos && !waiting_.empty()) {
      line_ = in_.substr(0, end);
      in_.erase(0, end + 1);
      return heard{take_front(waiting_).id, line_};
    }
    if (phase_ == phase::closing && waiting_.empty()) phase_ = phase::ending;
    if (phase_ != phase::ending) return std::nullopt;
    if (!waiting_.empty())
      return failed{take_front(waiting_).id, error_ ? error_ : make_error_code(errc::closed), in_};
    phase_ = phase::over;
    out_.clear();
    return closed{error_, {}};
  }

  void close(time_point) noexcept { phase_ = phase_ == phase::open ? phase::closing : phase_; }
  [[nodiscard]] time_point deadline() const noexcept {
    return waiting_.empty() ? never : waiting_.front().due;
  }
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::over; }

 private:
  struct request {
    request_id id;
    time_point due;
  };
  enum class phase { open, closing, ending, over };

  template <class T>
  static T take_front(std::deque<T>& from) {
    T first = from.front();
    from.pop_front();
    return first;
  }

  options options_;
  phase phase_ = phase::open;
  std::error_code error_;
  std::deque<request> waiting_;
  std::deque<failed> failures_;
  std::string out_;
  std::string in_;
  std::string line_;
  std::uint32_t last_id_ = 0;
};
static_assert(machine<client>);

/// One whose peer could foretell what it says, as long as it has no secret.
class keyed_client : public client {
 public:
  explicit keyed_client(bool has_secret) : has_secret_(has_secret) {}
  [[nodiscard]] bool has_secret() const noexcept { return has_secret_; }

 private:
  bool has_secret_;
};
static_assert(machine<keyed_client>);

/// The other side, which tells what was said; the answer is a command. It ends when its client has.
class server {
 public:
  static constexpr framing wire = framing::stream;
  using options = int;  // there are none
  struct said {
    std::string_view text;
  };
  using event = std::variant<said, closed>;

  void answer(std::string_view text) { out_ += std::string(text) + "\n"; }

  void receive(bytes in, time_point) noexcept { in_ += as_text(in); }
  void receive_end(std::error_code why, time_point) noexcept {
    error_ = why;
    ending_ = true;
  }
  void on_timeout(time_point) noexcept {}
  bytes poll_transmit(time_point) noexcept { return over_ ? bytes() : as_bytes(out_); }
  void transmitted(std::size_t count, time_point) noexcept { out_.erase(0, count); }
  std::optional<event> poll_event() noexcept {
    if (const auto end = in_.find('\n'); end != in_.npos) {
      line_ = in_.substr(0, end);
      in_.erase(0, end + 1);
      return said{line_};
    }
    if (over_ || !ending_ || (!error_ && !out_.empty())) return std::nullopt;
    over_ = true;
    return closed{error_, {}};
  }
  void close(time_point) noexcept { ending_ = true; }
  [[nodiscard]] time_point deadline() const noexcept { return never; }
  [[nodiscard]] bool done() const noexcept { return over_; }

 private:
  std::error_code error_;
  std::string in_, out_, line_;
  bool ending_ = false;
  bool over_ = false;
};
static_assert(machine<server>);

struct mourner_options {
  std::size_t words = 8'000'000;
  nanoseconds wake = nanoseconds(0);  // it is over so long after the end and the last word
};

/// Says nothing until the other side has ended, and then a lot.
class mourner {
 public:
  static constexpr framing wire = framing::stream;
  using options = mourner_options;
  using event = std::variant<closed>;
  static constexpr std::size_t last_words = options().words;

  explicit mourner(const options& chosen = {}) : words_(chosen.words, 'x'), wake_(chosen.wake) {}

  void receive(bytes, time_point) noexcept {}
  void receive_end(std::error_code, time_point now) noexcept {
    over_at_ = std::min(over_at_, now + wake_);
    ended_ = true;
  }
  void on_timeout(time_point now) noexcept { now_ = now; }
  bytes poll_transmit(time_point now) noexcept {
    now_ = now;
    return ended_ ? as_bytes(words_).subspan(said_) : bytes();
  }
  void transmitted(std::size_t count, time_point) noexcept { said_ += count; }
  std::optional<event> poll_event() noexcept {
    if (told_ || !ended_ || said_ < words_.size() || now_ < over_at_) return std::nullopt;
    told_ = true;
    return closed{};
  }
  void close(time_point) noexcept {}
  [[nodiscard]] time_point deadline() const noexcept { return told_ || now_ >= over_at_ ? never : over_at_; }
  [[nodiscard]] bool done() const noexcept { return told_; }

 private:
  std::string words_;
  nanoseconds wake_;
  std::size_t said_ = 0;
  time_point over_at_ = never;
  time_point now_{};
  bool ended_ = false;
  bool told_ = false;
};
static_assert(machine<mourner>);

/// Says its greeting once on each connection, and connects again a moment after the end of each, until the
/// last.
class persistent_client {
 public:
  static constexpr framing wire = framing::stream;
  using options = int;  // how many connections
  struct up {};
  struct greeted {
    std::string_view text;
  };
  struct down {
    std::error_code why;
  };
  using event = std::variant<up, greeted, down, closed>;

  explicit persistent_client(options connections) : left_(connections) {}

  [[nodiscard]] bool wants_transport() const noexcept { return wants_; }
  void opened(time_point) noexcept {
    out_ = "hello\n";
    news_.push_back(up{});
  }
  void receive(bytes in, time_point) noexcept {
    in_ = as_text(in);
    news_.push_back(greeted{in_});
  }
  void receive_end(std::error_code why, time_point now) noexcept {
    if (done()) return;
    wants_ = false;
    out_.clear();
    news_.push_back(down{why});
    if (--left_ == 0)
      news_.push_back(closed{});
    else
      again_at_ = now + 5ms;
  }
  void on_timeout(time_point now) noexcept {
    if (again_at_ > now) return;
    again_at_ = never;
    wants_ = true;
  }
  bytes poll_transmit(time_point) noexcept { return as_bytes(out_); }
  void transmitted(std::size_t count, time_point) noexcept { out_.erase(0, count); }
  std::optional<event> poll_event() noexcept {
    if (news_.empty()) return std::nullopt;
    const event first = news_.front();
    news_.pop_front();
    if (std::holds_alternative<closed>(first)) over_ = true;
    return first;
  }
  void close(time_point) noexcept {
    wants_ = false;
    news_.push_back(closed{});
  }
  [[nodiscard]] time_point deadline() const noexcept { return again_at_; }
  [[nodiscard]] bool done() const noexcept { return over_; }

 private:
  int left_;
  bool wants_ = true;
  bool over_ = false;
  time_point again_at_ = never;
  std::deque<event> news_;
  std::string out_;
  std::string in_;
};
static_assert(reconnecting<persistent_client>);

}  // namespace lines
