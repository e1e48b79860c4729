/// Drives a hub (a fleet, a responder) over UDP sockets, beside whatever else an Asio program does:
///
///     ::asio::io_context io;
///     const std::array any{*endpoint::parse("0.0.0.0:27015"), *endpoint::parse("[::]:27015")};
///     auto server = asio::hub_driver<a2s::responder>::bind(io.get_executor(), any, std::move(responder));
///     server->async_run([](const auto& event) { … }, ::asio::detached);
///     io.run();
///
/// Whoever answers strangers gives the hub a secret of its own: `system::fill_random`.
#pragma once

#include <memory>

#include <asio/any_io_executor.hpp>

#include <gamewire/asio/handle.hpp>
#include <gamewire/asio/hub_state.hpp>

namespace gamewire::inline v0::asio {

template <hub H, class Executor = ::asio::any_io_executor>
class hub_driver {
 public:
  using event = typename H::event;
  /// By which all of its handlers are called, but for those that are bound to another.
  using executor_type = Executor;

  /// Binds one socket to each endpoint, of which there can be one per address family. Errors:
  /// `invalid_argument` for two of one family or none at all; `errc::invalid_options` for a hub that needs a
  /// secret and has none; the system's.
  static std::expected<hub_driver, std::error_code> bind(const Executor& on, std::span<const endpoint> local,
                                                         H machine, driver_options chosen = {}) {
    return over(on, udp_sockets::bind(local, std::move(chosen)), std::move(machine));
  }

  /// Takes over open, bound, unconnected sockets.
  static std::expected<hub_driver, std::error_code> adopt(const Executor& on,
                                                          std::vector<system::socket> bound, H machine,
                                                          driver_options chosen = {}) {
    return over(on, udp_sockets::adopt(std::move(bound), std::move(chosen)), std::move(machine));
  }

  /// As it was given.
  [[nodiscard]] Executor get_executor() const { return state_->executor(); }
  /// Where socket `i` is bound, in the order in which they were given.
  [[nodiscard]] endpoint local_endpoint(std::size_t i = 0) const noexcept {
    return sockets().local_endpoint(i);
  }
  /// To look at: what was dropped, how large buffers became.
  [[nodiscard]] const udp_sockets& sockets() const noexcept { return state_->engine().sockets(); }
  /// For commands before `async_run` and in its `on_event`; at any other time, `post`.
  [[nodiscard]] H& hub() noexcept { return state_->engine().hub(); }
  [[nodiscard]] H* operator->() noexcept { return &hub(); }

  /// Calls `command(hub)` between two turns, and sends what comes of it. From any thread.
  template <std::invocable<H&> F>
  void post(F command) {
    state_->submit([state = state_.share().get(), command = std::move(command)]() mutable {
      command(state->engine().hub());
    });
  }

  /// Hands out events until the hub is done or `on_event` returns false: then completes with {}. With
  /// `operation_aborted` after `stop`, cancellation, or the end of this handle; `errc::busy` when it runs
  /// already; anything else is trouble of the system. It can be called again, and goes on where it was, unless
  /// the hub is done. Between two runs nothing is received, nor does the context have work.
  ///
  /// `on_event` is called by the executor of this driver. It may give commands, once it needs the views in its
  /// event no more; end this handle; and throw, which leaves the context's `run` and the driver as it was.
  template <handler_of<event> F, ASIO_COMPLETION_TOKEN_FOR(void(std::error_code)) Token>
  auto async_run(F on_event, Token&& token) {
    return detail::async_run(state_, std::move(on_event), std::forward<Token>(token));
  }

  /// Ends the run. From any thread.
  void stop() { state_->stop(); }

 private:
  using state = detail::hub_state<H, Executor>;

  explicit hub_driver(std::shared_ptr<state> made) : state_(std::move(made)) {}

  static std::expected<hub_driver, std::error_code> over(const Executor& on,
                                                         std::expected<udp_sockets, std::error_code> open,
                                                         H&& hub) {
    if (!open) return std::unexpected(open.error());
    if (lacks_secret(hub)) return std::unexpected(make_error_code(errc::invalid_options));
    return hub_driver(std::make_shared<state>(on, std::move(*open), std::move(hub)));
  }

  detail::owner<state> state_;
};

}  // namespace gamewire::inline v0::asio
