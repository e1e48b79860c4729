/// A hub that waits by Asio. Not for users.
#pragma once

#include <memory>
#include <vector>

#include <gamewire/asio/driven.hpp>
#include <gamewire/asio/watch.hpp>
#include <gamewire/hub_engine.hpp>

namespace gamewire::inline v0::asio::detail {

template <hub H, class Executor>
class hub_state final : public driven<typename H::event, Executor> {
 public:
  hub_state(const Executor& on, udp_sockets&& open, H&& hub)
      : driven<typename H::event, Executor>(on), engine_(std::move(open), std::move(hub)) {
    for (std::size_t i = 0; i < engine_.sockets().size(); ++i)
      watches_.push_back(std::make_unique<watch<Executor>>(on));
  }

  [[nodiscard]] hub_engine<H>& engine() noexcept { return engine_; }

 private:
  void work() override {
    auto on_event = [this](const typename H::event& one) { return this->tell(one); };
    const auto goes_on = engine_.turn(on_event);
    if (!goes_on) return this->finish_run(goes_on.error());
    if (!engine_.hub().done()) return;
    close_sockets();
    this->finish_run({});
  }

  void arm() override {
    const time_point until = engine_.deadline();
    for (std::size_t i = 0; i < engine_.sockets().size(); ++i)
      if (const auto error = watch_socket(i)) return this->finish_run(error);
    this->arm_timer(until);
  }

  std::error_code watch_socket(std::size_t i) {
    udp_sockets& sockets = engine_.sockets();
    watch<Executor>& one = *watches_[i];
    if (const auto error = one.follow(sockets[i].value())) return error;
    one.wait(one.readable, *this, [this] { this->turn(); });
    one.wait(one.failing, *this, [this, i] {
      engine_.sockets().failed(i);
      engine_.sockets().writable(i);
      this->turn();
    });
    if (!sockets.full(i)) return {};
    one.wait(one.writable, *this, [this, i] {
      engine_.sockets().writable(i);
      this->turn();
    });
    return {};
  }

  void rest() override {
    for (const auto& one : watches_) one->cancel();
    driven<typename H::event, Executor>::rest();
  }

  void close() override {
    close_sockets();
    driven<typename H::event, Executor>::close();
  }

  void close_sockets() {
    for (const auto& one : watches_) one->let_go();
    engine_.sockets().close();
  }

  hub_engine<H> engine_;
  std::vector<std::unique_ptr<watch<Executor>>>
      watches_;  // one per socket, even when that is closed: for its handlers
};

}  // namespace gamewire::inline v0::asio::detail
