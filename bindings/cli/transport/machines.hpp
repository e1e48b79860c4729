/// Machines that the command puts together.
#pragma once

#include <gamewire/a2s/client.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/over.hpp>
#include <gamewire/rcon/webrcon.hpp>
#include <gamewire/websocket/client.hpp>
#ifdef GAMEWIRE_ASF
#include <gamewire/asf/client.hpp>
#include <gamewire/asf/log.hpp>
#endif
#ifdef GAMEWIRE_ASTER
#include <gamewire/aster/client.hpp>
#endif
#ifdef GAMEWIRE_TLS
#include <gamewire/tls/client.hpp>
#endif
#ifdef GAMEWIRE_WEBAPI
#include <gamewire/webapi/client.hpp>
#endif

namespace gamewire::cli {

using client_fleet = fleet<a2s::client>;
using webrcon_client = over<websocket::messages, rcon::webrcon::client>;
#ifdef GAMEWIRE_ASF
using asf_log_client = over<websocket::messages, asf::log>;
#endif
#ifdef GAMEWIRE_TLS
#ifdef GAMEWIRE_ASF
using secure_asf_client = over<tls::client, asf::client>;
using secure_asf_log_client = over<tls::client, asf_log_client>;
#endif
#ifdef GAMEWIRE_ASTER
using aster_over_tls = over<tls::client, aster::client>;
#endif
#ifdef GAMEWIRE_WEBAPI
using secure_webapi = over<tls::client, webapi::client>;
#endif
#endif

}  // namespace gamewire::cli
