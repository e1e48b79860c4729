/// A driver and what runs it, as the services that commands see. A `Runner` has `run(driver, on_event)` and
/// `stop(driver)`, which are those of the service.
#pragma once

#include "transport/transport.hpp"

namespace gamewire::cli {

template <machine M, class Driver, class Runner>
class driven_peer final : public peer_service<M> {
 public:
  driven_peer(std::unique_ptr<Runner> by, Driver made) : by_(std::move(by)), driver_(std::move(made)) {}
  [[nodiscard]] M& machine() noexcept override { return driver_.machine(); }
  [[nodiscard]] endpoint remote() const override { return driver_.remote(); }
  std::error_code run(const peer_service<M>::handler& on_event) override {
    return by_->run(driver_, on_event);
  }
  void stop() noexcept override { by_->stop(driver_); }

 private:
  std::unique_ptr<Runner> by_;  // which the driver may refer to
  Driver driver_;
};

template <hub H, class Driver, class Runner>
class driven_hub final : public hub_service<H> {
 public:
  driven_hub(std::unique_ptr<Runner> by, Driver made) : by_(std::move(by)), driver_(std::move(made)) {}
  [[nodiscard]] H& hub() noexcept override { return driver_.hub(); }
  [[nodiscard]] endpoint local_endpoint() const noexcept override { return driver_.local_endpoint(); }
  [[nodiscard]] std::uint64_t dropped() const noexcept override { return driver_.sockets().dropped(); }
  std::error_code run(const hub_service<H>::handler& on_event) override {
    return by_->run(driver_, on_event);
  }
  void stop() noexcept override { by_->stop(driver_); }

 private:
  std::unique_ptr<Runner> by_;
  Driver driver_;
};

template <machine M, class Runner, class Driver>
opened<peer_service<M>> drive_peer(std::unique_ptr<Runner> by, Driver made) {
  return std::make_unique<driven_peer<M, Driver, Runner>>(std::move(by), std::move(made));
}

template <hub H, class Runner, class Driver>
opened<hub_service<H>> drive_hub(std::unique_ptr<Runner> by, std::expected<Driver, std::error_code> made) {
  if (!made) return std::unexpected(made.error());
  return std::make_unique<driven_hub<H, Driver, Runner>>(std::move(by), *std::move(made));
}

}  // namespace gamewire::cli
