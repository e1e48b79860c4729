// The smallest machine and the smallest hub: what a driver does can be seen through them.
#pragma once

#include <algorithm>
#include <cstring>
#include <deque>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gamewire/machine.hpp>

namespace echo {

using namespace gamewire;
using namespace std::chrono_literals;

struct heard {
  using owned = std::string;
  request_id id;
  std::string_view text;
  nanoseconds round_trip;
};
inline std::string own(const heard& reply) { return std::string(reply.text); }

/// A datagram that answers nothing.
struct stray {
  std::string_view text;
};

struct client_options {
  nanoseconds timeout = 5s;
  int retries = 0;
};

/// Sends an id and a text, and waits for the same to come back.
class client {
 public:
  static constexpr framing wire = framing::datagram;
  using options = client_options;
  using event = std::variant<heard, stray, failed, closed>;

  explicit client(const options& chosen = {}) : options_(chosen) {}

  accepted say(std::string_view text) {
    if (phase_ != phase::open) return std::unexpected(make_error_code(errc::closed));
    request made{.id = request_id{++last_id_}, .text = {}};
    made.text.assign(reinterpret_cast<const char*>(&made.id), sizeof made.id);
    made.text += text;
    requests_.push_back(made);
    return made.id;
  }

  void receive(bytes in, time_point now) noexcept {
    if (phase_ == phase::over) return;
    const std::string_view text = as_text(in);
    const auto found = std::ranges::find_if(requests_, [&](const request& one) {
      return !one.queued && text.starts_with(one.text.substr(0, 4));
    });
    if (found == requests_.end()) {
      news_ = stray{text};
    } else {
      news_ = heard{found->id, text.substr(4), now - found->sent};
      requests_.erase(found);
    }
  }

  void receive_end(std::error_code why, time_point) noexcept {
    error_ = why;
    phase_ = phase_ == phase::over ? phase::over : phase::ending;
    for (const request& one : requests_) failures_.push_back({one.id, why, "the end"});
    requests_.clear();
  }

  void on_timeout(time_point now) noexcept {
    std::erase_if(requests_, [&](request& one) {
      if (one.queued || one.due > now) return false;
      one.queued = one.attempts <= options_.retries;
      if (!one.queued) failures_.push_back({one.id, std::make_error_code(std::errc::timed_out), {}});
      return !one.queued;
    });
  }

  bytes poll_transmit(time_point) noexcept {
    const auto next = next_to_send();
    return next == requests_.end() ? bytes{} : as_bytes(next->text);
  }

  void transmitted(std::size_t, time_point now) noexcept {
    const auto next = next_to_send();
    if (next == requests_.end()) return;
    next->queued = false;
    next->sent = now;
    next->due = now + options_.timeout;
    ++next->attempts;
    ++sent;
  }

  std::optional<event> poll_event() noexcept {
    if (news_) return std::exchange(news_, std::nullopt);
    if (!failures_.empty()) {
      const failed first = failures_.front();
      failures_.pop_front();
      return first;
    }
    if (phase_ == phase::closing && requests_.empty()) phase_ = phase::ending;
    if (phase_ != phase::ending) return std::nullopt;
    phase_ = phase::over;
    return closed{error_, {}};
  }

  void close(time_point) noexcept { phase_ = phase_ == phase::open ? phase::closing : phase_; }

  [[nodiscard]] time_point deadline() const noexcept {
    time_point first = never;
    for (const request& one : requests_)
      if (!one.queued) first = std::min(first, one.due);
    return first;
  }

  [[nodiscard]] bool done() const noexcept { return phase_ == phase::over; }

  int sent = 0;

 private:
  struct request {
    request_id id;
    std::string text;
    bool queued = true;
    time_point sent{};
    time_point due{};
    int attempts = 0;
  };

  std::vector<request>::iterator next_to_send() noexcept {
    return std::ranges::find_if(requests_, &request::queued);
  }

  enum class phase { open, closing, ending, over };

  options options_;
  std::vector<request> requests_;
  std::deque<failed> failures_;
  std::optional<event> news_;
  std::error_code error_;
  std::uint32_t last_id_ = 0;
  phase phase_ = phase::open;
};

/// One whose requests have a deadline of their own.
struct hasty : client {
  bytes poll_transmit(time_point now) noexcept {
    if (due == never) due = now + std::chrono::milliseconds(5);
    return client::poll_transmit(now);
  }
  [[nodiscard]] time_point deadline() const noexcept { return done() ? never : due; }
  void on_timeout(time_point now) noexcept {
    if (now >= due) receive_end(std::make_error_code(std::errc::timed_out), now);
  }
  time_point due = never;
};

static_assert(machine<client>);

/// A peer said something; it gets it back.
struct asked {
  endpoint from;
  std::string_view text;
};
/// What was to go there is lost: the network, or the socket, has said so.
struct lost {
  endpoint to;
  std::error_code error;
  bool sent;
};

class responder {
 public:
  struct options {};
  using event = std::variant<asked, lost, closed>;

  /// Sends something unasked.
  void shout(const endpoint& to, std::string text) { queue_.push_back({to, std::move(text)}); }

  void receive(endpoint peer, bytes in, time_point) noexcept {
    if (in.empty()) return;
    queue_.push_back({peer, std::string(as_text(in))});
    events_.push_back(asked{peer, as_text(in)});
  }
  void unreachable(endpoint peer, std::error_code why, time_point) noexcept {
    events_.push_back(lost{peer, why, true});
  }
  std::size_t poll_transmit(std::span<transmit> out, time_point) noexcept {
    const std::size_t count = std::min(out.size(), queue_.size());
    for (std::size_t i = 0; i < count; ++i) out[i] = {queue_[i].to, as_bytes(queue_[i].text)};
    return count;
  }
  void transmitted(std::size_t n, time_point) noexcept {
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(n));
  }
  void transmit_failed(std::error_code why, time_point) noexcept {
    events_.push_back(lost{queue_.front().to, why, false});
    queue_.pop_front();
  }
  void on_timeout(time_point) noexcept {}
  std::optional<event> poll_event() noexcept {
    if (!events_.empty()) {
      const event first = events_.front();
      events_.pop_front();
      return first;
    }
    if (!closing_ || over_) return std::nullopt;
    over_ = true;
    return closed{};
  }
  void close(time_point) noexcept { closing_ = true; }
  [[nodiscard]] time_point deadline() const noexcept { return never; }
  [[nodiscard]] bool done() const noexcept { return over_ && queue_.empty(); }

 private:
  struct message {
    endpoint to;
    std::string text;
  };

  std::deque<message> queue_;
  std::deque<event> events_;
  bool closing_ = false;
  bool over_ = false;
};

static_assert(hub<responder>);

}  // namespace echo
