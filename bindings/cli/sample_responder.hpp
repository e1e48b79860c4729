/// A responder on a bad day: it loses some of what it is sent, and takes its time with the rest. It may have
/// RCON on the same port.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include <gamewire/a2s/responder.hpp>
#include <gamewire/random.hpp>

#include "late.hpp"
#include "sample_remote_control.hpp"

namespace gamewire::cli {

/// How bad the day is.
struct troubles {
  double loss = 0;  // percent of received datagrams that are dropped
  nanoseconds delay{};
  std::uint64_t seed = 0;  // of what is lost
};

class sample_responder : public a2s::responder {
 public:
  sample_responder(const a2s::responder_options& chosen, const troubles& what)
      : responder(chosen),
        lost_in_million_(static_cast<std::uint32_t>(what.loss * 10'000)),
        random_(what.seed),
        is_late_(what.delay > nanoseconds::zero()),
        late_(what.delay) {}

  void add_remote_control(std::unique_ptr<sample_remote_control> rcon) { rcon_ = std::move(rcon); }

  // It is to play with: memory that runs out ends the program, not the query.
  void receive(endpoint peer, bytes datagram, time_point now) noexcept {
    now_ = now;
    if (random_.below(1'000'000) < lost_in_million_) return;
    if (is_late_)
      late_.push({peer, {datagram.begin(), datagram.end()}}, now);
    else
      take(peer, datagram, now);
  }

  void on_timeout(time_point now) noexcept {
    now_ = now;
    responder::on_timeout(now);
    if (rcon_) rcon_->hub().on_timeout(now);
  }

  /// Answers to queries first, then those to commands.
  std::size_t poll_transmit(std::span<transmit> out, time_point now) noexcept {
    queries_ = responder::poll_transmit(out, now);
    return queries_ + (rcon_ ? rcon_->hub().poll_transmit(out.subspan(queries_), now) : 0);
  }

  void transmitted(std::size_t count, time_point now) noexcept {
    const std::size_t queries = std::min(count, queries_);
    queries_ -= queries;
    responder::transmitted(queries, now);
    if (rcon_) rcon_->hub().transmitted(count - queries, now);
  }

  void transmit_failed(std::error_code why, time_point now) noexcept {
    if (queries_ != 0)
      --queries_, responder::transmit_failed(why, now);
    else if (rcon_)
      rcon_->hub().transmit_failed(why, now);
  }

  /// What has become due follows when the one before was drained.
  std::optional<event> poll_event() noexcept {
    while (true) {
      if (auto happened = responder::poll_event()) return happened;
      auto due = late_.pop(now_);
      if (!due) return std::nullopt;
      current_ = *std::move(due);
      take(current_.from, current_.payload, now_);
    }
  }

  void close(time_point now) noexcept {
    responder::close(now);
    if (rcon_) rcon_->close(now);
  }

  [[nodiscard]] time_point deadline() const noexcept {
    return std::min(responder::deadline(), late_.deadline());
  }

 private:
  struct datagram {
    endpoint from;
    std::vector<std::byte> payload;
  };

  void take(const endpoint& peer, bytes datagram, time_point now) {
    if (rcon_ && rcon::goldsource::responder::concerns(datagram))
      rcon_->receive(peer, datagram, now);
    else
      responder::receive(peer, datagram, now);
  }

  std::uint32_t lost_in_million_;
  split_mix random_;
  bool is_late_;
  late_queue<datagram> late_;
  datagram current_;
  std::unique_ptr<sample_remote_control> rcon_;
  std::size_t queries_ = 0;  // of the batch that is being sent
  time_point now_ = time_point::min();
};

static_assert(hub<sample_responder>);

}  // namespace gamewire::cli
