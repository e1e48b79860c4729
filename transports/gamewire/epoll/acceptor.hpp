/// Serves a stream protocol on an `epoll::loop`: one machine for each connection.
///
///     auto server = epoll::acceptor<rcon::responder>::bind(
///         *loop, {*endpoint::parse("127.0.0.1:27015")},
///         [](const endpoint& remote) { return rcon::responder(…); },
///         [&](const connection& from, const auto& event) { … });
#pragma once

#include <bit>
#include <unordered_map>

#include <gamewire/epoll/conversation.hpp>
#include <gamewire/epoll/loop.hpp>
#include <gamewire/listener.hpp>

namespace gamewire::inline v0::epoll {

/// Destroying it ends all connections without an event.
template <machine M>
  requires(M::wire == framing::stream && !reconnecting<M>)
class acceptor {
 public:
  using event = typename M::event;
  /// Makes the machine for a connection. What it throws leaves the run, and that connection is closed.
  using factory = std::move_only_function<M(const endpoint& remote)>;
  /// What loop.hpp says of handlers holds for this one as well.
  using handler = std::move_only_function<void(const connection& from, const event& happened)>;

  /// Errors: the system's.
  static std::expected<acceptor, std::error_code> bind(loop& on, const endpoint& local, factory make,
                                                       handler on_event, acceptor_options chosen = {}) {
    return over(on, listener::bind(local), std::move(make), std::move(on_event), std::move(chosen));
  }
  /// Takes over a bound socket, and has it listen.
  static std::expected<acceptor, std::error_code> adopt(loop& on, system::socket bound, factory make,
                                                        handler on_event, acceptor_options chosen = {}) {
    return over(on, listener::adopt(std::move(bound)), std::move(make), std::move(on_event),
                std::move(chosen));
  }

  /// Where it listens.
  [[nodiscard]] const endpoint& local_endpoint() const noexcept { return state_->local_endpoint(); }
  /// How many there are at present.
  [[nodiscard]] std::size_t connections() const noexcept { return state_->size(); }

  /// Calls `what(machine)` for the machine of a connection, and has sent and told what comes of it, on the loop.
  /// From inside the handler, for the connection of its event, the call is put off until that returns. False
  /// when that connection has ended.
  template <std::invocable<M&> Command>
  bool command(connection_id of, Command&& what) {
    return state_->command(of, std::forward<Command>(what));
  }
  /// Accepts no more, closes the machines, and is done when the last of them is.
  void close() { state_->close(); }
  [[nodiscard]] bool done() const noexcept { return state_->retired(); }

 private:
  class state;

  explicit acceptor(std::shared_ptr<state> made) noexcept : state_(std::move(made)) {}

  static std::expected<acceptor, std::error_code> over(loop& on,
                                                       std::expected<listener, std::error_code> open,
                                                       factory&& make, handler&& on_event,
                                                       acceptor_options&& chosen) {
    if (!open) return std::unexpected(open.error());
    auto made = std::make_shared<state>(on.inside(), std::move(*open), std::move(make), std::move(on_event),
                                        std::move(chosen));
    on.inside().enqueue(*made);
    return acceptor(std::move(made));
  }

  owner<state> state_;
};

}  // namespace gamewire::inline v0::epoll

#include <gamewire/epoll/acceptor_state.hpp>
