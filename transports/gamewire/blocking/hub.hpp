/// Drives a hub (a fleet, a responder) over UDP sockets, in the thread that calls:
///
///     const std::array any{*endpoint::parse("0.0.0.0:27015"), *endpoint::parse("[::]:27015")};
///     auto server = blocking::hub_driver<a2s::responder>::bind(any, std::move(responder));
///     server->run([](const auto& event) { … });
///
/// Whoever answers strangers gives the hub a secret of its own: `system::fill_random`.
#pragma once

#include <array>

#include <gamewire/blocking/handler.hpp>
#include <gamewire/blocking/sockets.hpp>

namespace gamewire::inline v0::blocking {

template <hub H>
class hub_driver {
 public:
  using event = typename H::event;

  /// Binds one socket to each endpoint, of which there can be one per address family. Errors:
  /// `invalid_argument` for two of one family or none at all; the system's.
  static std::expected<hub_driver, std::error_code> bind(std::span<const endpoint> local, H machine,
                                                         config chosen = {}) {
    return over(sockets::bind(local, std::move(chosen)), std::move(machine));
  }

  /// Takes over open, bound, unconnected sockets.
  static std::expected<hub_driver, std::error_code> adopt(std::vector<system::socket> bound, H machine,
                                                          config chosen = {}) {
    return over(sockets::adopt(std::move(bound), std::move(chosen)), std::move(machine));
  }

  /// Where socket `i` is bound, in the order in which they were given.
  [[nodiscard]] endpoint local_endpoint(std::size_t i = 0) const noexcept {
    return sockets_.local_endpoint(i);
  }
  [[nodiscard]] H& hub() noexcept { return hub_; }
  [[nodiscard]] H* operator->() noexcept { return &hub_; }

  /// Hands out events until the hub is done or `on_event` returns false: then {}. `operation_canceled` after
  /// `stop`; anything else is trouble of the system. It can be called again, and goes on where it was, unless
  /// the hub is done: what was still to be sent goes out then. `on_event` may give commands, once it needs
  /// the views in its event no more.
  template <handler_of<event> F>
  std::error_code run(F&& on_event) {
    for (;;) {
      busy_ = false;
      flush();
      if (!hand_out(on_event)) return {};
      if (hub_.done()) break;
      if (const auto error = sockets_.wait(busy_ ? time_point::min() : hub_.deadline())) return error;
      for (std::size_t i = 0; i < sockets_.size(); ++i) {
        if (!hear_errors(i, on_event)) return {};
        const auto goes_on = receive(i, on_event);
        if (!goes_on) return goes_on.error();
        if (!*goes_on) return {};
      }
      if (const time_point now = system::now(); hub_.deadline() <= now) hub_.on_timeout(now);
    }
    sockets_.close();
    return {};
  }

  /// Makes `run` return, the next one if none is running. From any thread or signal handler.
  void stop() noexcept { sockets_.stop(); }

 private:
  // Between two looks at the clock, for each socket; what comes in must not wait for what goes out.
  static constexpr std::size_t max_burst = 64;
  static constexpr std::size_t batch_size = 16;

  hub_driver(sockets&& open, H&& machine) : sockets_(std::move(open)), hub_(std::move(machine)) {}

  static std::expected<hub_driver, std::error_code> over(std::expected<sockets, std::error_code> open,
                                                         H&& machine) {
    if (!open) return std::unexpected(open.error());
    return hub_driver(std::move(*open), std::move(machine));
  }

  void flush() {
    std::array<transmit, batch_size> batch;
    for (std::size_t i = 0; i < max_burst / batch_size; ++i) {
      const time_point now = system::now();  // an answer may be here before the send returns
      const std::size_t count = hub_.poll_transmit(batch, now);
      if (count == 0 || !send(std::span(batch).first(count), now)) return;
    }
    busy_ = true;
  }

  /// False when a socket takes no more.
  bool send(std::span<const transmit> batch, time_point now) {
    std::expected<bool, std::error_code> taken = true;
    std::size_t sent = 0;
    while (sent < batch.size() && (taken = sockets_.send(batch[sent])) && *taken) ++sent;
    if (sent != 0) hub_.transmitted(sent, now);
    if (!taken) hub_.transmit_failed(taken.error(), now);
    return !taken || *taken;
  }

  template <class F>
  bool hear_errors(std::size_t i, F& on_event) {
    for (std::size_t n = 0; n < max_burst; ++n) {
      const auto lost = sockets_.next_error(i);
      if (!lost) break;
      hub_.unreachable(lost->to, lost->error, system::now());
      if (!hand_out(on_event)) return false;
    }
    return true;
  }

  template <class F>
  std::expected<bool, std::error_code> receive(std::size_t i, F& on_event) {
    for (std::size_t n = 0; n < max_burst; ++n) {
      const auto got = sockets_.receive(i);
      if (!got) return std::unexpected(got.error());
      if (!*got) break;
      hub_.receive((*got)->from, (*got)->payload, system::now());
      if (!hand_out(on_event)) return false;
    }
    return true;
  }

  /// False when `on_event` wants no more.
  template <class F>
  bool hand_out(F& on_event) {
    while (const auto happened = hub_.poll_event()) {
      busy_ = true;  // the handler may have given a command
      if (!hand_over(on_event, *happened)) return false;
    }
    return true;
  }

  sockets sockets_;
  H hub_;
  bool busy_ = false;  // there may be more to send
};

}  // namespace gamewire::inline v0::blocking
