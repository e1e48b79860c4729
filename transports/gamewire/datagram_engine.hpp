/// What driving a datagram machine means; see peer_engine.hpp. Not for users.
#pragma once

#include <memory>
#include <utility>

#include <gamewire/channel.hpp>
#include <gamewire/error.hpp>
#include <gamewire/handler.hpp>
#include <gamewire/lacks_secret.hpp>
#include <gamewire/peer_engine.hpp>

namespace gamewire::inline v0 {

/// A datagram machine. One that lacks a secret sends nothing: it hears that its options are invalid, as the end of its
/// transport.
template <machine M>
  requires(M::wire == framing::datagram)
class peer_engine<M> {
 public:
  using event = typename M::event;
  using transport_type = channel;

  peer_engine(channel&& open, M&& machine) : channel_(std::move(open)), machine_(std::move(machine)) {
    if (lacks_secret(machine_)) break_off(errc::invalid_options);
  }

  [[nodiscard]] M& machine() noexcept { return machine_; }
  [[nodiscard]] const M& machine() const noexcept { return machine_; }
  [[nodiscard]] channel& transport() noexcept { return channel_; }
  [[nodiscard]] const channel& transport() const noexcept { return channel_; }

  /// Looks at the clock: after every wait, and before the first call of those below.
  void look_at_clock() noexcept { now_ = system::now(); }
  /// What it said, there or below.
  [[nodiscard]] time_point now() const noexcept { return now_; }

  /// Sends and hands out until nothing is left of either; false when `on_event` wants no more.
  template <handler_of<event> F>
  bool drain(F& on_event) {
    for (bool quiet = false; !quiet;) {
      flush();
      quiet = true;
      while (const auto happened = machine_.poll_event()) {
        quiet = false;  // the handler may have given a command
        if (!hand_over(on_event, *happened)) return false;
      }
      if (quiet && broken_) {
        hear_rest();
        quiet = false;
      }
      if (!quiet) look_at_clock();  // the handler may have taken its time
    }
    return true;
  }

  /// Gives the machine what the channel gave, and drains it.
  template <handler_of<event> F>
  bool take(const channel::received& got, F& on_event) {
    if (got && !*got) return true;
    look_at_clock();
    if (got)
      machine_.receive(**got, now_);
    else
      break_off(got.error());
    return drain(on_event);
  }

  /// All that is there, up to a burst, so that others have their turn.
  template <handler_of<event> F>
  bool receive(std::span<std::byte> buffer, F& on_event) {
    for (int i = 0; i < max_burst; ++i) {
      const auto got = channel_.receive(buffer);
      if (!take(got, on_event)) return false;
      if (!got || !*got) return true;
    }
    return true;
  }

  /// Tells the machine when its time has come, and drains it.
  template <handler_of<event> F>
  bool check_deadline(F& on_event) {
    if (machine_.deadline() > now_) return true;
    machine_.on_timeout(now_);
    return drain(on_event);
  }

 private:
  static constexpr int max_burst = 64;

  void flush() {
    for (;;) {
      const bytes datagram = machine_.poll_transmit(now_);
      if (datagram.empty() || broken_) return;
      // The time is that of before the send: an answer may be here before it returns.
      const auto taken = channel_.send(datagram, shown(machine_, datagram));
      if (!taken) return break_off(taken.error());
      if (!*taken) return;
      machine_.transmitted(datagram.size(), now_);
    }
  }

  /// What the peer has said before it was gone comes first. The kernel has it the other way round.
  void break_off(std::error_code why) {
    if (broken_) return;
    broken_ = why;
    rest_ = std::make_unique_for_overwrite<std::byte[]>(system::max_datagram);
    rest_left_ = max_burst;
  }

  void hear_rest() {
    const auto got = channel_.receive({rest_.get(), system::max_datagram});
    const bool more = got ? got->has_value() : got.error() == condition::refused;  // of several, each is told
    if (!more || rest_left_-- == 0) {
      rest_.reset();
      return machine_.receive_end(std::exchange(broken_, {}), now_);
    }
    if (got) machine_.receive(**got, now_);
  }

  channel channel_;
  M machine_;
  time_point now_ = system::now();
  std::error_code broken_;             // why it is over
  std::unique_ptr<std::byte[]> rest_;  // for what was received before
  int rest_left_ = 0;
};

}  // namespace gamewire::inline v0
