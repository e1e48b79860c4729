/// Drives one machine over a socket, on an `epoll::loop`.
#pragma once

#include <optional>

#include <gamewire/epoll/dialogue.hpp>
#include <gamewire/epoll/loop.hpp>
#include <gamewire/epoll/watch.hpp>
#include <gamewire/peer_engine.hpp>

namespace gamewire::inline v0::epoll {

/// One machine and its transport. Each framing has a specialisation of its own.
template <machine M>
class peer;

/// A datagram machine on a connected UDP socket. Of a name with several addresses the first one that does not
/// refuse is the peer. Destroying it ends all without an event.
template <machine M>
  requires(M::wire == framing::datagram)
class peer<M> {
 public:
  using event = typename M::event;
  using handler = typename dialogue<M>::handler;

  /// Resolves and connects, in time: commands can be given at once, and have been to the machine already. What
  /// goes wrong, in the resolver or the system, is the end of the conversation, of which the machine tells.
  static peer connect(loop& on, const address& to, M machine, handler on_event, driver_options chosen = {}) {
    const auto made = make(on, channel(), std::move(machine), std::move(on_event));
    made->resolve(to, std::move(chosen));
    return peer(made);
  }

  /// Takes over an open, connected socket. Error: `not_connected`, or the system's.
  static std::expected<peer, std::error_code> adopt(loop& on, system::socket open, M machine,
                                                    handler on_event, driver_options chosen = {}) {
    auto adopted = channel::adopt(std::move(open), std::move(chosen));
    if (!adopted) return std::unexpected(adopted.error());
    return peer(make(on, std::move(*adopted), std::move(machine), std::move(on_event)));
  }

  /// Calls `what(machine)`, and has sent and told what comes of it, on the loop. From inside the handler of this
  /// peer the call is put off until that returns.
  template <std::invocable<M&> Command>
  void command(Command&& what) {
    state_->command(std::forward<Command>(what));
  }
  /// Accepts no more commands, lets those that are open end, and then is done.
  void close() {
    command([](M& machine) { machine.close(system::now()); });
  }
  [[nodiscard]] bool done() const noexcept { return state_->machine().done(); }
  /// To look at; what changes it is a `command`.
  [[nodiscard]] M& machine() noexcept { return state_->machine(); }
  /// The peer's address: the one that is tried at present. None before its name is resolved.
  [[nodiscard]] const endpoint& remote() const noexcept { return state_->remote(); }

 private:
  class state;

  static std::shared_ptr<state> make(loop& on, channel&& open, M&& machine, handler&& on_event) {
    auto made =
        std::make_shared<state>(on.inside(), std::move(open), std::move(machine), std::move(on_event));
    on.inside().enqueue(*made);
    return made;
  }

  explicit peer(std::shared_ptr<state> made) noexcept : state_(std::move(made)) {}

  owner<state> state_;
};

template <machine M>
  requires(M::wire == framing::datagram)
class peer<M>::state final : public source {
 public:
  state(reactor& on, channel&& open, M&& machine, handler&& on_event)
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
                 [weak = std::weak_ptr(std::static_pointer_cast<state>(shared_from_this())),
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
    kept_ = on().take_buffer();
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
