/// The smallest layer that has all that layers have: a greeting on both sides, frames that change how many bytes
/// there are, a goodbye, deadlines, and bounds.
///
/// "HI" comes first, then frames: a size byte, and as many bytes. A size of 0 is the goodbye.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include <gamewire/layer.hpp>

namespace gamewire::test {

enum class toy_errc { no_greeting = 1, greeting_timeout, no_goodbye };

class toy_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "toy"; }
  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<toy_errc>(value)) {
      case toy_errc::no_greeting: return "toy: no greeting";
      case toy_errc::greeting_timeout: return "toy: no greeting in time";
      case toy_errc::no_goodbye: return "toy: no goodbye";
    }
    return "toy: unknown error";
  }
};
inline std::error_code make_error_code(toy_errc error) noexcept {
  static const toy_errors instance;
  return {static_cast<int>(error), instance};
}

struct toy_options {
  nanoseconds greeting_timeout = std::chrono::seconds(10);
  nanoseconds closing_timeout = std::chrono::seconds(1);
  std::size_t max_frame = 5;
  std::size_t max_unsent = 64;
};

template <framing Plain>
class toy_layer {
 public:
  using options = toy_options;
  static constexpr framing wire = framing::stream;
  static constexpr framing plain = Plain;

  explicit toy_layer(const options& chosen = {}) : options_(chosen) {}
  toy_layer(toy_layer&& other) noexcept : options_(other.options_), s_(std::exchange(other.s_, gone())) {}
  toy_layer& operator=(toy_layer&& other) noexcept {
    options_ = other.options_;
    s_ = std::exchange(other.s_, gone());
    return *this;
  }

  void opened(time_point) noexcept { s_ = state{}; }
  void receive(bytes in, time_point now) noexcept {
    if (reads()) s_.in += as_text(in);
    if (s_.greeted || s_.in.size() < 2 || !reads()) return;
    if (!s_.in.starts_with("HI")) return fail(toy_errc::no_greeting, now);
    s_.in.erase(0, 2);
    s_.greeted = true;
  }
  void receive_end(std::error_code why, time_point) noexcept {
    if (why) s_.broken = true;
    if (!s_.cut) s_.cut = why ? why : make_error_code(toy_errc::no_goodbye);
  }
  void on_timeout(time_point now) noexcept {
    if (now < deadline()) return;
    if (leaves())
      s_.out.clear(), s_.broken = true;
    else
      fail(toy_errc::greeting_timeout, now);
  }
  bytes poll_transmit(time_point now) noexcept {
    if (s_.broken) return {};
    if (!std::exchange(s_.began, true)) s_.due = now + options_.greeting_timeout, s_.out = "HI" + s_.out;
    return as_bytes(s_.out);
  }
  void transmitted(std::size_t size, time_point) noexcept { s_.out.erase(0, size); }
  [[nodiscard]] time_point deadline() const noexcept {
    if (done()) return never;
    if (leaves()) return s_.closing;
    return s_.greeted ? never : s_.due;
  }
  [[nodiscard]] bool done() const noexcept { return s_.broken || (leaves() && s_.out.empty()); }

  std::optional<bytes> poll_plain() noexcept {
    piece_.assign(piece_.size(), '\xa5');  // who still looks at it sees that it has gone
    if (!s_.greeted || !reads()) return end();
    const std::size_t size = s_.in.empty() ? 0 : static_cast<unsigned char>(s_.in[0]);
    if (s_.in.size() < size + 1) return end();
    piece_ = s_.in.substr(1, size);
    s_.in.erase(0, size + 1);
    if (size != 0) return as_bytes(piece_);
    s_.end.emplace();
    return {};
  }
  [[nodiscard]] std::optional<std::error_code> plain_end() const noexcept {
    return s_.shut ? std::nullopt : s_.end;
  }

  std::size_t write(bytes in, time_point) noexcept {
    if (!s_.greeted || leaves() || s_.broken || in.empty()) return 0;
    const std::size_t size = plain == framing::datagram ? in.size() : std::min(in.size(), options_.max_frame);
    if (s_.out.size() + size + 1 > options_.max_unsent) return 0;
    s_.out += static_cast<char>(size);
    s_.out += as_text(in.first(size));
    return size;
  }
  void shutdown(time_point now) noexcept {
    if (std::exchange(s_.shut, true) || s_.failed) return;
    s_.closing = now + options_.closing_timeout;
    s_.in.clear();
    if (s_.greeted)
      s_.out += '\0';
    else
      s_.out.clear();
  }

 private:
  struct state {
    std::string in, out;
    bool began = false, greeted = false, shut = false, failed = false, broken = false;
    time_point due = never, closing = never;
    std::optional<std::error_code> end, cut;
  };
  static state gone() {
    state over;
    over.broken = true;
    return over;
  }

  [[nodiscard]] bool leaves() const noexcept { return s_.shut || s_.failed; }
  [[nodiscard]] bool reads() const noexcept { return !leaves() && !s_.end; }
  void fail(toy_errc why, time_point now) noexcept {
    s_.closing = now + options_.closing_timeout;
    s_.failed = true;
    s_.end = make_error_code(why);
    s_.in.clear();
    s_.out += "!";
  }
  std::optional<bytes> end() noexcept {
    if (s_.end || !s_.cut || s_.shut) return {};
    s_.end = *s_.cut;
    if (!s_.broken) s_.failed = true, s_.out.clear();
    return {};
  }

  options options_;
  state s_;
  std::string piece_;
};

}  // namespace gamewire::test
