/// What the scripts of a2s::client share.
#pragma once

#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>

#include "support/a2s_events.hpp"
#include "support/a2s_wire.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::a2s_wire;

using conversation = script<a2s::client>;

inline constexpr auto info = [](a2s::client& client) { return client.request_info(); };
inline constexpr auto players = [](a2s::client& client) { return client.request_players(); };
inline constexpr auto rules = [](a2s::client& client) { return client.request_rules(); };
inline constexpr auto ping = [](a2s::client& client) { return client.request_ping(); };
inline constexpr auto old_ping = [](a2s::client& client) {
  return client.request_ping(a2s::request_type::ping);
};

/// The timeout of attempt `n` when the first has 1500 ms, and its jitter.
constexpr nanoseconds attempt(unsigned n) {
  nanoseconds wait = 1500ms;
  while (n-- != 0) wait += wait / 2;
  return wait;
}
constexpr nanoseconds jitter(unsigned n) { return attempt(n) / 10; }
