/// Drives a hub (a fleet, a responder) over UDP sockets, on an `epoll::loop`.
///
/// Whoever answers strangers gives the hub a secret of its own: `system::fill_random`.
#pragma once

#include <array>

#include <gamewire/epoll/dialogue.hpp>
#include <gamewire/epoll/loop.hpp>
#include <gamewire/epoll/watch.hpp>
#include <gamewire/hub_engine.hpp>

namespace gamewire::inline v0::epoll {

/// Destroying it ends all without an event.
template <hub H>
class hub_driver {
 public:
  using event = typename H::event;
  /// Takes each event; what loop.hpp says of handlers holds.
  using handler = typename dialogue<H>::handler;

  /// Binds one socket to each endpoint, of which there can be one per address family. Errors:
  /// `invalid_argument` for two of one family or none at all; `errc::invalid_options` for a hub that needs a
  /// secret and has none; the system's.
  static std::expected<hub_driver, std::error_code> bind(loop& on, std::span<const endpoint> local, H machine,
                                                         handler on_event, driver_options chosen = {}) {
    return over(on, udp_sockets::bind(local, std::move(chosen)), std::move(machine), std::move(on_event));
  }

  /// Takes over open, bound, unconnected sockets.
  static std::expected<hub_driver, std::error_code> adopt(loop& on, std::vector<system::socket> bound,
                                                          H machine, handler on_event,
                                                          driver_options chosen = {}) {
    return over(on, udp_sockets::adopt(std::move(bound), std::move(chosen)), std::move(machine),
                std::move(on_event));
  }

  /// Where socket `i` is bound, in the order in which they were given.
  [[nodiscard]] endpoint local_endpoint(std::size_t i = 0) const noexcept {
    return sockets().local_endpoint(i);
  }
  /// To look at: what was dropped, how large buffers became.
  [[nodiscard]] const udp_sockets& sockets() const noexcept { return state_->engine().sockets(); }

  /// Calls `what(hub)`, and has sent and told what comes of it, on the loop. From inside the handler of this
  /// hub the call is put off until that returns.
  template <std::invocable<H&> Command>
  void command(Command&& what) {
    state_->command(std::forward<Command>(what));
  }
  /// Lets what is open end, and then is done.
  void close() {
    command([](H& hub) { hub.close(system::now()); });
  }
  [[nodiscard]] bool done() const noexcept { return state_->engine().hub().done(); }
  /// To look at; and for commands in its handler, once that needs the views in its event no more, for which
  /// `command` would have to allocate. At any other time what changes it is a `command`.
  [[nodiscard]] H& hub() noexcept { return state_->engine().hub(); }
  /// The system's trouble with a socket, which has ended the driver without an event; the run has returned it.
  [[nodiscard]] std::error_code trouble() const noexcept { return state_->trouble(); }

 private:
  class state;

  explicit hub_driver(std::shared_ptr<state> made) noexcept : state_(std::move(made)) {}

  static std::expected<hub_driver, std::error_code> over(loop& on,
                                                         std::expected<udp_sockets, std::error_code> open,
                                                         H&& hub, handler&& on_event) {
    if (!open) return std::unexpected(open.error());
    if (lacks_secret(hub)) return std::unexpected(make_error_code(errc::invalid_options));
    auto made = std::make_shared<state>(on.inside(), std::move(*open), std::move(hub), std::move(on_event));
    on.inside().enqueue(*made);
    return hub_driver(std::move(made));
  }

  owner<state> state_;
};

template <hub H>
class hub_driver<H>::state final : public source {
 public:
  state(reactor& on, udp_sockets&& open, H&& hub, handler&& on_event)
      : source(on), engine_(std::move(open), std::move(hub)), user_(std::move(on_event)) {}

  hub_engine<H>& engine() noexcept { return engine_; }
  [[nodiscard]] std::error_code trouble() const noexcept { return trouble_; }

  template <class Command>
  void command(Command&& what) {
    const auto self = shared_from_this();  // it may destroy the hub
    user_.give(engine_.hub(), std::forward<Command>(what));
    on().enqueue(*this);
  }

  void ready(int descriptor, bool, bool writable, bool failed) noexcept override {
    for (std::size_t i = 0; i < watches_.size(); ++i) {
      if (watches_[i].descriptor() != descriptor) continue;
      if (writable || failed) engine_.sockets().writable(i);
      if (failed) engine_.sockets().failed(i);
    }
  }

  void turn() override try {
    const auto hear = [this](const event& happened) {
      user_.hear(engine_.hub(), happened);
      return !retired();
    };
    user_.give_waiting(engine_.hub());
    if (retired()) return;
    const auto goes_on = engine_.turn(hear);
    if (!goes_on) return give_up(goes_on.error());
    if (*goes_on) settle();
  } catch (...) {
    user_.interrupted();
    on().enqueue(*this);
    throw;
  }

 private:
  void settle() {
    if (engine_.hub().done()) return retire();
    udp_sockets& open = engine_.sockets();
    for (std::size_t i = 0; i < open.size(); ++i)
      if (const auto error = watches_[i].set(on(), *this, open[i].value(), 0, {.sending = open.full(i)}))
        return give_up(error);
    if (engine_.deadline() == time_point::min())
      on().enqueue(*this);  // it was cut short
    else
      on().set_deadline(*this, engine_.deadline());
  }

  void give_up(std::error_code because) noexcept {
    trouble_ = because;
    retire();
    on().fail(because);
  }

  void release() noexcept override {
    for (watch& one : watches_) one.clear(on(), *this);
    engine_.sockets().close();
  }

  hub_engine<H> engine_;
  dialogue<H> user_;
  std::array<watch, system::max_watched> watches_;
  std::error_code trouble_;
};

}  // namespace gamewire::inline v0::epoll
