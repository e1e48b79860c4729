/// A server that was named on the command line, and how to reach it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <gamewire/a2s/client.hpp>
#include <gamewire/driver_options.hpp>

#include "session.hpp"

namespace gamewire::cli {

struct target {
  gamewire::address address;
  bool by_name = false;

  /// As given, with the port.
  [[nodiscard]] std::string text() const;
  /// {"address":…,"resolved":…}: what a result or an error begins with. `at` is where it was found, if it
  /// was.
  [[nodiscard]] json about(const endpoint& at = {}) const;
};

/// Is this host the one that asks? By its name or address alone.
bool stays_here(std::string_view host);

/// With the port of games, if there is no other.
inline constexpr std::uint16_t game_port = 27015;
std::expected<target, fault> parse_target(std::string_view text, std::uint16_t default_port = game_port);

/// Calls `run` for one address after the other, until one was interrupted; the exit code of them all. What is
/// no address is an error like any other of a target.
int for_each_target(const std::vector<std::string>& addresses, output& out,
                    const std::function<int(const target&)>& run);

/// The machine's and the driver's options, from those of the command line.
a2s::client_options client_options(const common_options& common);
driver_options driver_options_of(const session& with);

}  // namespace gamewire::cli
