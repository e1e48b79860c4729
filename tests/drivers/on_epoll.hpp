// The epoll driver behind the calls of the blocking one, so that one test can ask both for the same.
#pragma once

#include <gamewire/epoll/hub.hpp>
#include <gamewire/epoll/peer.hpp>

namespace on_epoll {

using namespace gamewire;

/// What `run` is told, and how it ends early: by an exception, after which everything must be where it was.
template <class Event>
class listener {
 public:
  struct enough {};

  void operator()(const Event& happened) {
    if (!wanted_(happened)) throw enough();
  }

  template <class F, class Done>
  std::error_code run(epoll::loop& on, F& on_event, Done done) {
    wanted_ = [&](const Event& happened) { return hand_over(on_event, happened); };
    std::error_code error;
    try {
      while (!error && !done()) error = on.run_once(never);
    } catch (const enough&) {
    }
    wanted_ = nullptr;
    return error;
  }

 private:
  std::function<bool(const Event&)> wanted_;
};

/// What driver and handler have to share, wherever the driver moves.
template <class Event>
struct base {
  epoll::loop loop = std::move(*epoll::loop::open());
  listener<Event> user;

  auto handler() {
    return [this](const Event& happened) { user(happened); };
  }
};

template <machine M>
class peer {
 public:
  using event = typename M::event;

  static std::expected<peer, std::error_code> connect(const address& to, M machine,
                                                      driver_options chosen = {}) {
    auto on = std::make_unique<base<event>>();
    auto made = epoll::peer<M>::connect(on->loop, to, std::move(machine), on->handler(), std::move(chosen));
    return peer(std::move(on), std::move(made));
  }
  static std::expected<peer, std::error_code> adopt(system::socket open, M machine) {
    auto on = std::make_unique<base<event>>();
    auto made = epoll::peer<M>::adopt(on->loop, std::move(open), std::move(machine), on->handler());
    if (!made) return std::unexpected(made.error());
    return peer(std::move(on), std::move(*made));
  }

  M& machine() { return peer_.machine(); }
  [[nodiscard]] const endpoint& remote() const { return peer_.remote(); }

  template <class F>
  std::error_code run(F&& on_event) {
    peer_.command([](M&) {});  // the test has given its commands to the machine itself
    return on_->user.run(on_->loop, on_event, [this] { return peer_.done(); });
  }

 private:
  peer(std::unique_ptr<base<event>> on, epoll::peer<M> made) : on_(std::move(on)), peer_(std::move(made)) {}

  std::unique_ptr<base<event>> on_;
  epoll::peer<M> peer_;
};

template <hub H>
class hub_driver {
 public:
  using event = typename H::event;

  static std::expected<hub_driver, std::error_code> bind(std::span<const endpoint> local, H hub,
                                                         driver_options chosen = {}) {
    auto on = std::make_unique<base<event>>();
    auto made = epoll::hub_driver<H>::bind(on->loop, local, std::move(hub), on->handler(), std::move(chosen));
    return over(std::move(on), std::move(made));
  }
  static std::expected<hub_driver, std::error_code> adopt(std::vector<system::socket> bound, H hub) {
    auto on = std::make_unique<base<event>>();
    auto made = epoll::hub_driver<H>::adopt(on->loop, std::move(bound), std::move(hub), on->handler());
    return over(std::move(on), std::move(made));
  }

  H& hub() { return driver_.hub(); }
  [[nodiscard]] endpoint local_endpoint(std::size_t i = 0) const { return driver_.local_endpoint(i); }
  [[nodiscard]] const udp_sockets& sockets() const { return driver_.sockets(); }

  template <class F>
  std::error_code run(F&& on_event) {
    driver_.command([](H&) {});
    return on_->user.run(on_->loop, on_event, [this] { return driver_.done(); });
  }

 private:
  hub_driver(std::unique_ptr<base<event>> on, epoll::hub_driver<H> made)
      : on_(std::move(on)), driver_(std::move(made)) {}

  static std::expected<hub_driver, std::error_code> over(
      std::unique_ptr<base<event>> on, std::expected<epoll::hub_driver<H>, std::error_code> made) {
    if (!made) return std::unexpected(made.error());
    return hub_driver(std::move(on), std::move(*made));
  }

  std::unique_ptr<base<event>> on_;
  epoll::hub_driver<H> driver_;
};

}  // namespace on_epoll
