/// Machines that the command puts together.
#pragma once

#include <gamewire/a2s/client.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/over.hpp>
#include <gamewire/rcon/webrcon.hpp>
#include <gamewire/websocket/client.hpp>
#if defined(GAMEWIRE_ASF) && defined(GAMEWIRE_TLS)
#include <gamewire/asf/client.hpp>
#include <gamewire/tls/client.hpp>
#endif

namespace gamewire::cli {

using client_fleet = fleet<a2s::client>;
using webrcon_client = over<websocket::messages, rcon::webrcon::client>;
#if defined(GAMEWIRE_ASF) && defined(GAMEWIRE_TLS)
using secure_asf_client = over<tls::client, asf::client>;
#endif

}  // namespace gamewire::cli
