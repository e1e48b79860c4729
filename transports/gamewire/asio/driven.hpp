/// What the peers and hubs of the Asio driver have in common. Not for users.
///
/// A handle shares its state with the handlers that wait for it, so a handle can move, and go, at any time.
/// All that is done to a machine is done in *turns*, which do not nest: what a callback wants is a task for
/// later.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <asio/basic_waitable_timer.hpp>
#include <asio/dispatch.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>

#include <gamewire/asio/completion.hpp>
#include <gamewire/handler.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::asio::detail {

template <class Event, class Executor>
class driven : public std::enable_shared_from_this<driven<Event, Executor>> {
 public:
  using task = std::move_only_function<void()>;

  explicit driven(const Executor& on) : timer_(on) {}
  driven(const driven&) = delete;
  driven& operator=(const driven&) = delete;
  virtual ~driven() = default;

  [[nodiscard]] Executor executor() { return timer_.get_executor(); }

  /// Does it in the next turn, at once if possible. From any thread.
  void submit(task what) {
    ::asio::dispatch(executor(), wake([this, what = std::move(what)]() mutable {
                       tasks_.push_back(std::move(what));
                       turn();
                     }));
  }

  template <class F, class Handler>
  void start_run(F on_event, Handler handler) {
    const std::uint64_t number = connect(handler);
    submit([this, number, on_event = std::move(on_event), done = promise(handler)]() mutable {
      if (shut_) return done(make_error_code(::asio::error::operation_aborted));
      if (run_) return done(make_error_code(errc::busy));
      run_.emplace(
          number,
          [on_event = std::move(on_event)](const Event& one) mutable { return hand_over(on_event, one); },
          std::move(done));
    });
  }

  void stop() {
    submit([this] { finish_run(::asio::error::operation_aborted); });
  }

  /// The handle is gone.
  void shut() {
    shut_ = true;
    turn();
  }

  /// A handler of Asio's that keeps this alive and calls `then`. When the executor's context ends without
  /// calling it, nobody will ever be told anything: then all who wait are dropped, for they may own the
  /// handle of this and keep it alive for ever.
  template <class Then>
  auto wake(Then then) {
    return [held = ticket(this->shared_from_this()),
            then = std::move(then)]<class... Args>(Args&&... args) mutable {
      const auto self = held.redeem();
      then(std::forward<Args>(args)...);
    };
  }

  void turn() {
    if (in_turn_) return;
    in_turn_ = true;
    try {
      for (auto count = tasks_.size(); count > 0; --count) {
        task next = std::move(tasks_.front());
        tasks_.pop_front();
        next();
      }
      if (wants_more()) work();
    } catch (...) {  // a handler's, on its way to who runs the context
      in_turn_ = false;
      shut_ ? close() : again();
      throw;
    }
    in_turn_ = false;
    if (!tasks_.empty()) again();
    shut_ ? close() : wanted() ? arm() : rest();
  }

 protected:
  /// All that can be done without waiting, within bounds.
  virtual void work() = 0;
  /// Waits for more.
  virtual void arm() = 0;
  /// Nobody wants anything: the context is not kept from running out of work.
  virtual void rest() { disarm_timer(); }
  /// For ever: tells all who wait that they wait in vain, and closes what is open.
  virtual void close() {
    disarm_timer();
    finish_run(::asio::error::operation_aborted);
  }
  virtual void cancel(std::uint64_t number) {
    if (run_ && run_->number == number) finish_run(::asio::error::operation_aborted);
  }
  virtual void drop() {
    const auto tasks = std::exchange(tasks_, {});
    const auto run = std::exchange(run_, std::nullopt);
  }
  [[nodiscard]] virtual bool wanted() const { return run_.has_value(); }

  [[nodiscard]] bool is_shut() const noexcept { return shut_; }
  [[nodiscard]] bool wants_more() const { return !shut_ && wanted(); }

  /// Hands an event to who runs; does anybody want more?
  bool tell(const Event& happened) {
    if (run_ && !run_->on_event(happened)) finish_run({});
    return wants_more();
  }

  /// The same from inside a turn of something else. What comes of it is done in a turn of its own.
  bool relay(const Event& happened) {
    if (shut_) return false;
    const bool within = std::exchange(in_turn_, true);
    try {
      tell(happened);
    } catch (...) {
      in_turn_ = within;
      again();
      throw;
    }
    in_turn_ = within;
    if (!shut_ && !wanted()) rest();  // at once: nobody else is to relay what would not be heard
    if (!within && (shut_ || !tasks_.empty())) again();
    return wants_more();
  }

  void finish_run(std::error_code why) {
    if (auto run = std::exchange(run_, std::nullopt)) run->done(why);
  }

  /// Names an operation, and lets its handler cancel it.
  template <class Handler>
  std::uint64_t connect(Handler& handler) {
    const std::uint64_t number = ++last_number_;
    if (auto slot = ::asio::get_associated_cancellation_slot(handler); slot.is_connected())
      slot.assign([weak = this->weak_from_this(), number](::asio::cancellation_type) {
        if (const auto self = weak.lock()) self->submit([at = self.get(), number] { at->cancel(number); });
      });
    return number;
  }
  template <class Handler>
  completion<Handler, Executor> promise(Handler& handler) {
    return {std::move(handler), executor()};
  }

  /// Takes another turn soon, after others had theirs.
  void again() {
    if (std::exchange(posted_, true)) return;
    ::asio::post(executor(), wake([this] {
                   posted_ = false;
                   turn();
                 }));
  }

  /// A timer that goes off too early costs less than one that is set anew for each datagram.
  void arm_timer(time_point until) {
    if (until == time_point::min()) return again();
    if (until >= armed_) return;
    armed_ = until;
    timer_.expires_at(until);
    timer_.async_wait(wake([this](std::error_code cancelled) {
      if (cancelled) return;
      armed_ = never;
      turn();
    }));
  }
  void disarm_timer() {
    if (std::exchange(armed_, never) != never) timer_.cancel();
  }

 private:
  class ticket {
   public:
    explicit ticket(std::shared_ptr<driven> to) : to_(std::move(to)) {}
    ticket(ticket&&) noexcept = default;
    ~ticket() {
      if (to_) to_->abandon();
    }
    std::shared_ptr<driven> redeem() noexcept { return std::move(to_); }

   private:
    std::shared_ptr<driven> to_;
  };

  struct running {
    std::uint64_t number;
    std::move_only_function<bool(const Event&)> on_event;
    std::move_only_function<void(std::error_code)> done;
  };

  void abandon() {
    shut_ = true;
    drop();
  }

  ::asio::basic_waitable_timer<std::chrono::steady_clock, ::asio::wait_traits<std::chrono::steady_clock>,
                               Executor>
      timer_;
  time_point armed_ = never;  // when it goes off
  std::deque<task> tasks_;
  std::optional<running> run_;
  std::atomic<std::uint64_t> last_number_ = 0;
  bool in_turn_ = false;
  bool posted_ = false;
  bool shut_ = false;
};

}  // namespace gamewire::inline v0::asio::detail
