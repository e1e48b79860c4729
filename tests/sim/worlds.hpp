/// All worlds: what can be simulated.
#pragma once

#include <span>

#include "world.hpp"

namespace gamewire::sim {

struct world_kind {
  std::string_view name;  // the option that chooses it
  std::string_view says;  // what happens there
  std::unique_ptr<world> (*make)(std::uint64_t seed, bool show);
  menu (*what_there_is)();
  std::uint32_t weight = 1;  // its runs take so many times as long as those of the others
};

std::span<const world_kind> all_worlds();
/// nullptr: there is none of this name, or not in this build.
const world_kind* find_world(std::string_view name);

std::unique_ptr<world> make_a2s_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_fleet_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_master_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_rcon_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_goldsource_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_battleye_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_web_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_aster_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_http_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_log_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_tls_world(std::uint64_t seed, bool show);
std::unique_ptr<world> make_mixed_world(std::uint64_t seed, bool show);

menu menu_of_a2s();
menu menu_of_fleet();
menu menu_of_master();
menu menu_of_rcon();
menu menu_of_goldsource();
menu menu_of_battleye();
menu menu_of_web();
menu menu_of_aster();
menu menu_of_http();
menu menu_of_log();
menu menu_of_tls();
menu menu_of_mixed();

}  // namespace gamewire::sim
