/// An event loop on Linux's epoll, for any number of peers and hubs in one thread, alone or inside another loop:
///
///     auto loop = epoll::loop::open();
///     auto server = epoll::peer<a2s::client>::connect(*loop, {"play.example.org", 27015}, a2s::client(),
///                                                     [](const auto& event) { … });
///     server.command([](a2s::client& client) { client.request_info(); });
///     loop->run();
///
/// One thread at a time uses a loop and what runs on it; only `post` and `stop` may be called from others. The
/// loop outlives what runs on it. Handlers run inside `run`, `run_once` and `poll`, and nowhere else. They may
/// destroy whatever they like, themselves included, but for the loop. When one throws, the exception leaves the
/// run, and the next run goes on where that one was.
///
/// Names are resolved one after the other, in the one thread that a loop starts. A name that takes its time keeps those
/// behind it waiting: the deadlines of their machines hold all the same.
#pragma once

#include <gamewire/epoll/reactor.hpp>

namespace gamewire::inline v0::epoll {

/// Calls a function when its time has come, once for each `set`. Destroying it cancels it.
class [[nodiscard]] timer {
 public:
  /// In place of the time that was set before. Never early; late by what runs in between.
  void set(time_point at) { state_->set(at); }
  /// As if it had not been set; it may be set again.
  void cancel() { state_->set(never); }

 private:
  friend class loop;

  class state : public source {
   public:
    state(reactor& on, std::move_only_function<void()> what) : source(on), what_(std::move(what)) {}

    void set(time_point at) {
      at_ = at;
      on().set_deadline(*this, at);
    }
    void turn() override {
      if (at_ > system::now()) return;  // it has been set to another time meanwhile
      at_ = never;
      what_();
    }

   private:
    std::move_only_function<void()> what_;
    time_point at_ = never;
  };

  explicit timer(std::shared_ptr<state> made) noexcept : state_(std::move(made)) {}

  owner<state> state_;
};

class loop {
 public:
  /// Error: the system's, when it has no descriptors left.
  static std::expected<loop, std::error_code> open() {
    auto made = reactor::open();
    if (!made) return std::unexpected(made.error());
    return loop(std::move(*made));
  }

  /// Runs until stopped. Errors: trouble of the system, the loop's own or that of a hub, which names it; it can
  /// be run again. `operation_in_progress` from inside a handler.
  std::error_code run() { return inside_->run(); }
  /// Waits until something happens or the time has come, and does what there is to do then. Errors as of `run`.
  std::error_code run_once(time_point until) { return inside_->run_once(until); }
  /// Does what there is to do at once, and never waits.
  std::error_code poll() { return run_once(time_point::min()); }

  /// Becomes readable when there is something to do: then call `poll`. For poll(2), another epoll, any loop; it
  /// stays the loop's own.
  [[nodiscard]] int descriptor() noexcept { return inside_->descriptor(); }

  /// Has a function called on the loop. From any thread, but not from a signal handler.
  void post(std::move_only_function<void()> what) { inside_->post(std::move(what)); }
  /// Makes `run` return, the next one if none is running. From any thread or signal handler.
  void stop() noexcept { inside_->stop(); }

  /// Has a function called on the loop when its time has come. The timer may be set again, also by that function.
  timer set_timer(time_point at, std::move_only_function<void()> what) {
    timer made(std::make_shared<timer::state>(*inside_, std::move(what)));
    made.set(at);
    return made;
  }

  /// For drivers.
  [[nodiscard]] reactor& inside() noexcept { return *inside_; }

 private:
  explicit loop(std::unique_ptr<reactor> made) noexcept : inside_(std::move(made)) {}

  std::unique_ptr<reactor> inside_;
};

}  // namespace gamewire::inline v0::epoll
