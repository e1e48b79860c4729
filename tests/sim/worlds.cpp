#include "worlds.hpp"

#include <algorithm>
#include <array>

namespace gamewire::sim {
namespace {

constexpr std::array worlds{
    world_kind{"a2s", "a few clients ask one A2S server", make_a2s_world, menu_of_a2s},
    world_kind{"fleet", "one fleet asks many A2S servers", make_fleet_world, menu_of_fleet, 10},
    world_kind{"master", "a client lists what a master server knows", make_master_world, menu_of_master},
    world_kind{"rcon", "an admin talks RCON to a server with its manners", make_rcon_world, menu_of_rcon},
    world_kind{"goldsource", "an admin talks GoldSource's RCON to an honest server, or an odd one",
               make_goldsource_world, menu_of_goldsource},
    world_kind{"battleye", "an admin talks BattlEye's RCon to a true server, or an odd one",
               make_battleye_world, menu_of_battleye},
    world_kind{"web", "words over WebSocket, between two of ours or with a stranger", make_web_world,
               menu_of_web},
#if defined(GAMEWIRE_ASTER)
    world_kind{"aster", "a community of aster, and those who chat there", make_aster_world, menu_of_aster},
#endif
#if defined(GAMEWIRE_HTTP)
    world_kind{"http", "clients of ASF and of Steam's Web API, and a server that misbehaves", make_http_world,
               menu_of_http},
    world_kind{"log", "ASF's log over WebSocket, and a server that comes and goes", make_log_world,
               menu_of_log},
#endif
#if defined(GAMEWIRE_TLS)
    world_kind{"tls", "words over TLS, whose randomness makes no two runs the same", make_tls_world,
               menu_of_tls, 10},
#endif
    world_kind{"mixed", "all of them but TLS on one clock, where each does what it does alone",
               make_mixed_world, menu_of_mixed, 100},
};

}  // namespace

std::span<const world_kind> all_worlds() { return worlds; }

const world_kind* find_world(std::string_view name) {
  const auto at = std::ranges::find(worlds, name, &world_kind::name);
  return at != worlds.end() ? &*at : nullptr;
}

}  // namespace gamewire::sim
