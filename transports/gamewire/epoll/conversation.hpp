/// What a peer on a loop is inside: a machine, its transport and its user. Not for users.
#pragma once

#include <memory>
#include <optional>

#include <gamewire/epoll/dialogue.hpp>
#include <gamewire/epoll/watch.hpp>
#include <gamewire/peer_engine.hpp>

namespace gamewire::inline v0::epoll {

/// Each framing has a specialisation of its own, which says how its transport is opened and watched.
template <machine M>
class conversation;

/// What they have in common.
template <machine M>
class conversation_base : public source {
 public:
  using event = typename M::event;
  using transport_type = typename peer_engine<M>::transport_type;
  using handler = typename dialogue<M>::handler;

  conversation_base(reactor& on, transport_type&& open, M&& machine, handler&& on_event)
      : source(on), engine_(std::move(open), std::move(machine)), user_(std::move(on_event)) {}

  M& machine() noexcept { return engine_.machine(); }
  const endpoint& remote() const noexcept { return engine_.transport().remote(); }

  template <class Command>
  void command(Command&& what) {
    const auto self = this->shared_from_this();  // it may destroy the peer
    user_.give(machine(), std::forward<Command>(what));
    on().enqueue(*this);
  }

  void ready(int, bool readable, bool writable, bool failed) noexcept override {
    readable_ = readable || failed;
    if (writable || failed) engine_.transport().writable();
  }

  void turn() final try {
    const auto hear = hearing();
    engine_.look_at_clock();
    user_.give_waiting(machine());
    if (this->retired()) return;
    if (!engine_.drain(hear)) return;
    kept_.reset();
    if (take_in()) settle();
  } catch (...) {
    user_.interrupted();
    if (!kept_) kept_ = on().take_buffer();
    on().enqueue(*this);
    throw;
  }

 protected:
  /// For the engine: false when the handler has destroyed the peer.
  auto hearing() {
    return [this](const event& happened) {
      user_.hear(machine(), happened);
      return !retired();
    };
  }

  /// Gives the machine what has come meanwhile, time included; false when the handler has destroyed the peer.
  virtual bool take_in() = 0;
  /// Says what to wait for, or that it is over.
  virtual void settle() = 0;

  /// What has come in through the transport.
  template <class Hear>
  bool receive(const Hear& hear) {
    return !std::exchange(readable_, false) || engine_.receive(on().buffer(), hear);
  }

  peer_engine<M>& engine() noexcept { return engine_; }

 private:
  peer_engine<M> engine_;
  dialogue<M> user_;
  bool readable_ = false;
  std::unique_ptr<std::byte[]> kept_;  // where the views of events are that an exception left behind
};

}  // namespace gamewire::inline v0::epoll

#include <gamewire/epoll/datagram.hpp>
#include <gamewire/epoll/stream.hpp>
