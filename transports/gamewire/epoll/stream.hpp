/// How a peer on a loop opens and watches a stream transport; see conversation.hpp. Not for users.
#pragma once

#include <vector>

#include <gamewire/epoll/conversation.hpp>

namespace gamewire::inline v0::epoll {

/// The sockets of a stream that are to be watched: the connection, or those that race to become it.
class stream_watch {
 public:
  /// Brings the loop up to date with the first `count` of them. Where one is closed, `clear` was called before.
  std::error_code set(reactor& on, source& who, const stream_channel& of, std::size_t count,
                      interest wanted) {
    while (watches_.size() > count) {
      watches_.back().clear(on, who);
      watches_.pop_back();
    }
    watches_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto [socket, generation] = of.watched(i);
      if (const auto error = watches_[i].set(on, who, socket->value(), generation, wanted)) return error;
    }
    return {};
  }

  void clear(reactor& on, const source& who) noexcept {
    for (watch& one : watches_) one.clear(on, who);
    watches_.clear();
  }

 private:
  std::vector<watch> watches_;
};

/// It resolves and connects when the machine wants a transport: a machine that outlives its connection gets
/// the next one the same way, and its name is asked for again.
template <machine M>
  requires(M::wire == framing::stream)
class conversation<M> : public conversation_base<M>, private stream_channel::waiter {
  using base = conversation_base<M>;

 public:
  conversation(reactor& on, stream_channel&& open, M&& machine, typename base::handler&& on_event)
      : base(on, std::move(open), std::move(machine), std::move(on_event)) {
    channel().waited_for_by(*this);
  }

  void connect(address to) { to_ = std::move(to); }

 protected:
  void release() noexcept override { channel().close(); }

 private:
  stream_channel& channel() noexcept { return this->engine().transport(); }
  void before_close() noexcept override { watch_.clear(this->on(), *this); }

  bool take_in() override {
    const auto hear = this->hearing();
    if (found_ && !take_found(hear)) return false;
    return this->receive(hear) && this->engine().check_deadline(hear);
  }

  /// It may be late: the machine wants no transport any more.
  template <class Hear>
  bool take_found(const Hear& hear) {
    auto found = std::move(*std::exchange(found_, nullptr));
    if (!this->engine().wants_to_connect()) return true;
    return found ? this->engine().connect(std::move(*found), hear)
                 : this->engine().connect_failed(found.error(), hear);
  }

  void settle() override {
    auto& engine = this->engine();
    if (engine.machine().done()) return this->retire();
    if (engine.wants_to_connect() && !looking_up_) look_up();
    if (const auto error = watch_.set(this->on(), *this, channel(), engine.watch_count(),
                                      {.reading = engine.reading(), .sending = engine.sending()})) {
      const auto hear = this->hearing();
      engine.take(std::unexpected(error), hear);
      return this->on().enqueue(*this);
    }
    this->on().set_deadline(*this, engine.deadline());
  }

  void look_up() {
    looking_up_ = true;
    const driver_options& chosen = channel().options();
    this->on().resolve(to_, chosen.prefer, chosen.resolve, this->weak_from_this(),
                       [this](reactor::addresses what) { found(std::move(what)); });
  }

  void found(reactor::addresses what) {
    looking_up_ = false;
    found_ = std::make_unique<reactor::addresses>(std::move(what));
    this->on().enqueue(*this);
  }

  address to_;
  stream_watch watch_;
  std::unique_ptr<reactor::addresses> found_;
  bool looking_up_ = false;
};

}  // namespace gamewire::inline v0::epoll
