/// Drives one machine over a socket, beside whatever else an Asio program does:
///
///     ::asio::awaitable<void> show() {
///       asio::peer<a2s::client> server(co_await ::asio::this_coro::executor, {"play.example.org", 27015},
///                                      a2s::client());
///       auto info = co_await server.async_await<a2s::info_reply>(&a2s::client::request_info,
///                                                                ::asio::use_awaitable);
///       if (info) … info->name … else … info.error().error …
///     }
///
/// or, to have every event while it is fresh, with `async_run`. For the machine, time passes only while one of
/// these is in progress; between them the context has no work by it.
///
/// A handle and its machine are used by one thread at a time: by that of the executor, which is a strand when
/// the context has several. Starting an operation, `post` and `stop` may be done from any.
#pragma once

#include <memory>

#include <asio/any_io_executor.hpp>

#include <gamewire/asio/handle.hpp>
#include <gamewire/asio/peer_state.hpp>

namespace gamewire::inline v0::asio {

/// One machine and its transport: for datagrams a connected UDP socket, for a stream a TCP connection. Of a name
/// with several addresses the first that does not refuse is the peer; of those for a stream, the first that
/// answers.
template <machine M, class Executor = ::asio::any_io_executor>
class peer {
  using state = detail::peer_state<M, Executor>;
  using transport = typename state::transport_type;

 public:
  using event = typename M::event;
  using executor_type = Executor;

  /// The first operation resolves and connects; when that fails, the machine hears of its end. `chosen.resolve`
  /// is called in a thread of its own, in place of Asio's resolver: that would keep the context from ending.
  peer(const Executor& on, address to, M machine, driver_options chosen = {})
      : state_(std::make_shared<state>(on, std::move(to), std::move(chosen), std::move(machine))) {}

  /// Takes over an open, connected socket. Error: `not_connected`, or the system's. A machine that reconnects
  /// has nowhere to go.
  static std::expected<peer, std::error_code> adopt(const Executor& on, system::socket open, M machine,
                                                    driver_options chosen = {}) {
    auto adopted = transport::adopt(std::move(open), std::move(chosen));
    if (!adopted) return std::unexpected(adopted.error());
    return peer(std::make_shared<state>(on, std::move(*adopted), std::move(machine)));
  }

  /// As it was given.
  [[nodiscard]] Executor get_executor() const { return state_->executor(); }
  /// For commands before the first operation and in the `on_event` of `async_run`; at any other time, `post`.
  [[nodiscard]] M& machine() noexcept { return state_->engine().machine(); }
  [[nodiscard]] M* operator->() noexcept { return &machine(); }
  /// The peer's address: the one that is tried at present. None before its name is resolved.
  [[nodiscard]] const endpoint& remote() const noexcept { return state_->engine().transport().remote(); }

  /// Calls `command(machine)` between two turns, and sends what comes of it.
  template <std::invocable<M&> F>
  void post(F command) {
    state_->submit([at = state_.share().get(), command = std::move(command)]() mutable {
      std::invoke(command, at->engine().machine());
    });
  }

  /// Calls `command(machine)`, which returns `accepted` and must not throw, and waits for what ends the
  /// request: completes with `std::expected<typename Reply::owned, failure>`. Error: the command's, that of
  /// `failed` or `closed`; `errc::cancelled` when it was cancelled, which ends the request;
  /// `asio::error::operation_aborted` when this handle ended. Many can be in progress. Events that end none
  /// of them go to who runs, and are dropped if nobody does.
  template <reply Reply, std::invocable<M&> F,
            ASIO_COMPLETION_TOKEN_FOR(void(std::expected<typename Reply::owned, failure>)) Token>
  auto async_await(F command, Token&& token) {
    using result = std::expected<typename Reply::owned, failure>;
    return ::asio::async_initiate<Token, void(result)>(
        [at = state_.share()](auto handler, F asking) {
          at->template start_await<Reply>(std::move(asking), std::move(handler));
        },
        token, std::move(command));
  }

  /// Hands out events, but for the answers that somebody awaits, until the machine is done or `on_event`
  /// returns false: then completes with {}. With `asio::error::operation_aborted` after `stop`, cancellation,
  /// or the end of this handle; `errc::busy` when it runs already. It can be called again, and goes on where it
  /// was, unless the machine is done.
  ///
  /// `on_event` is called by the executor of this peer. It may give commands, once it needs the views in its
  /// event no more; end this handle; and throw, which leaves the context's `run`, and the peer as it was.
  template <handler_of<event> F, ASIO_COMPLETION_TOKEN_FOR(void(std::error_code)) Token>
  auto async_run(F on_event, Token&& token) {
    return detail::async_run(state_, std::move(on_event), std::forward<Token>(token));
  }

  /// Ends the run.
  void stop() { state_->stop(); }

 private:
  explicit peer(std::shared_ptr<state> made) : state_(std::move(made)) {}

  detail::owner<state> state_;
};

}  // namespace gamewire::inline v0::asio
