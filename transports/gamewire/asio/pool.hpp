/// Several connections to one server, so that calls do not wait for each other:
///
///     asio::pool<asf::client> pool(io.get_executor(), {"127.0.0.1", 1242}, 4, [] { return asf::client(…); });
///     auto bots = co_await pool.async_await<asf::answer>(
///         [](asf::client& to) { return to.ask(asf::get_bots{.bots = "ASF"}); }, ::asio::use_awaitable);
///
/// What peer.hpp says of threads holds for a pool as well, but that calls are begun by the thread of the executor.
#pragma once

#include <optional>

#include <asio/compose.hpp>
#include <asio/post.hpp>

#include <gamewire/asio/peer.hpp>
#include <gamewire/pool_entries.hpp>

namespace gamewire::inline v0::asio {

/// A connection is made when a call finds the others busy, and there are fewer than `most`; else the call waits behind
/// the fewest others. How long one is kept, and what a call has in all, the machines say: they outlive their
/// connections. For them time passes only while there are calls. One whose machine is done is made anew by the next
/// call, unless it was refused (`condition::auth`, `banned`, `usage`): then further calls end with that. Destroying it
/// ends all: its calls complete with `asio::error::operation_aborted`.
template <machine M, class Executor = ::asio::any_io_executor>
  requires reconnecting<M>
class pool {
 public:
  /// Makes the machine of each connection.
  using factory = std::move_only_function<M()>;
  using executor_type = Executor;

  /// `most`: at least 1.
  pool(const Executor& on, address to, std::size_t most, factory make, driver_options chosen = {})
      : on_(on), to_(std::move(to)), make_(std::move(make)), chosen_(std::move(chosen)), entries_(most) {}
  pool(pool&&) noexcept = default;
  pool& operator=(pool&&) = delete;
  ~pool() {
    for (const auto& one : entries_) one->connection.reset();
  }

  /// As it was given.
  [[nodiscard]] Executor get_executor() const { return on_; }

  /// As that of `peer`, through the connection that is the least busy.
  template <reply Reply, std::invocable<M&> F,
            ASIO_COMPLETION_TOKEN_FOR(void(std::expected<typename Reply::owned, failure>)) Token>
  auto async_await(F command, Token&& token) {
    using result = std::expected<typename Reply::owned, failure>;
    for (const auto& each : entries_) each->hear_rest();
    return ::asio::async_compose<Token, void(result)>(
        [one = call(entries_.least_busy([this] { return open(); })), on = on_,
         command = std::optional<F>(std::move(command))](auto& self,
                                                         result ended = std::unexpected(failure{})) mutable {
          if (!command) {
            one.end();
            return self.complete(std::move(ended));
          }
          auto asking = *std::exchange(command, std::nullopt);
          if (const auto why = one->hindrance()) {
            const Executor through = on;  // which goes with `self`
            return ::asio::post(through, [self = std::move(self), why = *why]() mutable {
              self(result(std::unexpected(std::move(why))));
            });
          }
          one->connection->template async_await<Reply>(std::move(asking), std::move(self));
        },
        token, on_);
  }

  /// How many there are at present, connected or not.
  [[nodiscard]] std::size_t connections() const noexcept { return entries_.size(); }

 private:
  struct entry : pool_entry {
    std::optional<peer<M, Executor>> connection;  // as long as there is the pool

    /// Why a call that begins now ends at once.
    [[nodiscard]] std::optional<failure> hindrance() const {
      if (refusal || connection) return refusal;
      return failure{::asio::error::operation_aborted, {}};
    }

    /// Without a call nobody has been told anything, the end neither.
    void hear_rest() {
      while (calls == 0) {
        const auto happened = connection->machine().poll_event();
        if (!happened) return;
        if (const auto* last = std::get_if<closed>(&*happened)) hear_end(*last);
      }
    }
  };

  /// Counts as a call of a connection until its end; one that is never begun until it is dropped.
  class call {
   public:
    explicit call(std::shared_ptr<entry> of) noexcept : of_(std::move(of)) { ++of_->calls; }
    call(call&&) noexcept = default;
    call& operator=(call&&) = delete;
    ~call() { end(); }

    void end() noexcept {
      if (const auto was = std::move(of_)) --was->calls;
    }
    entry* operator->() const noexcept { return of_.get(); }

   private:
    std::shared_ptr<entry> of_;
  };

  std::shared_ptr<entry> open() {
    auto made = std::make_shared<entry>();
    made->connection.emplace(on_, to_, make_(), chosen_);
    return made;
  }

  Executor on_;
  address to_;
  factory make_;
  driver_options chosen_;
  pool_entries<entry> entries_;
};

}  // namespace gamewire::inline v0::asio
