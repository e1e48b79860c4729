#include <atomic>

#include <gamewire/epoll/hub.hpp>
#include <gamewire/epoll/peer.hpp>

#include "transport/driven.hpp"
#include "transport/list.hpp"

namespace gamewire::cli {
namespace {

/// A loop that runs one driver, whose events it hands to the run under way.
template <class Event>
class own_loop {
 public:
  using handler = std::function<void(const Event&)>;

  explicit own_loop(epoll::loop made) : loop_(std::move(made)) {}

  [[nodiscard]] epoll::loop& get() noexcept { return loop_; }
  [[nodiscard]] auto on_event() {
    return [this](const Event& happened) { (*hears_)(happened); };
  }

  template <class Driver>
  std::error_code run(Driver& driver, const handler& on_event) {
    hears_ = &on_event;
    driver.command([](auto&) {});  // there may have been some since the last run
    while (!driver.done()) {
      if (stopped_.exchange(false)) return std::make_error_code(std::errc::operation_canceled);
      if (const auto error = loop_.run_once(never)) return error;
    }
    return {};
  }

  template <class Driver>
  void stop(Driver& /*runs*/) noexcept {
    stopped_ = true;
    loop_.stop();
  }

 private:
  epoll::loop loop_;
  const handler* hears_ = nullptr;
  std::atomic<bool> stopped_ = false;
};

template <class Event>
opened<own_loop<Event>> open_loop() {
  auto made = epoll::loop::open();
  if (!made) return std::unexpected(made.error());
  return std::make_unique<own_loop<Event>>(*std::move(made));
}

struct opener {
  template <machine M>
  static opened<peer_service<M>> peer(const address& to, M&& client, driver_options&& chosen) {
    auto on = open_loop<typename M::event>();
    if (!on) return std::unexpected(on.error());
    auto made =
        epoll::peer<M>::connect((*on)->get(), to, std::move(client), (*on)->on_event(), std::move(chosen));
    return drive_peer<M>(*std::move(on), std::move(made));
  }

  template <hub H>
  static opened<hub_service<H>> hub(std::span<const endpoint> local, H&& hub, driver_options&& chosen) {
    auto on = open_loop<typename H::event>();
    if (!on) return std::unexpected(on.error());
    auto made =
        epoll::hub_driver<H>::bind((*on)->get(), local, std::move(hub), (*on)->on_event(), std::move(chosen));
    return drive_hub<H>(*std::move(on), std::move(made));
  }
};

}  // namespace

const transport& epoll_transport() noexcept {
  static const transport_by<opener> instance;
  return instance;
}

}  // namespace gamewire::cli
