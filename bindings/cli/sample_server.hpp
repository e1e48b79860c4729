/// A game server that nobody plays on, for `serve` and `demo`: made-up data, the same for the same seed.
#pragma once

#include <gamewire/a2s/responder.hpp>
#include <gamewire/blocking/hub.hpp>
#include <gamewire/random.hpp>

#include "options.hpp"

namespace gamewire::cli {

/// A responder that loses some of what it is sent, as networks do.
class lossy_responder : public a2s::responder {
 public:
  lossy_responder(const a2s::responder_options& chosen, double loss_percent, std::uint64_t seed)
      : responder(chosen),
        lost_in_million_(static_cast<std::uint32_t>(loss_percent * 10'000)),
        random_(seed) {}

  void receive(endpoint peer, bytes datagram, time_point now) noexcept {
    if (random_.below(1'000'000) >= lost_in_million_) responder::receive(peer, datagram, now);
  }

 private:
  std::uint32_t lost_in_million_;
  split_mix random_;
};

static_assert(hub<lossy_responder>);

using sample_server = blocking::hub_driver<lossy_responder>;

/// Binds it and publishes its info, players and rules. Throws `command_error`.
sample_server start_sample_server(const serve_arguments& arguments, driver_options driver);

}  // namespace gamewire::cli
