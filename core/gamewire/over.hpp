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

#include <gamewire/lacks_secret.hpp>
#include <gamewire/layer.hpp>

namespace gamewire::inline v0 {

/// `Upper` on `Lower`: its events and commands are those of the machine, its transport is that of the layer.
template <layer Lower, machine Upper>
  requires(Lower::plain == Upper::wire)
class over {
 public:
  static constexpr framing wire = Lower::wire;
  using event = typename Upper::event;
  /// Of the layer, and of the machine.
  struct options {
    typename Lower::options lower;
    typename Upper::options upper;
  };

  /// Makes both; or takes both, with which nothing has been done yet.
  explicit over(const options& chosen) noexcept : lower_(chosen.lower), upper_(chosen.upper) {}
  over(Lower lower, Upper upper) noexcept : lower_(std::move(lower)), upper_(std::move(upper)) {}

  /// The machine, for commands.
  Upper& operator*() noexcept { return upper_; }
  const Upper& operator*() const noexcept { return upper_; }
  Upper* operator->() noexcept { return &upper_; }
  const Upper* operator->() const noexcept { return &upper_; }
  /// The layer, to look at.
  [[nodiscard]] const Lower& lower() const noexcept { return lower_; }
  /// See lacks_secret.hpp.
  [[nodiscard]] bool has_secret() const noexcept { return !lacks_secret(lower_) && !lacks_secret(upper_); }

  void receive(bytes in, time_point now) noexcept {
    begin(now);
    if (link_ != link::none) lower_.receive(in, now_);
  }
  /// The failure of a connection that did not come about goes to the machine as it is; so does one that comes after
  /// an orderly end, which the layer has no more to say of, to a machine that has more to say.
  void receive_end(std::error_code why, time_point now) noexcept {
    begin(now);
    if (link_ == link::none) return upper_.receive_end(why, now_);
    lower_.receive_end(why, now_);
    if constexpr (reconnecting<Upper>)
      link_ = link::cut;
    else if (ended_ && why && !upper_.done())
      upper_.receive_end(why, now_);
  }
  void on_timeout(time_point now) noexcept {
    begin(now);
    if (link_ != link::none) lower_.on_timeout(now_);
    upper_.on_timeout(now_);
  }

  bytes poll_transmit(time_point now) noexcept {
    pass(now);
    push();
    stirred_ = false;
    return outgoing();
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
    begin(now);
    upper_.close(now_);
  }
  [[nodiscard]] time_point deadline() const noexcept {
    if (done()) return never;
    if (stirred_ || (parted() && is_wanted_again())) return later(now_, nanoseconds(1));
    // A layer that was cut off in the middle of its leave is never told of its time, and so has none.
    return link_ == link::none ? upper_.deadline() : std::min(lower_.deadline(), upper_.deadline());
  }
  [[nodiscard]] bool done() const noexcept { return upper_.done() && (link_ == link::none || lower_.done()); }

  /// From a connection that the machine wants no more, the layer takes leave first; and if the machine wants the
  /// next one by then, the driver is shown a moment without, so that it drops the old one.
  [[nodiscard]] bool wants_transport() const noexcept
    requires reconnecting<Upper>
  {
    switch (link_) {
      case link::up: return true;
      case link::leaving: return !lower_.done();
      default: return upper_.wants_transport();
    }
  }
  void opened(time_point now) noexcept
    requires reconnecting<Upper>
  {
    begin(now);
    if (upper_.done()) return;
    link_ = link::up;
    ended_ = stirred_ = false;
    lower_.opened(now_);
    upper_.opened(now_);
  }

 private:
  /// The transport. A machine that has but one has it from the start to the end.
  enum class link : unsigned char {
    none,
    up,
    cut,      // it has ended, and what came before may not have been pulled yet
    leaving,  // the machine is through with it, and the layer takes leave
  };

  void pass(time_point now) noexcept { now_ = std::max(now_, now); }

  /// Something new. So the driver has looked at wants_transport() since the last drain.
  void begin(time_point now) noexcept {
    pass(now);
    if (reconnecting<Upper> && parted()) link_ = link::none;
  }

  /// Gives the machine the next that came. False when there is no more.
  bool pull() noexcept {
    if (ended_ || (link_ != link::up && link_ != link::cut)) return false;
    if (const auto piece = lower_.poll_plain()) {
      upper_.receive(*piece, now_);
    } else if (const auto end = lower_.plain_end()) {
      ended_ = true;
      if constexpr (requires { upper_.receive_refusal(lower_.refusal()); })
        upper_.receive_refusal(lower_.refusal());
      upper_.receive_end(*end, now_);
    } else {
      return false;
    }
    stirred_ = true;
    return true;
  }

  /// Gives the layer what the machine has to send. The machine is asked also when the layer takes nothing, since
  /// that is what starts its deadlines.
  void push() noexcept {
    for (bytes next = upper_.poll_transmit(now_); !next.empty(); next = upper_.poll_transmit(now_)) {
      if (link_ != link::up || is_over()) break;
      const std::size_t taken = lower_.write(next, now_);
      if (taken == 0) break;
      upper_.transmitted(taken, now_);
    }
    if (link_ != link::up || !is_over()) return;
    link_ = link::leaving;
    lower_.shutdown(now_);
  }

  /// The machine will say no more through this transport.
  [[nodiscard]] bool is_over() const noexcept {
    if constexpr (reconnecting<Upper>)
      if (ended_ || !upper_.wants_transport()) return true;
    return upper_.done();
  }
  /// The layer has taken leave.
  [[nodiscard]] bool parted() const noexcept { return link_ == link::leaving && lower_.done(); }
  [[nodiscard]] bool is_wanted_again() const noexcept {
    if constexpr (reconnecting<Upper>) return upper_.wants_transport();
    return false;
  }

  bytes outgoing() noexcept {
    return link_ == link::up || link_ == link::leaving ? lower_.poll_transmit(now_) : bytes();
  }

  /// All has been told. Pulling may have made something to send, which nobody knows of who has sent before he asked
  /// for events: then a deadline is set that says so. But for an instant, since it is the next drain's. The layer does not
  /// get it before: as long as it is the machine's, it may go another way when the transport turns out to have ended.
  void settle() noexcept {
    if (link_ == link::cut) link_ = link::none;
    if (link_ == link::up && is_over()) stirred_ = true, push();
    if (!stirred_) return;
    const bool asked = !upper_.poll_transmit(now_).empty() && link_ == link::up;
    stirred_ = asked || !outgoing().empty();
  }

  Lower lower_;
  Upper upper_;
  time_point now_ = time_point::min();
  link link_ = reconnecting<Upper> ? link::none : link::up;
  bool ended_ = false;    // the machine has heard the end
  bool stirred_ = false;  // there is something to send that poll_transmit has not shown yet
};

}  // namespace gamewire::inline v0
