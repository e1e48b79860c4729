/// Several connections to one server, on an `epoll::loop`, so that calls do not wait for each other:
///
///     epoll::pool<asf::client> pool(*loop, {"127.0.0.1", 1242}, 4, [] { return asf::client(…); });
///     pool.call<asf::answer>([](asf::client& to) { return to.ask(asf::get_bots{.bots = "ASF"}); },
///                            [](auto answer) { if (answer) … answer->body … });
#pragma once

#include <map>
#include <optional>

#include <gamewire/epoll/peer.hpp>
#include <gamewire/pool_entries.hpp>
#include <gamewire/replies.hpp>

namespace gamewire::inline v0::epoll {

/// A connection is made when a call finds the others busy, and there are fewer than `most`; else the call waits behind
/// the fewest others. How long one is kept, and what a call has in all, the machines say: they outlive their
/// connections. One whose machine is done is made anew by the next call, unless it was refused (`condition::auth`,
/// `banned`, `usage`): then further calls end with that. Destroying it ends all; what is open is not told of.
template <machine M>
  requires reconnecting<M>
class pool {
 public:
  /// Makes the machine of each connection.
  using factory = std::move_only_function<M()>;
  /// What a call ends with.
  template <reply Reply>
  using handler = std::move_only_function<void(std::expected<typename Reply::owned, failure>)>;

  /// `most`: at least 1.
  pool(loop& on, address to, std::size_t most, factory make, driver_options chosen = {})
      : on_(on), to_(std::move(to)), make_(std::move(make)), chosen_(std::move(chosen)), entries_(most) {}
  pool(pool&&) noexcept = default;
  pool& operator=(pool&&) = delete;
  ~pool() {
    for (const auto& one : entries_) one->connection.reset();
  }

  /// Calls `command(machine)`, which returns `accepted`, and then `on_done`, once, with what ends the request: on the
  /// loop, or at once when the machine does not accept it. Error: the command's, that of `failed` or `closed`. From
  /// inside an `on_done` all of this may be called.
  template <reply Reply, std::invocable<M&> F>
  void call(F command, handler<Reply> on_done) {
    const std::shared_ptr<entry> one = entries_.least_busy([this] { return open(); });
    if (one->refusal) return on_done(std::unexpected(*one->refusal));
    ++one->calls;
    one->connection->command(
        [one, command = std::move(command), on_done = std::move(on_done)](M& machine) mutable {
          const accepted request = command(machine);
          if (request)
            one->open.emplace(*request, ending<Reply>(std::move(on_done)));
          else
            one->end([&] { on_done(std::unexpected(failure{request.error(), {}})); });
        });
  }

  /// How many there are at present, connected or not.
  [[nodiscard]] std::size_t connections() const noexcept { return entries_.size(); }

 private:
  using event = typename M::event;

  struct entry : pool_entry {
    std::optional<peer<M>> connection;  // as long as there is the pool
    std::map<request_id, std::move_only_function<void(const event&)>> open;

    template <class Tell>
    void end(Tell&& tell) {
      --calls;
      tell();
    }
    void hear(const event& happened) {
      if (auto ended = open.extract(ended_by(happened))) return end([&] { ended.mapped()(happened); });
      if (const auto* last = std::get_if<closed>(&happened)) hear_end(*last);
    }
  };

  template <reply Reply>
  static auto ending(handler<Reply> on_done) {
    return [on_done = std::move(on_done)](const event& happened) mutable {
      replies kept;
      kept.keep(happened);
      on_done(kept.take<Reply>(ended_by(happened)));
    };
  }

  std::shared_ptr<entry> open() {
    auto made = std::make_shared<entry>();
    const auto hear = [weak = std::weak_ptr(made)](const event& happened) {
      if (const auto self = weak.lock()) self->hear(happened);
    };
    made->connection.emplace(peer<M>::connect(on_, to_, make_(), hear, chosen_));
    return made;
  }

  loop& on_;
  address to_;
  factory make_;
  driver_options chosen_;
  pool_entries<entry> entries_;
};

}  // namespace gamewire::inline v0::epoll
