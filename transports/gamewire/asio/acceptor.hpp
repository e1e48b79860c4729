/// Serves a stream protocol beside whatever else an Asio program does: one machine for each connection.
///
///     auto server = asio::acceptor<rcon::responder>::bind(
///         io.get_executor(), *endpoint::parse("127.0.0.1:27015"),
///         [](const endpoint& remote) { return rcon::responder(…); });
///     server->async_run([&](const connection& from, const auto& event) { … }, ::asio::detached);
///     io.run();
#pragma once

#include <memory>

#include <asio/any_io_executor.hpp>

#include <gamewire/asio/acceptor_state.hpp>
#include <gamewire/asio/handle.hpp>

namespace gamewire::inline v0::asio {

/// Used as an `asio::peer` is. Its end is that of all connections, without an event.
template <machine M, class Executor = ::asio::any_io_executor>
  requires(M::wire == framing::stream && !reconnecting<M>)
class acceptor {
  using state = detail::acceptor_state<M, Executor>;

 public:
  using event = typename M::event;
  using executor_type = Executor;
  /// Makes the machine for a connection. What it throws leaves the context's `run`, and that connection is
  /// closed.
  using factory = typename state::factory;

  /// Errors: the system's.
  static std::expected<acceptor, std::error_code> bind(const Executor& on, const endpoint& local,
                                                       factory make, acceptor_options chosen = {}) {
    return over(on, listener::bind(local), std::move(make), std::move(chosen));
  }
  /// Takes over a bound socket, and has it listen.
  static std::expected<acceptor, std::error_code> adopt(const Executor& on, system::socket bound,
                                                        factory make, acceptor_options chosen = {}) {
    return over(on, listener::adopt(std::move(bound)), std::move(make), std::move(chosen));
  }

  /// As it was given; and where it listens.
  [[nodiscard]] Executor get_executor() const { return state_->executor(); }
  [[nodiscard]] const endpoint& local_endpoint() const noexcept { return state_->local_endpoint(); }
  /// How many there are at present.
  [[nodiscard]] std::size_t connections() const noexcept { return state_->size(); }

  /// Calls `command(machine)` for the machine of a connection, between two of its turns, and sends what comes of
  /// it. Nothing is called when that connection has ended. From any thread.
  template <std::invocable<M&> F>
  void post(connection_id of, F command) {
    state_->submit([at = state_.share().get(), of, command = std::move(command)]() mutable {
      at->command(of, std::move(command));
    });
  }

  /// Hands out events until all is done after `close`, or `on_event` returns false: then completes with {}. With
  /// `asio::error::operation_aborted` after `stop`, cancellation, or the end of this handle; `errc::busy` when
  /// it runs already; anything else is trouble of the system. It can be called again, and goes on where it was.
  /// Between two runs nobody is accepted or heard, nor does the context have work.
  ///
  /// `on_event(from, event)` is called by the executor. It may `post`, end this handle, and throw, which leaves
  /// the context's `run`, and the acceptor as it was.
  template <std::invocable<const connection&, const event&> F,
            ASIO_COMPLETION_TOKEN_FOR(void(std::error_code)) Token>
  auto async_run(F on_event, Token&& token) {
    return detail::async_run(
        state_,
        [on_event = std::move(on_event)](const detail::arrival<M>& one) mutable {
          return std::invoke(on_event, one.from, one.happened);
        },
        std::forward<Token>(token));
  }

  /// Ends the run. From any thread.
  void stop() { state_->stop(); }
  /// Accepts no more and closes the machines; when the last of them is done, so is the run. From any thread.
  void close() {
    state_->submit([at = state_.share().get()] { at->close_all(); });
  }
  [[nodiscard]] bool done() const noexcept { return state_->done(); }

 private:
  explicit acceptor(std::shared_ptr<state> made) : state_(std::move(made)) {}

  static std::expected<acceptor, std::error_code> over(const Executor& on,
                                                       std::expected<listener, std::error_code> open,
                                                       factory&& make, acceptor_options&& chosen) {
    if (!open) return std::unexpected(open.error());
    return acceptor(std::make_shared<state>(on, std::move(*open), std::move(make), std::move(chosen)));
  }

  detail::owner<state> state_;
};

}  // namespace gamewire::inline v0::asio
