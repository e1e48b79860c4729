/// A datagram machine that waits by Asio. Only for asio/peer.hpp.
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

template <machine M, class Executor>
class datagram_peer_state final : public driven<typename M::event, Executor> {
  using base = driven<typename M::event, Executor>;

 public:
  using event = typename M::event;

  datagram_peer_state(const Executor& on, channel&& open, M&& machine)
      : base(on), watch_(on), engine_(std::move(open), std::move(machine)) {
    engine_.transport().before_change([this]() noexcept { watch_.let_go(); });
  }

  datagram_peer_state(const Executor& on, address to, driver_options&& chosen, M&& machine)
      : datagram_peer_state(on, channel(chosen), std::move(machine)) {
    lookup_.emplace(on, std::move(to), chosen.prefer, std::move(chosen.resolve));
  }

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

 private:
  [[nodiscard]] bool wanted() const override { return base::wanted() || !waiting_.empty(); }

  void work() override {
    if (lookup_ && !std::exchange(looking_, true)) look_up();
    auto on_event = [this](const event& one) { return hear(one); };
    engine_.look_at_clock();
    bool more = engine_.drain(on_event);
    if (more && std::exchange(readable_, false))
      more = engine_.receive({buffer_.get(), system::max_datagram}, on_event);
    if (more) engine_.check_deadline(on_event);
    if (!engine_.machine().done()) return;
    close_socket();
    waiting_.give_up(errc::closed);
    this->finish_run({});
  }

  /// What ends a request goes to who awaits it, anything else to who runs.
  bool hear(const event& happened) {
    return waiting_.take(happened) ? this->wants_more() : this->tell(happened);
  }

  void look_up() {
    lookup_->start(this->wake([this](found_endpoints found) {
      this->submit([this, found = std::move(found)]() mutable {
        if (this->is_shut()) return;
        const auto error = found ? engine_.transport().connect(std::move(*found)) : found.error();
        if (error) fail(error);
      });
    }));
  }

  void fail(std::error_code why) {
    engine_.look_at_clock();
    engine_.machine().receive_end(why, engine_.now());
  }

  void arm() override {
    if (const auto error = watch_socket()) this->submit([this, error] { fail(error); });
    this->arm_timer(engine_.machine().deadline());
  }

  std::error_code watch_socket() {
    const channel& open = engine_.transport();
    if (open.socket().value() < 0) return {};
    if (const auto error = watch_.follow(open.socket())) return error;
    watch_.wait(watch_.readable, *this, [this] {
      readable_ = true;
      this->turn();
    });
    if (!open.full()) return {};
    watch_.wait(watch_.writable, *this, [this] {
      engine_.transport().writable();
      this->turn();
    });
    return {};
  }

  void rest() override {
    watch_.cancel();
    base::rest();
  }

  void close() override {
    if (lookup_) lookup_->cancel();
    close_socket();
    waiting_.give_up(::asio::error::operation_aborted);
    base::close();
  }

  void close_socket() {
    watch_.let_go();
    engine_.transport().close();
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

  watch<Executor> watch_;
  peer_engine<M> engine_;
  std::optional<lookup<Executor>> lookup_;
  std::unique_ptr<std::byte[]> buffer_ = std::make_unique_for_overwrite<std::byte[]>(system::max_datagram);
  waiting_list waiting_;
  bool looking_ = false;
  bool readable_ = false;
};

}  // namespace gamewire::inline v0::asio::detail
