/// What the scripts of rcon::client share.
#pragma once

#include <doctest/doctest.h>

#include <gamewire/rcon/client.hpp>

#include "support/rcon_events.hpp"
#include "support/rcon_wire.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::rcon_wire;
using rcon::profile;

inline auto runs(std::string command) {
  return [command](rcon::client& client) { return client.execute(command); };
}
inline auto runs_unanswered(std::string command) {
  return [command](rcon::client& client) { return client.execute_unanswered(command); };
}

inline rcon::client_options with(profile kind) { return {.password = "secret", .profile = kind}; }

/// The login has been sent: a command that is refused is a call like another one.
inline script<rcon::client> greeted(const rcon::client_options& options) {
  return script<rcon::client>(options)
      .asks_in_vain(runs(std::string(1, '\0')), errc::invalid_argument)
      .sends(login("secret"));
}

/// Logged in, at the time 0.
inline script<rcon::client> logged_in(const rcon::client_options& options) {
  return greeted(options).receives(verdict(1)).event("authenticated");
}

inline const std::error_code reset = std::make_error_code(std::errc::connection_reset);
inline const std::error_code refused = std::make_error_code(std::errc::connection_refused);
