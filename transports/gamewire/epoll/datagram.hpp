/// How a peer on a loop opens and watches a datagram transport; see conversation.hpp. Not for users.
#pragma once

#include <gamewire/epoll/conversation.hpp>

namespace gamewire::inline v0::epoll {

template <machine M>
  requires(M::wire == framing::datagram)
class conversation<M> final : public conversation_base<M> {
  using base = conversation_base<M>;

 public:
  using base::base;

  void connect(address to) {
    const driver_options& chosen = this->engine().transport().options();
    this->on().resolve(to, chosen.prefer, chosen.resolve, this->weak_from_this(),
                       [this](reactor::addresses found) { open(std::move(found)); });
  }

 private:
  void open(reactor::addresses found) {
    if (this->retired()) return;
    const auto error = found ? this->engine().transport().connect(std::move(*found)) : found.error();
    if (error) end_ = error;
    this->on().enqueue(*this);
  }

  bool take_in() override {
    const auto hear = this->hearing();
    if (end_ && !this->engine().take(std::unexpected(*std::exchange(end_, {})), hear)) return false;
    return this->receive(hear) && this->engine().check_deadline(hear);
  }

  void settle() override {
    const auto hear = this->hearing();
    const M& machine = this->machine();
    const channel& open = this->engine().transport();
    if (!machine.done())
      if (const auto error = watch_.set(this->on(), *this, open.socket().value(), open.generation(),
                                        {.sending = open.full()}))
        if (!this->engine().take(std::unexpected(error), hear)) return;
    if (machine.done()) return this->retire();
    this->on().set_deadline(*this, machine.deadline());
  }

  void release() noexcept override {
    watch_.clear(this->on(), *this);
    this->engine().transport().close();
  }

  watch watch_;
  std::optional<std::error_code> end_;  // before there was a transport
};

}  // namespace gamewire::inline v0::epoll
