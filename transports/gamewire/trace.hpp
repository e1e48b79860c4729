/// A look at the wire, for whoever wants to log or record it.
#pragma once

#include <functional>

#include <gamewire/bytes.hpp>
#include <gamewire/endpoint.hpp>
#include <gamewire/time.hpp>

namespace gamewire::inline v0 {

/// Which way it went.
enum class direction : unsigned char { sent, received };

/// Called by a driver for everything it has sent or received, in that order of events; the bytes live as long
/// as the call. It must not throw.
using trace_hook = std::function<void(direction, const endpoint& peer, bytes payload, time_point at)>;

/// What a trace may show of what `machine` gave to send: the same, but for the secrets in it, which the machine
/// that put them there hides.
template <class M>
bytes shown(const M& machine, bytes given) noexcept {
  if constexpr (requires { machine.shown_transmit(); })
    return machine.shown_transmit();
  else
    return given;
}

}  // namespace gamewire::inline v0
