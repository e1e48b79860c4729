/// What the scripts of master::client share.
#pragma once

#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/master/client.hpp>
#include <gamewire/master/filter.hpp>

#include "support/master_events.hpp"
#include "support/master_wire.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::master_wire;

using master::client;
using master::region;

inline const client::options unlimited{.interval = 0s};

inline auto lists(std::vector<region> regions = {}, std::string filter = {}, std::size_t limit = 0) {
  return [=](client& c) { return c.request_list({.regions = regions, .filter = filter, .limit = limit}); };
}

inline script<client> asked(const client::options& options = unlimited) {
  return script<client>(options).asks(lists()).sends(request("FF"));
}

/// That an attempt is over, whatever its jitter.
inline constexpr nanoseconds first = 1500ms;
inline constexpr nanoseconds second = 2250ms;
inline constexpr nanoseconds third = 3375ms;
