/// A machine on a layer is a machine again: `over<tls, aster::client>` is what any driver of streams drives, and
/// `over<tls, over<websocket, asf::log>>` too.
///
///     over<tls::client, rcon::client> secure({.lower = {.host = "…"}, .upper = {.password = "…"}});
///     secure->execute("status");                       // commands go to the machine
///
/// It works by pulling: what has come is taken out of the layer where an event is asked for, one piece at a time, and
/// the machine has told all about a piece before it gets the next. So the rules about views hold, and nothing is
/// queued in between.
#pragma once

#include <algorithm>
#include <utility>

#include <gamewire/layer.hpp>

namespace gamewire::inline v0 {

template <layer Lower, machine Upper>
  requires(Lower::plain == Upper::wire)
class over {
 public:
  static constexpr framing wire = Lower::wire;
  using event = typename Upper::event;
  struct options {
    typename Lower::options lower;
    typename Upper::options upper;
  };

  explicit over(const options& chosen) noexcept : lower_(chosen.lower), upper_(chosen.upper) {}
  over(Lower lower, Upper upper) noexcept : lower_(std::move(lower)), upper_(std::move(upper)) {}

  /// The machine, for commands.
  Upper& operator*() noexcept { return upper_; }
  const Upper& operator*() const noexcept { return upper_; }
  Upper* operator->() noexcept { return &upper_; }
  const Upper* operator->() const noexcept { return &upper_; }
  /// The layer, to look at.
  [[nodiscard]] const Lower& lower() const noexcept { return lower_; }

  void receive(bytes in, time_point now) noexcept {
    pass(now);
    lower_.receive(in, now_);
  }
  void receive_end(std::error_code why, time_point now) noexcept {
    pass(now);
    lower_.receive_end(why, now_);
  }
  void on_timeout(time_point now) noexcept {
    pass(now);
    lower_.on_timeout(now_);
    upper_.on_timeout(now_);
  }

  bytes poll_transmit(time_point now) noexcept {
    pass(now);
    push();
    stirred_ = false;
    return lower_.poll_transmit(now_);
  }
  void transmitted(std::size_t size, time_point now) noexcept {
    pass(now);
    lower_.transmitted(size, now_);
  }
  /// See shown() in trace.hpp. Only what a layer leaves readable needs it.
  [[nodiscard]] bytes shown_transmit() const noexcept
    requires requires(const Lower& l) { l.shown_transmit(); }
  {
    return lower_.shown_transmit();
  }

  std::optional<event> poll_event() noexcept {
    do {
      if (auto told = upper_.poll_event()) return told;
    } while (pull());
    settle();
    return {};
  }

  void close(time_point now) noexcept {
    pass(now);
    upper_.close(now_);
  }
  [[nodiscard]] time_point deadline() const noexcept {
    if (done()) return never;
    return stirred_ ? now_ : std::min(lower_.deadline(), upper_.deadline());
  }
  [[nodiscard]] bool done() const noexcept { return upper_.done() && lower_.done(); }

  /// Of a connection that the machine wants no more the layer takes leave first.
  [[nodiscard]] bool wants_transport() const noexcept
    requires reconnecting<Upper>
  {
    return upper_.wants_transport() || (open_ && !lower_.done());
  }
  void opened(time_point now) noexcept
    requires reconnecting<Upper>
  {
    pass(now);
    open_ = true;
    ended_ = leaving_ = false;
    lower_.opened(now_);
    upper_.opened(now_);
  }

 private:
  void pass(time_point now) noexcept { now_ = std::max(now_, now); }

  /// Gives the machine the next that came. False when there is no more.
  bool pull() noexcept {
    if (ended_ || upper_.done()) return false;
    if (const auto piece = lower_.poll_plain()) {
      upper_.receive(*piece, now_);
    } else if (const auto end = lower_.plain_end()) {
      ended_ = true;
      upper_.receive_end(*end, now_);
    } else {
      return false;
    }
    stirred_ = true;
    return true;
  }

  /// Gives the layer what the machine has to send. It asks for it also when the layer takes nothing, since that is
  /// what starts the machine's deadlines.
  void push() noexcept {
    for (bytes next = upper_.poll_transmit(now_); !next.empty(); next = upper_.poll_transmit(now_)) {
      const std::size_t taken = lower_.write(next, now_);
      if (taken == 0) break;
      upper_.transmitted(taken, now_);
    }
    if (is_over()) lower_.shutdown(now_);
  }

  /// The machine will say no more, or wants another connection for it.
  [[nodiscard]] bool is_over() const noexcept {
    if constexpr (reconnecting<Upper>)
      if (open_ && !upper_.wants_transport()) return true;
    return upper_.done();
  }

  /// All has been told. Pulling may have made something to send, which nobody knows of who has sent before he asked
  /// for events: then the deadline is now.
  void settle() noexcept {
    const bool leaves = is_over() && !std::exchange(leaving_, true);
    if (!stirred_ && !leaves) return;
    push();
    stirred_ = !lower_.poll_transmit(now_).empty();
  }

  Lower lower_;
  Upper upper_;
  time_point now_ = time_point::min();
  bool open_ = false;     // a reconnecting machine's transport
  bool ended_ = false;    // the machine has heard the end
  bool leaving_ = false;  // the layer has heard that it is over
  bool stirred_ = false;  // there is something to send that poll_transmit has not shown yet
};

}  // namespace gamewire::inline v0
