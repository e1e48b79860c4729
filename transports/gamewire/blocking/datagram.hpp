/// How the blocking peer opens and waits for a datagram transport. Not for users.
#pragma once

#include <gamewire/peer_engine.hpp>
#include <gamewire/resolution.hpp>

namespace gamewire::inline v0::blocking {

template <machine M>
class datagram_waiter {
 public:
  using engine = peer_engine<M>;
  using opened = std::expected<engine, std::error_code>;

  datagram_waiter(const address&, const driver_options&) {}

  static opened open(const address& to, M&& machine, driver_options chosen) {
    machine.poll_transmit(system::now());  // resolving is part of the deadlines of its requests
    resolution name(to, chosen.prefer, chosen.resolve);
    auto found = name.take();
    if (!found) {
      name.wait(machine.deadline());
      found = name.take();
    }
    if (!found) return std::unexpected(std::make_error_code(std::errc::timed_out));
    if (!*found) return std::unexpected(found->error());
    return over(channel::connect(**std::move(found), std::move(chosen)), std::move(machine));
  }

  static opened adopt(system::socket open, M&& machine, driver_options chosen) {
    return over(channel::adopt(std::move(open), std::move(chosen)), std::move(machine));
  }

  template <class F>
  bool begin(engine&, F&) {
    return true;
  }

  [[nodiscard]] static time_point deadline(const engine& of) noexcept { return of.machine().deadline(); }

  /// Waits for input or for `until`, and hands out what comes of it. Answers mostly follow soon, so it first
  /// sleeps in the receive itself: one system call, not two.
  template <class F>
  std::expected<bool, std::error_code> receive(engine& on, const system::wake_pipe& wake,
                                               std::span<std::byte> buffer, time_point until, F& on_event) {
    channel& open = on.transport();
    if (!open.full() && until > later(on.now(), system::patience)) {
      if (wake.woken() && wake.clear()) return stopped();
      const auto got = open.receive_soon(buffer);
      if (!got || *got) return on.take(got, on_event);
    }
    system::watched one{.what = &open.socket(), .sending = open.full()};
    if (const auto error = system::wait({&one, 1}, wake, until)) return std::unexpected(error);
    if (one.writable || one.failed) open.writable();
    on.look_at_clock();
    return on.drain(on_event) && on.receive(buffer, on_event);
  }

 private:
  static opened over(std::expected<channel, std::error_code> open, M&& machine) {
    if (!open) return std::unexpected(open.error());
    return engine(std::move(*open), std::move(machine));
  }

  static std::unexpected<std::error_code> stopped() {
    return std::unexpected(std::make_error_code(std::errc::operation_canceled));
  }
};

}  // namespace gamewire::inline v0::blocking
