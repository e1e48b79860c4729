/// A responder on a bad day: it loses some of what it is sent, and takes its time with the rest.
#pragma once

#include <algorithm>
#include <vector>

#include <gamewire/master/responder.hpp>
#include <gamewire/random.hpp>

#include "serve/late.hpp"
#include "serve/sample_port.hpp"

namespace gamewire::cli {

/// How bad the day is.
struct troubles {
  double loss = 0;  // percent of received datagrams that are dropped
  nanoseconds delay{};
  std::uint64_t seed = 0;  // of what is lost
};

template <class Responder>
class troubled : public Responder {
 public:
  using event = typename Responder::event;

  troubled(const typename Responder::options& chosen, const troubles& what)
      : Responder(chosen),
        lost_in_million_(static_cast<std::uint32_t>(what.loss * 10'000)),
        random_(what.seed),
        is_late_(what.delay > nanoseconds::zero()),
        late_(what.delay) {}

  // It is to play with: memory that runs out ends the program, not the query.
  void receive(endpoint peer, bytes datagram, time_point now) noexcept {
    now_ = now;
    if (random_.below(1'000'000) < lost_in_million_) return;
    if (is_late_)
      late_.push({peer, {datagram.begin(), datagram.end()}}, now);
    else
      Responder::receive(peer, datagram, now);
  }

  void on_timeout(time_point now) noexcept {
    now_ = now;
    Responder::on_timeout(now);
  }

  /// What has become due follows when the one before was drained.
  std::optional<event> poll_event() noexcept {
    while (true) {
      if (auto happened = Responder::poll_event()) return happened;
      auto due = late_.pop(now_);
      if (!due) return std::nullopt;
      current_ = *std::move(due);
      Responder::receive(current_.from, current_.payload, now_);
    }
  }

  [[nodiscard]] time_point deadline() const noexcept {
    return std::min(Responder::deadline(), late_.deadline());
  }

 private:
  struct datagram {
    endpoint from;
    std::vector<std::byte> payload;
  };

  std::uint32_t lost_in_million_;
  split_mix random_;
  bool is_late_;
  late_queue<datagram> late_;
  datagram current_;
  time_point now_ = time_point::min();
};

using sample_responder = troubled<sample_port>;
using sample_master = troubled<master::responder>;
static_assert(hub<sample_responder> && hub<sample_master>);

}  // namespace gamewire::cli
