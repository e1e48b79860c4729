/// What a peer on a loop is inside: a machine, its transport and its user.
#pragma once

#include <optional>

#include <gamewire/epoll/dialogue.hpp>
#include <gamewire/epoll/watch.hpp>
#include <gamewire/peer_engine.hpp>

namespace gamewire::inline v0::epoll {

/// Each framing has a specialisation of its own.
template <machine M>
class conversation;

template <machine M>
  requires(M::wire == framing::datagram)
class conversation<M> final : public source {
 public:
  using event = typename M::event;

  conversation(reactor& on, channel&& open, M&& machine, typename dialogue<M>::handler&& on_event)
      : source(on), engine_(std::move(open), std::move(machine)), user_(std::move(on_event)) {}

  M& machine() noexcept { return engine_.machine(); }
  const endpoint& remote() const noexcept { return engine_.transport().remote(); }

  template <class Command>
  void command(Command&& what) {
    user_.give(machine(), std::forward<Command>(what));
    on().enqueue(*this);
  }

  void resolve(const address& to, driver_options&& chosen) {
    const ip_preference prefer = chosen.prefer;
    auto by = std::move(chosen.resolve);
    on().resolve(to, prefer, std::move(by),
                 [weak = std::weak_ptr(std::static_pointer_cast<conversation>(shared_from_this())),
                  chosen = std::move(chosen)](reactor::addresses found) mutable {
                   if (const auto self = weak.lock()) self->open(std::move(found), std::move(chosen));
                 });
  }

  void ready(int, bool readable, bool writable, bool failed) noexcept override {
    readable_ = readable || failed;
    if (writable || failed) engine_.transport().writable();
  }

  void turn() override try {
    const auto hear = [this](const event& happened) {
      user_.hear(machine(), happened);
      return !retired();
    };
    engine_.look_at_clock();
    if (go(hear)) settle(hear);
  } catch (...) {
    user_.interrupted();
    if (!kept_) kept_ = on().take_buffer();
    on().enqueue(*this);
    throw;
  }

 private:
  void open(reactor::addresses found, driver_options&& chosen) {
    auto made =
        found ? channel::connect(std::move(*found), std::move(chosen)) : std::unexpected(found.error());
    if (made)
      engine_.transport() = std::move(*made);
    else
      end_ = made.error();
    on().enqueue(*this);
  }

  /// False when the handler has destroyed the peer.
  template <class Hear>
  bool go(const Hear& hear) {
    user_.give_waiting(machine());
    if (!engine_.drain(hear)) return false;
    kept_.reset();
    if (end_ && !engine_.take(std::unexpected(*std::exchange(end_, {})), hear)) return false;
    if (std::exchange(readable_, false) && !engine_.receive(on().buffer(), hear)) return false;
    return engine_.check_deadline(hear);
  }

  template <class Hear>
  void settle(const Hear& hear) {
    const channel& open = engine_.transport();
    if (!machine().done())
      if (const auto error = watch_.set(on(), *this, open.socket().value(), open.generation(), open.full()))
        if (!engine_.take(std::unexpected(error), hear)) return;
    if (machine().done()) return retire();
    on().set_deadline(*this, machine().deadline());
  }

  void release() noexcept override {
    watch_.clear(on(), *this);
    engine_.transport().close();
  }

  peer_engine<M> engine_;
  dialogue<M> user_;
  watch watch_;
  std::optional<std::error_code> end_;  // before there was a transport
  bool readable_ = false;
  std::unique_ptr<std::byte[]> kept_;  // where the views of events are that an exception left behind
};

}  // namespace gamewire::inline v0::epoll
