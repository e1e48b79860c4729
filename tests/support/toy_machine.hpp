/// A machine that looks at what it was given for as long as it may: it tells word by word out of the span, and answers
/// "ping" with "pong" without a word to anybody.
#pragma once

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include <gamewire/machine.hpp>

namespace gamewire::test {

struct toy_machine_options {
  nanoseconds patience = std::chrono::seconds(5);  // from the first poll_transmit to the first word
};

template <framing Wire>
class toy_machine {
 public:
  static constexpr framing wire = Wire;
  using options = toy_machine_options;
  struct word {
    std::string_view text;
  };
  using event = std::variant<word, closed>;

  explicit toy_machine(const options& chosen = {}) : options_(chosen) {}

  void say(std::string_view text) { out_.emplace_back(text); }
  /// It has nothing more to hear.
  void hang_up() { ending_ = true; }

  void receive(bytes in, time_point) noexcept {
    if (!left_.empty()) lost_ += as_text(left_);
    left_ = in;
    due_ = never;
    heard_ = true;
  }
  void receive_end(std::error_code why, time_point) noexcept {
    ++ends_;
    if (over_ || (ending_ && !why)) return;
    error_ = why;
    ending_ = true;
  }
  void on_timeout(time_point now) noexcept {
    if (now < due_) return;
    due_ = never;
    error_ = std::make_error_code(std::errc::timed_out);
    ending_ = true;
  }
  bytes poll_transmit(time_point now) noexcept {
    if (over_) return {};
    if (!heard_ && due_ == never && !ending_) due_ = now + options_.patience;
    return out_.empty() ? bytes() : as_bytes(out_.front());
  }
  void transmitted(std::size_t size, time_point) noexcept {
    out_.front().erase(0, size);
    if (out_.front().empty()) out_.erase(out_.begin());
  }
  std::optional<event> poll_event() noexcept {
    while (!left_.empty()) {
      const std::string_view text = as_text(left_);
      const std::size_t end = std::min(text.find(' '), text.size());
      left_ = left_.subspan(std::min(end + 1, text.size()));
      if (end == 0) continue;
      if (text.substr(0, end) != "ping") return word{text.substr(0, end)};
      out_.emplace_back("pong");
    }
    if (over_ || !ending_ || (!error_ && !out_.empty())) return std::nullopt;
    over_ = true;
    return closed{error_, {}};
  }
  void close(time_point) noexcept { ending_ = true; }
  [[nodiscard]] time_point deadline() const noexcept { return over_ ? never : due_; }
  [[nodiscard]] bool done() const noexcept { return over_; }

  /// What it could not tell, since it got more before.
  [[nodiscard]] const std::string& lost() const { return lost_; }
  /// How often it has heard the end.
  [[nodiscard]] int ends() const { return ends_; }

 private:
  options options_;
  std::vector<std::string> out_;
  bytes left_;
  std::string lost_;
  std::error_code error_;
  time_point due_ = never;
  int ends_ = 0;
  bool heard_ = false;
  bool ending_ = false;
  bool over_ = false;
};

static_assert(machine<toy_machine<framing::stream>>);
static_assert(machine<toy_machine<framing::datagram>>);

}  // namespace gamewire::test
