/// The transports, each made in a file of its own, which not every build has.
#pragma once

#include "transport.hpp"

namespace gamewire::cli {

/// What the transports are alike in, over a driver's own `Open::peer` and `Open::hub`.
template <class Open>
class transport_through final : public transport {
 public:
  opened<conversation> connect(const address& to, a2s::client client, driver_options chosen) const override {
    return Open::peer(to, std::move(client), std::move(chosen));
  }

  opened<peer_service<master::client>> connect(const address& to, master::client client,
                                               driver_options chosen) const override {
    return Open::peer(to, std::move(client), std::move(chosen));
  }

  opened<peer_service<rcon::goldsource::client>> connect(const address& to, rcon::goldsource::client client,
                                                         driver_options chosen) const override {
    return Open::peer(to, std::move(client), std::move(chosen));
  }

  opened<peer_service<rcon::battleye::client>> connect(const address& to, rcon::battleye::client client,
                                                       driver_options chosen) const override {
    return Open::peer(to, std::move(client), std::move(chosen));
  }

  opened<peer_service<rcon::client>> connect(const address& to, rcon::client client,
                                             driver_options chosen) const override {
    return Open::peer(to, std::move(client), std::move(chosen));
  }

#ifdef GAMEWIRE_ASF
  opened<peer_service<asf::client>> connect(const address& to, asf::client client,
                                            driver_options chosen) const override {
    return Open::peer(to, std::move(client), std::move(chosen));
  }
#ifdef GAMEWIRE_TLS
  opened<peer_service<secure_asf_client>> connect(const address& to, secure_asf_client client,
                                                  driver_options chosen) const override {
    return Open::peer(to, std::move(client), std::move(chosen));
  }
#endif
#endif

  opened<peer_service<webrcon_client>> connect(const address& to, webrcon_client client,
                                               driver_options chosen) const override {
    return Open::peer(to, std::move(client), std::move(chosen));
  }

  opened<hub_service<client_fleet>> bind(std::span<const endpoint> local, client_fleet hub,
                                         driver_options chosen) const override {
    return Open::hub(local, std::move(hub), std::move(chosen));
  }

  opened<hub_service<sample_responder>> bind(std::span<const endpoint> local, sample_responder hub,
                                             driver_options chosen) const override {
    return Open::hub(local, std::move(hub), std::move(chosen));
  }

  opened<hub_service<sample_master>> bind(std::span<const endpoint> local, sample_master hub,
                                          driver_options chosen) const override {
    return Open::hub(local, std::move(hub), std::move(chosen));
  }
};

const transport& blocking_transport() noexcept;
const transport& asio_transport() noexcept;
const transport& epoll_transport() noexcept;

}  // namespace gamewire::cli
