/// The port of a game: queries, and commands as well where the game has its RCON on the same one.
#pragma once

#include <algorithm>
#include <memory>

#include <gamewire/a2s/responder.hpp>

#include "serve/sample_remote_control.hpp"

namespace gamewire::cli {

class sample_port : public a2s::responder {
 public:
  using responder::responder;

  void add_remote_control(std::unique_ptr<sample_remote_control> rcon) { rcon_ = std::move(rcon); }

  void receive(endpoint peer, bytes datagram, time_point now) noexcept {
    if (rcon_ && rcon::goldsource::responder::concerns(datagram))
      rcon_->receive(peer, datagram, now);
    else
      responder::receive(peer, datagram, now);
  }

  void on_timeout(time_point now) noexcept {
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

  void close(time_point now) noexcept {
    responder::close(now);
    if (rcon_) rcon_->close(now);
  }

 private:
  std::unique_ptr<sample_remote_control> rcon_;
  std::size_t queries_ = 0;  // of the batch that is being sent
};

}  // namespace gamewire::cli
