/// What an acceptor on Asio is inside: the socket, and a peer per connection. Not for users.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

#include <gamewire/asio/driven.hpp>
#include <gamewire/asio/peer.hpp>
#include <gamewire/asio/watch.hpp>
#include <gamewire/listener.hpp>

namespace gamewire::inline v0::asio::detail {

/// An event, and whose.
template <machine M>
struct arrival {
  const connection& from;
  const typename M::event& happened;
};

/// Each connection is a peer that runs while the acceptor does.
template <machine M, class Executor>
class acceptor_state final : public driven<arrival<M>, Executor> {
  using base = driven<arrival<M>, Executor>;

 public:
  using factory = std::move_only_function<M(const endpoint& remote)>;

  acceptor_state(const Executor& on, listener&& open, factory&& make, acceptor_options&& chosen)
      : base(on),
        listener_(std::move(open)),
        make_(std::move(make)),
        options_(std::move(chosen)),
        watch_(on) {}

  [[nodiscard]] const endpoint& local_endpoint() const noexcept { return listener_.local_endpoint(); }
  [[nodiscard]] std::size_t size() const noexcept { return connections_.size(); }
  [[nodiscard]] bool done() const noexcept { return closing_ && connections_.empty(); }

  template <class Command>
  void command(connection_id of, Command&& what) {
    if (const auto found = connections_.find(of); found != connections_.end())
      found->second.with.post(std::forward<Command>(what));
  }

  void close_all() {
    closing_ = true;
    stop_listening();
    for (auto& [id, one] : connections_) one.with.post([](M& machine) { machine.close(system::now()); });
  }

 private:
  struct served {
    peer<M, Executor> with;
    connection from;
    bool running = false;
  };

  static constexpr int max_burst = 16;

  void work() override {
    const time_point now = system::now();
    for (int i = 0; i < max_burst && has_room() && now >= listener_.rests_until(); ++i) {
      auto next = listener_.accept(now);
      if (!next) break;
      add(std::move(*next));
    }
    for (auto count = unheard_.size(); count > 0 && this->wants_more(); --count) {
      const auto found = connections_.find(unheard_.front());
      unheard_.pop_front();
      if (found != connections_.end()) run(found->second);
    }
    if (done()) this->finish_run({});
  }

  [[nodiscard]] bool has_room() const noexcept {
    return !closing_ && connections_.size() < options_.max_connections;
  }

  void add(listener::accepted&& next) {
    auto made = peer<M, Executor>::adopt(this->executor(), std::move(next.socket), make_(next.remote),
                                         {.trace = options_.trace});
    if (!made) return;
    const connection from{connection_id{++last_id_}, next.remote};
    connections_.emplace(from.id, served{std::move(*made), from});
    unheard_.push_back(from.id);
  }

  void run(served& one) {
    one.running = true;
    const std::weak_ptr weak = std::static_pointer_cast<acceptor_state>(this->shared_from_this());
    one.with.async_run(
        [weak, from = one.from](const typename M::event& happened) {
          const auto self = weak.lock();
          return self && self->relay({from, happened});
        },
        [weak, id = one.from.id](std::error_code) {
          if (const auto self = weak.lock()) self->submit([at = self.get(), id] { at->run_ended(id); });
        });
  }

  /// Its machine is done, or nobody wants to hear it at present.
  void run_ended(connection_id id) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) return;
    found->second.running = false;
    if (found->second.with.machine().done())
      connections_.erase(found);
    else
      unheard_.push_back(id);
  }

  void arm() override {
    const bool resting = listener_.rests_until() > system::now();
    if (has_room() && !resting) {
      if (const auto error = watch_.follow(listener_.socket().value())) return this->finish_run(error);
      watch_.wait(watch_.readable, *this, [this] { this->turn(); });
    }
    if (resting) this->arm_timer(listener_.rests_until());
  }

  void rest() override {
    watch_.cancel();
    for (auto& [id, one] : connections_)
      if (one.running) one.with.stop();
    base::rest();
  }

  void close() override {
    closing_ = true;
    stop_listening();
    connections_.clear();
    unheard_.clear();
    base::close();
  }

  void stop_listening() {
    watch_.let_go();
    listener_.close();
  }

  listener listener_;
  factory make_;
  acceptor_options options_;
  watch<Executor> watch_;
  std::unordered_map<connection_id, served> connections_;
  std::deque<connection_id> unheard_;  // those that do not run, in the order in which they came
  std::uint64_t last_id_ = 0;
  bool closing_ = false;
};

}  // namespace gamewire::inline v0::asio::detail
