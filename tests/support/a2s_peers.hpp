/// Peers of an a2s::responder: they keep account of what each sent and was sent, honest or not.
#pragma once

#include <map>

#include <gamewire/a2s/responder.hpp>

#include "hex.hpp"

namespace gamewire::test {

class a2s_peers {
 public:
  explicit a2s_peers(a2s::responder& server) : server_(server) {}

  /// Sends anything, in the name of a peer.
  void send(unsigned peer, bytes datagram);
  /// Sends a proper request with the last challenge that the peer got.
  void ask(unsigned peer, a2s::request_type what);
  void wait(nanoseconds span) { now_ += span; }
  /// Closes the server: does it end as a hub must?
  bool close();

  /// Was a peer sent more than it had sent itself, before it gave a challenge back?
  [[nodiscard]] bool was_amplified() const { return amplified_; }
  [[nodiscard]] std::size_t received_by(unsigned peer) { return accounts_[address(peer)].received; }

  static endpoint address(unsigned peer) {
    return endpoint::v4({10, 0, 0, static_cast<std::uint8_t>(peer)}, 27005);
  }

 private:
  struct account {
    std::size_t sent = 0;
    std::size_t received = 0;
    std::optional<a2s::challenge> challenge;
    bool proved = false;
  };

  void drain();
  void deliver(const transmit& answer);

  a2s::responder& server_;
  std::map<endpoint, account> accounts_;
  time_point now_{};
  bool amplified_ = false;
};

}  // namespace gamewire::test
