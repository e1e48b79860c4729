/// The transports behind one interface, so that a command is the same through each of them. To plug one in:
/// a file like blocking.cpp, and its line in transport.cpp. What they are made for, list.hpp lists.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <span>

#include <gamewire/driver_options.hpp>
#include <gamewire/endpoint.hpp>

#include "options.hpp"

namespace gamewire::cli {

/// One client and the server it talks to.
template <class M>
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

/// A hub and its sockets; `run` and `stop` as above.
template <class H>
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

template <class T>
using opened = std::expected<std::unique_ptr<T>, std::error_code>;

/// What a transport has for each machine and each hub.
template <class M>
class connects {
 public:
  virtual opened<peer_service<M>> connect(const address& to, M client, driver_options chosen) const = 0;

 protected:
  virtual ~connects() = default;
};

template <class H>
class binds {
 public:
  virtual opened<hub_service<H>> bind(std::span<const endpoint> local, H hub,
                                      driver_options chosen) const = 0;

 protected:
  virtual ~binds() = default;
};

class transport {
 public:
  /// Resolves and connects: some transports do so here, others in `run`, where the client tells what went wrong; for a
  /// stream that is so with all. A stream has no trace: `decode` reads datagrams, and streams begin with passwords.
  template <class M>
  opened<peer_service<M>> connect(const address& to, M client, driver_options chosen) const {
    if constexpr (M::wire == framing::stream) chosen.trace = nullptr;
    return dynamic_cast<const connects<M>&>(*this).connect(to, std::move(client), std::move(chosen));
  }
  /// One socket for each endpoint, of which there can be one per address family.
  template <class H>
  opened<hub_service<H>> bind(std::span<const endpoint> local, H hub, driver_options chosen) const {
    return dynamic_cast<const binds<H>&>(*this).bind(local, std::move(hub), std::move(chosen));
  }

 protected:
  virtual ~transport() = default;
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
