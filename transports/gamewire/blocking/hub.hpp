/// Drives a hub (a fleet, a responder) over UDP sockets, in the thread that calls:
///
///     const std::array any{*endpoint::parse("0.0.0.0:27015"), *endpoint::parse("[::]:27015")};
///     auto server = blocking::hub_driver<a2s::responder>::bind(any, std::move(responder));
///     server->run([](const auto& event) { … });
///
/// Whoever answers strangers gives the hub a secret of its own: `system::fill_random`.
#pragma once

#include <array>

#include <gamewire/hub_engine.hpp>

namespace gamewire::inline v0::blocking {

/// Used by one thread at a time, but for `stop`.
template <hub H>
class hub_driver {
 public:
  using event = typename H::event;

  /// Binds one socket to each endpoint, of which there can be one per address family. Errors:
  /// `invalid_argument` for two of one family or none at all; `errc::invalid_options` for a hub that needs a
  /// secret and has none; the system's.
  static std::expected<hub_driver, std::error_code> bind(std::span<const endpoint> local, H machine,
                                                         driver_options chosen = {}) {
    return over(udp_sockets::bind(local, std::move(chosen)), std::move(machine));
  }

  /// Takes over open, bound, unconnected sockets.
  static std::expected<hub_driver, std::error_code> adopt(std::vector<system::socket> bound, H machine,
                                                          driver_options chosen = {}) {
    return over(udp_sockets::adopt(std::move(bound), std::move(chosen)), std::move(machine));
  }

  /// Where socket `i` is bound, in the order in which they were given.
  [[nodiscard]] endpoint local_endpoint(std::size_t i = 0) const noexcept {
    return engine_.sockets().local_endpoint(i);
  }
  /// To look at: what was dropped, how large buffers became.
  [[nodiscard]] const udp_sockets& sockets() const noexcept { return engine_.sockets(); }
  /// For commands, between runs and in `on_event`.
  [[nodiscard]] H& hub() noexcept { return engine_.hub(); }
  [[nodiscard]] H* operator->() noexcept { return &engine_.hub(); }

  /// Hands out events until the hub is done or `on_event` returns false: then {}. `operation_canceled` after
  /// `stop`; anything else is trouble of the system. It can be called again, and goes on where it was, unless
  /// the hub is done: what was still to be sent goes out then. `on_event` may give commands, once it needs
  /// the views in its event no more.
  template <handler_of<event> F>
  std::error_code run(F&& on_event) {
    for (;;) {
      const auto goes_on = engine_.turn(on_event);
      if (!goes_on) return goes_on.error();
      if (!*goes_on) return {};
      if (hub().done()) break;
      if (const auto error = wait()) return error;
    }
    engine_.sockets().close();
    return {};
  }

  /// Makes `run` return, the next one if none is running. From any thread or signal handler.
  void stop() noexcept { wake_.wake(); }

 private:
  hub_driver(udp_sockets&& open, H&& hub, system::wake_pipe&& wake)
      : engine_(std::move(open), std::move(hub)), wake_(std::move(wake)) {}

  static std::expected<hub_driver, std::error_code> over(std::expected<udp_sockets, std::error_code> open,
                                                         H&& hub) {
    if (!open) return std::unexpected(open.error());
    if (lacks_secret(hub)) return std::unexpected(make_error_code(errc::invalid_options));
    auto wake = system::wake_pipe::open();
    if (!wake) return std::unexpected(wake.error());
    return hub_driver(std::move(*open), std::move(hub), std::move(*wake));
  }

  std::error_code wait() {
    udp_sockets& sockets = engine_.sockets();
    std::array<system::watched, system::max_watched> all{};
    for (std::size_t i = 0; i < sockets.size(); ++i)
      all[i] = {.what = &sockets[i], .sending = sockets.full(i)};
    const auto error = system::wait(std::span(all).first(sockets.size()), wake_, engine_.deadline());
    for (std::size_t i = 0; i < sockets.size(); ++i) {
      if (all[i].writable || all[i].failed) sockets.writable(i);
      if (all[i].failed) sockets.failed(i);
    }
    return error;
  }

  hub_engine<H> engine_;
  system::wake_pipe wake_;
};

}  // namespace gamewire::inline v0::blocking
