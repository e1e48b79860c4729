/// The transports behind one interface, so that a command is the same through each of them. To plug one in:
/// a file like transport_blocking.cpp, and its line in transport.cpp.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <span>

#include <gamewire/a2s/client.hpp>
#ifdef GAMEWIRE_ASF
#include <gamewire/asf/client.hpp>
#endif
#include <gamewire/driver_options.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/master/client.hpp>
#include <gamewire/over.hpp>
#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/goldsource.hpp>
#include <gamewire/rcon/webrcon.hpp>
#include <gamewire/websocket/client.hpp>
#ifdef GAMEWIRE_TLS
#include <gamewire/tls/client.hpp>
#endif

#include "options.hpp"
#include "sample_responder.hpp"

namespace gamewire::cli {

/// One client and the server it talks to.
template <machine M>
class peer_service {
 public:
  using handler = std::function<void(const typename M::event&)>;

  virtual ~peer_service() = default;
  /// For commands between two runs, and in the handler once it needs the views in its event no more.
  [[nodiscard]] virtual M& machine() noexcept = 0;
  /// None as long as the server's name is not resolved.
  [[nodiscard]] virtual endpoint remote() const = 0;
  /// Works in the calling thread until the client is done: then {}. `operation_canceled` after `stop`; anything
  /// else is trouble of the system. Can be called again.
  virtual std::error_code run(const handler& on_event) = 0;
  /// Ends the run, the next one if none is under way. From any thread, signal handler, or inside the handler,
  /// which may be given some more events then.
  virtual void stop() noexcept = 0;
};

using conversation = peer_service<a2s::client>;

/// A hub and its sockets; `run` and `stop` as above.
template <hub H>
class hub_service {
 public:
  using handler = std::function<void(const typename H::event&)>;

  virtual ~hub_service() = default;
  /// For commands between two runs, and in the handler once it needs the views in its event no more.
  [[nodiscard]] virtual H& hub() noexcept = 0;
  [[nodiscard]] virtual endpoint local_endpoint() const noexcept = 0;
  /// Datagrams that the kernel lost for want of room; 0 once the hub is done.
  [[nodiscard]] virtual std::uint64_t dropped() const noexcept = 0;
  virtual std::error_code run(const handler& on_event) = 0;
  virtual void stop() noexcept = 0;
};

using client_fleet = fleet<a2s::client>;
using webrcon_client = over<websocket::messages, rcon::webrcon::client>;

template <class T>
using opened = std::expected<std::unique_ptr<T>, std::error_code>;

#if defined(GAMEWIRE_ASF) && defined(GAMEWIRE_TLS)
using secure_asf_client = over<tls::client, asf::client>;
#endif

class transport {
 public:
  /// Resolves and connects: some transports do so here, others in `run`, where the client tells what went
  /// wrong.
  virtual opened<conversation> connect(const address& to, a2s::client client,
                                       driver_options chosen) const = 0;
  virtual opened<peer_service<rcon::goldsource::client>> connect(const address& to,
                                                                 rcon::goldsource::client client,
                                                                 driver_options chosen) const = 0;
  virtual opened<peer_service<rcon::battleye::client>> connect(const address& to,
                                                               rcon::battleye::client client,
                                                               driver_options chosen) const = 0;
  virtual opened<peer_service<master::client>> connect(const address& to, master::client client,
                                                       driver_options chosen) const = 0;
  /// The same for a stream; that the server cannot be reached shows in the events.
  virtual opened<peer_service<rcon::client>> connect(const address& to, rcon::client client,
                                                     driver_options chosen) const = 0;
#ifdef GAMEWIRE_ASF
  virtual opened<peer_service<asf::client>> connect(const address& to, asf::client client,
                                                    driver_options chosen) const = 0;
#ifdef GAMEWIRE_TLS
  virtual opened<peer_service<secure_asf_client>> connect(const address& to, secure_asf_client client,
                                                          driver_options chosen) const = 0;
#endif
#endif
  virtual opened<peer_service<webrcon_client>> connect(const address& to, webrcon_client client,
                                                       driver_options chosen) const = 0;
  /// One socket for each endpoint, of which there can be one per address family.
  virtual opened<hub_service<client_fleet>> bind(std::span<const endpoint> local, client_fleet hub,
                                                 driver_options chosen) const = 0;
  virtual opened<hub_service<sample_responder>> bind(std::span<const endpoint> local, sample_responder hub,
                                                     driver_options chosen) const = 0;
  virtual opened<hub_service<sample_master>> bind(std::span<const endpoint> local, sample_master hub,
                                                  driver_options chosen) const = 0;

 protected:
  ~transport() = default;
};

/// One that this build has; `--transport` takes its name.
struct named_transport {
  const char* name;
  const transport& (*get)() noexcept;
};

std::span<const named_transport> transports() noexcept;

/// The one that `--transport` names. Throws `command_error` when this build lacks it.
const transport& transport_of(const common_options& common);

}  // namespace gamewire::cli
