/// Simulated runs, each from one seed: servers, who asks them, a network and its weather.
#pragma once

#include <set>
#include <string>

#include "asker.hpp"
#include "network.hpp"

namespace gamewire::sim {

struct outcome {
  std::uint64_t trace = 0;  // equal for equal runs
  tally counts;
  std::string breach;               // the first promise that was broken, or ""
  std::set<std::string> seen = {};  // what it met of what there is to be met, where a world counts that
};

weather make_weather(dice& dice);

/// A server and a few clients.
outcome run(std::uint64_t seed, bool show = false);
/// A fleet and many servers: honest, odd, dead and down ones.
outcome run_fleet(std::uint64_t seed, bool show = false);
/// A server, a client and a connection.
outcome run_rcon(std::uint64_t seed, bool show = false);
/// A community of aster, those who chat there, and their connections.
outcome run_aster(std::uint64_t seed, bool show = false);
/// What enough of these runs have met together.
std::set<std::string> all_of_aster();
/// A master server, who lists what it knows, and a network.
outcome run_master(std::uint64_t seed, bool show = false);
/// Both sides of WebSocket, or one and a stranger, and a connection.
outcome run_web(std::uint64_t seed, bool show = false);

}  // namespace gamewire::sim
