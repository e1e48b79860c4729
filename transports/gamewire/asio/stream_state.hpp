/// How a peer on Asio opens and watches a stream transport; see peer_state.hpp. Not for users.
#pragma once

#include <vector>

#include <gamewire/asio/peer_state.hpp>

namespace gamewire::inline v0::asio::detail {

/// It resolves and connects when the machine wants a transport: a machine that outlives its connection gets
/// the next one the same way, and its name is asked for again.
template <machine M, class Executor>
  requires(M::wire == framing::stream)
class peer_state<M, Executor> final : public peer_state_base<M, Executor>, private stream_channel::waiter {
  using base = peer_state_base<M, Executor>;

 public:
  peer_state(const Executor& on, stream_channel&& open, M&& machine)
      : peer_state(on, address{}, std::move(open), std::move(machine)) {}

  peer_state(const Executor& on, address to, driver_options&& chosen, M&& machine)
      : peer_state(on, std::move(to), stream_channel(std::move(chosen)), std::move(machine)) {}

 private:
  peer_state(const Executor& on, address to, stream_channel&& open, M&& machine)
      : base(on, std::move(open), std::move(machine)),
        lookup_(on, std::move(to), transport().options().prefer, transport().options().resolve) {
    transport().waited_for_by(*this);
  }

  stream_channel& transport() noexcept { return this->engine().transport(); }
  void before_close() noexcept override {
    for (const auto& one : watches_) one->let_go();
  }

  /// What was found may be late: the machine wants no transport any more.
  bool take_opened() override {
    if (!found_) return true;
    auto found = *std::exchange(found_, std::nullopt);
    if (!this->engine().wants_to_connect()) return true;
    const auto hear = this->hearing();
    return found ? this->engine().connect(std::move(*found), hear)
                 : this->engine().connect_failed(found.error(), hear);
  }

  void look_up() {
    lookup_.wait(*this, [this](found_endpoints found) {
      this->submit([this, found = std::move(found)]() mutable { found_ = std::move(found); });
    });
  }

  void arm() override {
    if (!this->engine().wants_to_connect())
      lookup_.forget();
    else if (!found_)
      look_up();
    for (std::size_t i = 0; i < this->engine().watch_count(); ++i)
      if (const auto error = watch_socket(i)) {
        this->submit([this, error] {
          const auto hear = this->hearing();
          this->engine().take(std::unexpected(error), hear);
        });
        break;
      }
    this->arm_timer(this->engine().deadline());
  }

  std::error_code watch_socket(std::size_t i) {
    if (i == watches_.size()) watches_.push_back(std::make_unique<watch<Executor>>(this->executor()));
    watch<Executor>& one = *watches_[i];
    if (const auto error = one.follow(transport().watched(i).socket->value())) return error;
    if (this->engine().reading()) one.wait(one.readable, *this, [this] { this->readable(); });
    if (this->engine().sending()) one.wait(one.writable, *this, [this] { this->writable(); });
    return {};
  }

  void rest() override {
    for (const auto& one : watches_) one->cancel();
    lookup_.rest();
    base::rest();
  }

  void close() override {
    lookup_.forget();
    base::close();
  }

  void close_transport() override { transport().close(); }

  lookup<Executor> lookup_;
  std::vector<std::unique_ptr<watch<Executor>>> watches_;  // of closed sockets as well: for their handlers
  std::optional<found_endpoints> found_;
};

}  // namespace gamewire::inline v0::asio::detail
