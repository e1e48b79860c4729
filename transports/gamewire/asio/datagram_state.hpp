/// How a peer on Asio opens and watches a datagram transport; see peer_state.hpp. Not for users.
#pragma once

#include <gamewire/asio/peer_state.hpp>

namespace gamewire::inline v0::asio::detail {

template <machine M, class Executor>
  requires(M::wire == framing::datagram)
class peer_state<M, Executor> final : public peer_state_base<M, Executor> {
  using base = peer_state_base<M, Executor>;

 public:
  peer_state(const Executor& on, channel&& open, M&& machine)
      : base(on, std::move(open), std::move(machine)), watch_(on) {
    transport().before_change([this]() noexcept { watch_.let_go(); });
  }

  peer_state(const Executor& on, address to, driver_options&& chosen, M&& machine)
      : peer_state(on, channel(chosen), std::move(machine)) {
    lookup_.emplace(on, std::move(to), chosen.prefer, std::move(chosen.resolve));
    unresolved_ = true;
  }

 private:
  channel& transport() noexcept { return this->engine().transport(); }

  void look_up() {
    lookup_->wait(*this, [this](found_endpoints found) {
      this->submit([this, found = std::move(found)]() mutable {
        if (this->is_shut()) return;
        unresolved_ = false;
        const auto error = found ? transport().connect(std::move(*found)) : found.error();
        if (error) fail(error);
      });
    });
  }

  void fail(std::error_code why) {
    this->engine().look_at_clock();
    this->engine().machine().receive_end(why, this->engine().now());
  }

  void arm() override {
    if (unresolved_) look_up();
    if (const auto error = watch_socket()) this->submit([this, error] { fail(error); });
    this->arm_timer(this->engine().machine().deadline());
  }

  std::error_code watch_socket() {
    if (transport().socket().value() < 0) return {};
    if (const auto error = watch_.follow(transport().socket().value())) return error;
    watch_.wait(watch_.readable, *this, [this] { this->readable(); });
    if (transport().full()) watch_.wait(watch_.writable, *this, [this] { this->writable(); });
    return {};
  }

  void rest() override {
    watch_.cancel();
    if (lookup_) lookup_->rest();
    base::rest();
  }

  void close() override {
    if (lookup_) lookup_->forget();
    base::close();
  }

  void close_transport() override {
    watch_.let_go();
    transport().close();
  }

  watch<Executor> watch_;
  std::optional<lookup<Executor>> lookup_;  // also when it has its outcome: for its handlers
  bool unresolved_ = false;                 // it is to be asked
};

}  // namespace gamewire::inline v0::asio::detail
