/// A machine that waits by Asio. Not for users.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <gamewire/asio/driven.hpp>
#include <gamewire/asio/lookup.hpp>
#include <gamewire/asio/waiting_list.hpp>
#include <gamewire/asio/watch.hpp>
#include <gamewire/peer_engine.hpp>

namespace gamewire::inline v0::asio::detail {

/// Each framing has a specialisation of its own, which says how its transport is opened and watched.
template <machine M, class Executor>
class peer_state;

/// What they have in common.
template <machine M, class Executor>
class peer_state_base : public driven<typename M::event, Executor> {
  using base = driven<typename M::event, Executor>;

 public:
  using event = typename M::event;
  using transport_type = typename peer_engine<M>::transport_type;

  peer_state_base(const Executor& on, transport_type&& open, M&& machine)
      : base(on), engine_(std::move(open), std::move(machine)) {}

  [[nodiscard]] peer_engine<M>& engine() noexcept { return engine_; }

  template <reply Reply, class Command, class Handler>
  void start_await(Command command, Handler handler) {
    const std::uint64_t number = this->connect(handler);
    this->submit([this, number, command = std::move(command), done = this->promise(handler)]() mutable {
      using result = std::expected<typename Reply::owned, failure>;
      std::error_code error = ::asio::error::operation_aborted;
      if (!this->is_shut()) {
        const accepted request = std::invoke(command, engine_.machine());
        if (request) return waiting_.template add<Reply>(number, *request, std::move(done));
        error = request.error();
      }
      done(result(std::unexpected(failure{error, {}})));
    });
  }

 protected:
  /// For the engine: what ends a request goes to who awaits it, anything else to who runs.
  auto hearing() {
    return [this](const event& happened) {
      return waiting_.take(happened) ? this->wants_more() : this->tell(happened);
    };
  }

  /// Gives the machine what has come of opening; false when nobody wants more.
  virtual bool take_opened() { return true; }
  virtual void close_transport() = 0;

  void readable() {
    readable_ = true;
    this->turn();
  }
  void writable() {
    engine_.transport().writable();
    this->turn();
  }

  void close() override {
    close_transport();
    waiting_.give_up(::asio::error::operation_aborted);
    base::close();
  }

 private:
  [[nodiscard]] bool wanted() const override { return base::wanted() || !waiting_.empty(); }

  void work() override {
    const auto hear = hearing();
    engine_.look_at_clock();
    bool more = engine_.drain(hear) && take_opened();
    if (more && std::exchange(readable_, false))
      more = engine_.receive({buffer_.get(), system::max_datagram}, hear);
    if (more) engine_.check_deadline(hear);
    if (!engine_.machine().done()) return;
    close_transport();
    waiting_.give_up(errc::closed);
    this->finish_run({});
  }

  void cancel(std::uint64_t number) override {
    const request_id request = waiting_.request_of(number);
    if (request == request_id::none) return base::cancel(number);
    // The event of the cancelled request ends the wait.
    if constexpr (requires(M& machine) { machine.cancel(request); })
      engine_.machine().cancel(request);
    else
      waiting_.give_up(request, errc::cancelled);
  }

  void drop() override {
    const auto waiting = waiting_.drop();
    base::drop();
  }

  peer_engine<M> engine_;
  std::unique_ptr<std::byte[]> buffer_ = std::make_unique_for_overwrite<std::byte[]>(system::max_datagram);
  waiting_list waiting_;
  bool readable_ = false;
};

}  // namespace gamewire::inline v0::asio::detail

#include <gamewire/asio/datagram_state.hpp>
#include <gamewire/asio/stream_state.hpp>
