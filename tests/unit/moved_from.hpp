/// What the contract says of a machine that was moved from: every call is a no-op.
#pragma once

#include <ostream>
#include <utility>

#include <doctest/doctest.h>

#include <gamewire/machine.hpp>

namespace gamewire::test {

/// `commands` gets the one that was moved from, for what it has besides. What was moved to goes on: it still sends.
template <machine M, class Commands>
void check_moved_from(M old, Commands commands) {
  constexpr time_point now{std::chrono::hours(1)};
  M next(std::move(old));
  for (int turn = 0; turn < 2; ++turn) {
    old.receive(as_bytes("{\"command\":\"ping\"}\n"), now);
    old.receive_end(make_error_code(std::errc::connection_reset), now);
    old.on_timeout(now);
    CHECK(old.poll_transmit(now).empty());
    old.transmitted(1, now);
    if constexpr (reconnecting<M>) {
      CHECK(!old.wants_transport());
      old.opened(now);
    }
    if constexpr (requires { old.shown_transmit(); }) CHECK(old.shown_transmit().empty());
    commands(old);
    CHECK(!old.poll_event());
    CHECK(old.deadline() == never);
    CHECK(old.done());
    old.close(now);
  }
  CHECK(!next.done());
  old = std::move(next);
  CHECK(!old.done());
}

}  // namespace gamewire::test
