/// How the blocking peer opens and waits for a stream transport. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include <gamewire/peer_engine.hpp>
#include <gamewire/resolution.hpp>

namespace gamewire::inline v0::blocking {

/// Connects inside `run`, so that the machine's deadlines hold there too, and again when the machine outlives
/// its connection and wants another one. That a name is resolved again each time is part of it.
template <machine M>
class stream_waiter {
 public:
  using engine = peer_engine<M>;
  using opened = std::expected<engine, std::error_code>;

  stream_waiter(address to, const driver_options&) : to_(std::move(to)) {}

  static opened open(const address&, M&& machine, driver_options chosen) {
    return engine(stream_channel(std::move(chosen)), std::move(machine));
  }

  static opened adopt(system::socket open, M&& machine, driver_options chosen) {
    auto adopted = stream_channel::adopt(std::move(open), std::move(chosen));
    if (!adopted) return std::unexpected(adopted.error());
    return engine(std::move(*adopted), std::move(machine));
  }

  template <class F>
  bool begin(engine& on, F& on_event) {
    if (!on.wants_to_connect()) return name_.reset(), true;
    const driver_options& chosen = on.transport().options();
    if (!name_) name_.emplace(to_, chosen.prefer, chosen.resolve);
    auto found = name_->take();
    if (!found) return true;
    name_.reset();
    on.look_at_clock();
    return *found ? on.connect(**std::move(found), on_event) : on.connect_failed(found->error(), on_event);
  }

  [[nodiscard]] static time_point deadline(const engine& of) noexcept { return of.deadline(); }

  template <class F>
  std::expected<bool, std::error_code> receive(engine& on, const system::wake_pipe& wake,
                                               std::span<std::byte> buffer, time_point until, F& on_event) {
    if (name_) return await_name(on, wake, until, on_event);
    stream_channel& open = on.transport();
    if (on.reading() && !open.full() && until > later(on.now(), system::patience)) {
      if (wake.woken() && wake.clear()) return stopped();
      const auto got = open.receive_soon(buffer);
      if (!got || *got) return on.take(got, on_event);
    }
    if (const auto error = wait(on, wake, until)) return std::unexpected(error);
    on.look_at_clock();
    return on.advance(on_event) && on.drain(on_event) && on.receive(buffer, on_event);
  }

 private:
  static std::unexpected<std::error_code> stopped() {
    return std::unexpected(std::make_error_code(std::errc::operation_canceled));
  }

  /// A while, for a stop is to be heard meanwhile.
  template <class F>
  std::expected<bool, std::error_code> await_name(engine& on, const system::wake_pipe& wake, time_point until,
                                                  F& on_event) {
    if (wake.woken() && wake.clear()) return stopped();
    name_->wait(std::min(until, later(on.now(), system::patience)));
    on.look_at_clock();
    return on.drain(on_event);
  }

  static std::error_code wait(engine& on, const system::wake_pipe& wake, time_point until) {
    stream_channel& open = on.transport();
    std::array<system::watched, system::max_watched> all{};
    const std::size_t count = on.watch_count();
    for (std::size_t i = 0; i < count; ++i)
      all[i] = {.what = open.watched(i).socket, .receiving = on.reading(), .sending = on.sending()};
    const auto error = system::wait(std::span(all).first(count), wake, until);
    if (all[0].writable || all[0].failed) open.writable();
    return error;
  }

  address to_;
  std::optional<resolution> name_;  // while it is being resolved
};

}  // namespace gamewire::inline v0::blocking
