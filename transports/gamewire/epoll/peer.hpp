/// Drives one machine over a socket, on an `epoll::loop`.
#pragma once

#include <gamewire/epoll/conversation.hpp>
#include <gamewire/epoll/loop.hpp>

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
    const auto made = make(on, channel(driver_options()), std::move(machine), std::move(on_event));
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
  using state = conversation<M>;

  static std::shared_ptr<state> make(loop& on, channel&& open, M&& machine, handler&& on_event) {
    auto made =
        std::make_shared<state>(on.inside(), std::move(open), std::move(machine), std::move(on_event));
    on.inside().enqueue(*made);
    return made;
  }

  explicit peer(std::shared_ptr<state> made) noexcept : state_(std::move(made)) {}

  owner<state> state_;
};

}  // namespace gamewire::inline v0::epoll
