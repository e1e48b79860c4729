#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>

#include <gamewire/asio/hub.hpp>
#include <gamewire/asio/peer.hpp>

#include "transport/driven.hpp"
#include "transport/list.hpp"

namespace gamewire::cli {
namespace {

using executor = ::asio::io_context::executor_type;

/// A context that runs one driver. What Asio offers to end a run is not for signal handlers, so they write to a
/// pipe.
class own_context {
 public:
  explicit own_context(system::wake_pipe wake) : wake_(std::move(wake)), woken_(io_, wake_.value()) {}
  own_context(const own_context&) = delete;
  own_context& operator=(const own_context&) = delete;
  ~own_context() { woken_.release(); }

  [[nodiscard]] executor get() noexcept { return io_.get_executor(); }

  template <class Driver, class Handler>
  std::error_code run(Driver& driver, const Handler& on_event) {
    std::error_code ended;
    woken_.async_wait(woken_.wait_read, [&](std::error_code cancelled) {
      if (cancelled) return;
      wake_.clear();
      driver.stop();
    });
    driver.async_run([&](const auto& happened) { on_event(happened); },
                     [&](std::error_code why) {
                       ended = why;
                       woken_.cancel();
                     });
    io_.restart();
    io_.run();
    if (ended == ::asio::error::operation_aborted)  // a word of Asio's own
      return std::make_error_code(std::errc::operation_canceled);
    return ended;
  }

  template <class Driver>
  void stop(Driver& /*runs*/) noexcept {
    wake_.wake();
  }

 private:
  ::asio::io_context io_{1};  // one thread
  system::wake_pipe wake_;
  ::asio::posix::stream_descriptor woken_;
};

opened<own_context> open_context() {
  auto wake = system::wake_pipe::open();
  if (!wake) return std::unexpected(wake.error());
  return std::make_unique<own_context>(*std::move(wake));
}

struct opener {
  template <machine M>
  static opened<peer_service<M>> peer(const address& to, M&& client, driver_options&& chosen) {
    auto on = open_context();
    if (!on) return std::unexpected(on.error());
    asio::peer<M, executor> made((*on)->get(), to, std::move(client), std::move(chosen));
    return drive_peer<M>(*std::move(on), std::move(made));
  }

  template <hub H>
  static opened<hub_service<H>> hub(std::span<const endpoint> local, H&& hub, driver_options&& chosen) {
    auto on = open_context();
    if (!on) return std::unexpected(on.error());
    auto made = asio::hub_driver<H, executor>::bind((*on)->get(), local, std::move(hub), std::move(chosen));
    return drive_hub<H>(*std::move(on), std::move(made));
  }
};

}  // namespace

const transport& asio_transport() noexcept {
  static const transport_by<opener> instance;
  return instance;
}

}  // namespace gamewire::cli
