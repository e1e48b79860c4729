/// Drives one machine over a socket, on an `epoll::loop`.
#pragma once

#include <gamewire/epoll/conversation.hpp>
#include <gamewire/epoll/loop.hpp>

namespace gamewire::inline v0::epoll {

/// One machine and its transport: for datagrams a connected UDP socket, for a stream a TCP connection. Of a name
/// with several addresses the first that does not refuse is the peer; of those for a stream, the first that
/// answers. Destroying it ends all without an event.
template <machine M>
class peer {
 public:
  using event = typename M::event;
  /// Takes each event; what loop.hpp says of handlers holds.
  using handler = typename dialogue<M>::handler;

  /// Resolves and connects, in time: commands can be given at once, and have been to the machine already. What
  /// goes wrong, in the resolver or the system, the machine hears as an end of its transport.
  static peer connect(loop& on, address to, M machine, handler on_event, driver_options chosen = {}) {
    peer made(make(on, transport(std::move(chosen)), std::move(machine), std::move(on_event)));
    made.state_->connect(std::move(to));
    return made;
  }

  /// Takes over an open, connected socket. Error: `not_connected`, or the system's. A machine that reconnects
  /// has nowhere to go.
  static std::expected<peer, std::error_code> adopt(loop& on, system::socket open, M machine,
                                                    handler on_event, driver_options chosen = {}) {
    auto adopted = transport::adopt(std::move(open), std::move(chosen));
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
  using transport = typename state::transport_type;

  static std::shared_ptr<state> make(loop& on, transport&& open, M&& machine, handler&& on_event) {
    auto made =
        std::make_shared<state>(on.inside(), std::move(open), std::move(machine), std::move(on_event));
    on.inside().enqueue(*made);
    return made;
  }

  explicit peer(std::shared_ptr<state> made) noexcept : state_(std::move(made)) {}

  owner<state> state_;
};

}  // namespace gamewire::inline v0::epoll
