#include <gamewire/blocking/hub.hpp>
#include <gamewire/blocking/peer.hpp>

#include "transport_list.hpp"

namespace gamewire::cli {
namespace {

template <machine M>
class blocking_peer final : public peer_service<M> {
 public:
  using driver = blocking::peer<M>;

  explicit blocking_peer(driver open) : driver_(std::move(open)) {}
  [[nodiscard]] M& machine() noexcept override { return driver_.machine(); }
  [[nodiscard]] endpoint remote() const override { return driver_.remote(); }
  std::error_code run(const peer_service<M>::handler& on_event) override { return driver_.run(on_event); }
  void stop() noexcept override { driver_.stop(); }

 private:
  driver driver_;
};

template <hub H>
class blocking_hub final : public hub_service<H> {
 public:
  using driver = blocking::hub_driver<H>;

  explicit blocking_hub(driver open) : driver_(std::move(open)) {}
  [[nodiscard]] H& hub() noexcept override { return driver_.hub(); }
  [[nodiscard]] endpoint local_endpoint() const noexcept override { return driver_.local_endpoint(); }
  [[nodiscard]] std::uint64_t dropped() const noexcept override { return driver_.sockets().dropped(); }
  std::error_code run(const hub_service<H>::handler& on_event) override { return driver_.run(on_event); }
  void stop() noexcept override { driver_.stop(); }

 private:
  driver driver_;
};

struct opener {
  template <machine M>
  static opened<peer_service<M>> peer(const address& to, M&& client, driver_options&& chosen) {
    auto open = blocking::peer<M>::connect(to, std::move(client), std::move(chosen));
    if (!open) return std::unexpected(open.error());
    return std::make_unique<blocking_peer<M>>(*std::move(open));
  }

  template <hub H>
  static opened<hub_service<H>> hub(std::span<const endpoint> local, H&& hub, driver_options&& chosen) {
    auto open = blocking::hub_driver<H>::bind(local, std::move(hub), std::move(chosen));
    if (!open) return std::unexpected(open.error());
    return std::make_unique<blocking_hub<H>>(*std::move(open));
  }
};

}  // namespace

const transport& blocking_transport() noexcept {
  static const transport_by<opener> instance;
  return instance;
}

}  // namespace gamewire::cli
