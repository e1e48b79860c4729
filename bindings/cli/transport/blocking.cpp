#include <gamewire/blocking/hub.hpp>
#include <gamewire/blocking/peer.hpp>

#include "transport/driven.hpp"
#include "transport/list.hpp"

namespace gamewire::cli {
namespace {

/// These drivers run by themselves.
struct own_run {
  template <class Driver, class Handler>
  std::error_code run(Driver& driver, const Handler& on_event) {
    return driver.run(on_event);
  }

  template <class Driver>
  void stop(Driver& driver) noexcept {
    driver.stop();
  }
};

struct opener {
  template <machine M>
  static opened<peer_service<M>> peer(const address& to, M&& client, driver_options&& chosen) {
    auto open = blocking::peer<M>::connect(to, std::move(client), std::move(chosen));
    if (!open) return std::unexpected(open.error());
    return drive_peer<M>(std::make_unique<own_run>(), *std::move(open));
  }

  template <hub H>
  static opened<hub_service<H>> hub(std::span<const endpoint> local, H&& hub, driver_options&& chosen) {
    return drive_hub<H>(std::make_unique<own_run>(),
                        blocking::hub_driver<H>::bind(local, std::move(hub), std::move(chosen)));
  }
};

}  // namespace

const transport& blocking_transport() noexcept {
  static const transport_by<opener> instance;
  return instance;
}

}  // namespace gamewire::cli
