/// What driving one machine means whoever waits for its transport. It never waits itself. Not for users.
#pragma once

#include <gamewire/machine.hpp>

namespace gamewire::inline v0 {

/// A machine and its transport. Each framing has a specialisation of its own.
template <machine M>
class peer_engine;

}  // namespace gamewire::inline v0

#include <gamewire/datagram_engine.hpp>
#include <gamewire/stream_engine.hpp>
