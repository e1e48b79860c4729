/// What driving a stream machine means; see peer_engine.hpp. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <gamewire/handler.hpp>
#include <gamewire/lacks_secret.hpp>
#include <gamewire/peer_engine.hpp>
#include <gamewire/stream_channel.hpp>

namespace gamewire::inline v0 {

/// A stream machine. What it wants to send waits for the connection; its deadlines do not. One that lacks a secret is
/// never connected: it hears that its options are invalid, as the end of its transport.
template <machine M>
  requires(M::wire == framing::stream)
class peer_engine<M> {
 public:
  using event = typename M::event;
  using transport_type = stream_channel;

  peer_engine(stream_channel&& open, M&& machine) : channel_(std::move(open)), machine_(std::move(machine)) {
    if (channel_.connected() && lacks_secret(machine_))
      end(errc::invalid_options);
    else
      tell_opened();
  }

  [[nodiscard]] M& machine() noexcept { return machine_; }
  [[nodiscard]] const M& machine() const noexcept { return machine_; }
  [[nodiscard]] stream_channel& transport() noexcept { return channel_; }
  [[nodiscard]] const stream_channel& transport() const noexcept { return channel_; }

  void look_at_clock() noexcept { now_ = system::now(); }
  [[nodiscard]] time_point now() const noexcept { return now_; }

  /// The machine wants to be connected, and nobody has begun to. Asked after each drain, at first too.
  [[nodiscard]] bool wants_to_connect() const noexcept {
    if (channel_.connected() || channel_.connecting()) return false;
    if constexpr (reconnecting<M>) return machine_.wants_transport();
    return !begun_;
  }
  /// Begins to connect to the first of these that answers.
  template <handler_of<event> F>
  bool connect(std::vector<endpoint> addresses, F& on_event) {
    begun_ = true;
    if (lacks_secret(machine_)) return progress(errc::invalid_options, on_event);
    return progress(channel_.connect(std::move(addresses), now_), on_event);
  }
  /// There are no addresses: the name is not known.
  template <handler_of<event> F>
  bool connect_failed(std::error_code why, F& on_event) {
    begun_ = true;
    return progress(why, on_event);
  }
  /// Goes on connecting: after a wait, and at the deadline.
  template <handler_of<event> F>
  bool advance(F& on_event) {
    return !channel_.connecting() || progress(channel_.advance(now_), on_event);
  }

  /// Is there anything to wait for in what comes in?
  [[nodiscard]] bool reading() const noexcept { return channel_.connected() && !ended_; }
  /// And in what can go out?
  [[nodiscard]] bool sending() const noexcept { return channel_.connecting() || channel_.full(); }
  /// How many sockets of the transport to wait for. When it is neither of the two, there is one that could say
  /// nothing but that the peer has gone, over and over.
  [[nodiscard]] std::size_t watch_count() const noexcept {
    return reading() || sending() ? channel_.watch_count() : 0;
  }
  /// When something is to be done, whatever the socket says.
  [[nodiscard]] time_point deadline() const noexcept {
    return std::min(machine_.deadline(), channel_.deadline());
  }

  template <handler_of<event> F>
  bool drain(F& on_event) {
    for (bool quiet = false; !quiet;) {
      flush();
      quiet = true;
      while (const auto happened = machine_.poll_event()) {
        quiet = false;  // the handler may have given a command
        if (!hand_over(on_event, *happened)) return false;
      }
      if (quiet && rest_) {
        hear_rest();
        quiet = false;
      }
      if (!quiet) look_at_clock();  // the handler may have taken its time
    }
    drop_unwanted();
    return true;
  }

  template <handler_of<event> F>
  bool take(const stream_channel::received& got, F& on_event) {
    const bool waited = std::exchange(listening_, false);
    if (got && !*got) return !waited || drain(on_event);
    look_at_clock();
    if (got && !(*got)->empty()) {
      machine_.receive(**got, now_);
    } else {
      end(got ? std::error_code{} : got.error());
    }
    return drain(on_event);
  }

  template <handler_of<event> F>
  bool receive(std::span<std::byte> buffer, F& on_event) {
    for (int i = 0; i < max_burst && reading(); ++i) {
      const auto got = channel_.receive(buffer);
      if (!take(got, on_event)) return false;
      if (!got || !*got || ((*got)->size() < buffer.size() && !listening_)) return true;
    }
    return true;
  }

  template <handler_of<event> F>
  bool check_deadline(F& on_event) {
    if (!advance(on_event)) return false;
    if (machine_.deadline() > now_) return true;
    machine_.on_timeout(now_);
    return drain(on_event);
  }

 private:
  static constexpr int max_burst = 16;

  /// When nothing more can be sent: what was received before is heard yet.
  struct remainder {
    std::error_code broken;
    int left = max_burst;
    std::array<std::byte, system::max_datagram> buffer;
  };

  template <class F>
  bool progress(std::error_code failure, F& on_event) {
    ended_ = false;
    rest_.reset();
    if (failure) end(failure);
    if (!failure) tell_opened();
    return drain(on_event);
  }

  void tell_opened() noexcept {
    quiet_ = listening_ = false;
    if constexpr (reconnecting<M>)
      if (channel_.connected()) machine_.opened(now_);
  }

  /// After the orderly end what is left to send may still be heard. But not what a machine that outlives its
  /// connections wants to send, which is for the next one.
  void end(std::error_code why) {
    ended_ = true;
    listening_ = false;
    if (why || reconnecting<M>) channel_.close();
    machine_.receive_end(why, now_);
  }

  /// A machine that outlives its connections says when it is through with one.
  void drop_unwanted() noexcept {
    if constexpr (reconnecting<M>)
      if (!machine_.wants_transport()) channel_.close();
  }

  void flush() {
    if (must_listen()) return;
    for (;;) {
      // Also while there is no connection: that is what starts the deadlines.
      const bytes some = machine_.poll_transmit(now_);
      quiet_ = some.empty();
      if (some.empty() || rest_ || !channel_.connected()) return;
      const auto sent = channel_.send(some, shown(machine_, some));
      if (!sent) return break_off(sent.error());
      if (*sent == 0) return;
      machine_.transmitted(*sent, now_);
    }
  }

  /// A machine that outlives its connections has the choice of another one, as long as nothing has gone out. So before it
  /// begins to say something it hears what is there already, once: that may be the end. It is not even asked, since a
  /// layer below it takes what it is asked for.
  bool must_listen() {
    if constexpr (reconnecting<M>)
      if (std::exchange(quiet_, false) && reading()) listening_ = channel_.readable();
    return listening_;
  }

  /// What the peer has said before it was gone comes first.
  void break_off(std::error_code why) {
    if (!reading()) return end(why);
    rest_ = std::make_unique_for_overwrite<remainder>();
    rest_->broken = why;
  }

  void hear_rest() {
    const auto got = channel_.receive(rest_->buffer);
    if (got && *got && !(*got)->empty() && rest_->left-- > 0)
      machine_.receive(**got, now_);
    else
      end(std::exchange(rest_, nullptr)->broken);
  }

  stream_channel channel_;
  M machine_;
  time_point now_ = system::now();
  std::unique_ptr<remainder> rest_;
  bool begun_ = false;
  bool ended_ = false;      // nothing more comes through this connection
  bool quiet_ = false;      // the machine had nothing to say
  bool listening_ = false;  // it has, and hears first
};

}  // namespace gamewire::inline v0
