/// The transports, each made in a file of its own, which not every build has; and all that they carry.
#pragma once

#include <gamewire/a2s/client.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/master/client.hpp>
#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/goldsource.hpp>
#ifdef GAMEWIRE_WEBAPI
#include <gamewire/webapi/client.hpp>
#endif

#include "serve/sample_responder.hpp"
#include "transport/machines.hpp"
#include "transport/transport.hpp"

namespace gamewire::cli {

template <class... All>
struct list {};

using machines = list<
#ifdef GAMEWIRE_WEBAPI
    webapi::client,
#ifdef GAMEWIRE_TLS
    secure_webapi,
#endif
#endif
#ifdef GAMEWIRE_ASTER
    aster::client,
#ifdef GAMEWIRE_TLS
    aster_over_tls,
#endif
#endif
#ifdef GAMEWIRE_ASF
    asf::client, asf_log_client,
#ifdef GAMEWIRE_TLS
    secure_asf_client, secure_asf_log_client,
#endif
#endif
    a2s::client, master::client, rcon::client, rcon::goldsource::client, rcon::battleye::client,
    webrcon_client>;
using hubs = list<client_fleet, sample_responder, sample_master>;

/// By a driver's own `Open::peer` and `Open::hub`.
template <class Open, class M>
class connects_by : public connects<M> {
 public:
  opened<peer_service<M>> connect(const address& to, M client, driver_options chosen) const override {
    return Open::peer(to, std::move(client), std::move(chosen));
  }
};

template <class Open, class H>
class binds_by : public binds<H> {
 public:
  opened<hub_service<H>> bind(std::span<const endpoint> local, H hub, driver_options chosen) const override {
    return Open::hub(local, std::move(hub), std::move(chosen));
  }
};

template <class Open, class Machines = machines, class Hubs = hubs>
class transport_by;

template <class Open, class... M, class... H>
class transport_by<Open, list<M...>, list<H...>> final : public transport,
                                                         public connects_by<Open, M>...,
                                                         public binds_by<Open, H>... {};

const transport& blocking_transport() noexcept;
const transport& asio_transport() noexcept;
const transport& epoll_transport() noexcept;

}  // namespace gamewire::cli
