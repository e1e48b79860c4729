/// What an acceptor is inside: the socket, and a conversation per connection. Not for users.
#pragma once

#include <gamewire/epoll/acceptor.hpp>

namespace gamewire::inline v0::epoll {

template <machine M>
  requires(M::wire == framing::stream && !reconnecting<M>)
class acceptor<M>::state final : public source {
 public:
  state(reactor& on, listener&& open, factory&& make, handler&& on_event, acceptor_options&& chosen)
      : source(on),
        listener_(std::move(open)),
        make_(std::move(make)),
        on_event_(std::move(on_event)),
        max_connections_(chosen.max_connections),
        shared_(std::make_shared<const driver_options>(driver_options{.trace = std::move(chosen.trace)})) {}

  [[nodiscard]] const endpoint& local_endpoint() const noexcept { return listener_.local_endpoint(); }
  [[nodiscard]] std::size_t size() const noexcept { return connections_.size() - ended_.size(); }

  template <class Command>
  bool command(connection_id of, Command&& what) {
    const auto found = connections_.find(of);
    if (found == connections_.end() || found->second->retired()) return false;
    found->second->command(std::forward<Command>(what));
    return true;
  }

  void close() {
    closing_ = true;
    watch_.clear(on(), *this);
    listener_.close();
    for (auto& [id, one] : connections_) one->command([](M& machine) { machine.close(system::now()); });
    on().enqueue(*this);
  }

  void turn() override try {
    for (const connection_id id : std::exchange(ended_, {})) connections_.erase(id);
    accept_some();
    if (!retired()) settle();
  } catch (...) {
    on().enqueue(*this);
    throw;
  }

 private:
  /// The conversation of one connection, which says when it is over.
  class served final : public conversation<M> {
   public:
    served(std::weak_ptr<state> by, connection_id id, stream_channel&& open, M&& machine)
        : conversation<M>(by.lock()->on(), std::move(open), std::move(machine),
                          // Whoever it calls may destroy the acceptor inside.
                          [this](const event& happened) {
                            if (const auto to = by_.lock()) to->on_event_({id_, this->remote()}, happened);
                          }),
          by_(std::move(by)),
          id_(id) {}

   private:
    void release() noexcept override {
      conversation<M>::release();
      if (const auto to = by_.lock()) to->take_leave(id_);
    }

    std::weak_ptr<state> by_;
    connection_id id_;
  };

  static constexpr int max_burst = 16;

  void accept_some() {
    const time_point now = system::now();
    for (int i = 0; i < max_burst && has_room() && now >= listener_.rests_until(); ++i)
      if (auto next = listener_.accept(now))
        add(std::move(*next));
      else
        return;
  }

  [[nodiscard]] bool has_room() const noexcept {
    return !closing_ && !retired() && connections_.size() < max_connections_;
  }

  void add(listener::accepted&& next) {
    auto open = stream_channel::adopt(std::move(next.socket), shared_);
    if (!open) return;
    const connection_id id{++last_id_};
    const auto self = std::static_pointer_cast<state>(this->shared_from_this());
    owner made(std::make_shared<served>(self, id, std::move(*open), make_(next.remote)));
    ended_.reserve(std::bit_ceil(connections_.size() + 1));  // so that leaving never fails
    on().enqueue(*made);
    connections_.emplace(id, std::move(made));
  }

  void take_leave(connection_id id) noexcept {
    if (retired()) return;
    ended_.push_back(id);
    on().enqueue(*this);
  }

  void settle() {
    if (closing_ && connections_.empty()) return retire();
    const time_point until = listener_.rests_until();
    const bool resting = until > system::now();
    const int descriptor = has_room() && !resting ? listener_.socket().value() : -1;
    if (const auto error = watch_.set(on(), *this, descriptor, 0, {})) {
      retire();
      return on().fail(error);
    }
    on().set_deadline(*this, resting ? until : never);
  }

  void release() noexcept override {
    watch_.clear(on(), *this);
    listener_.close();
    connections_.clear();
  }

  listener listener_;
  factory make_;
  handler on_event_;
  std::size_t max_connections_;
  shared_options shared_;
  watch watch_;
  std::unordered_map<connection_id, owner<served>> connections_;
  std::vector<connection_id> ended_;  // not taken out yet
  std::uint64_t last_id_ = 0;
  bool closing_ = false;
};

}  // namespace gamewire::inline v0::epoll
