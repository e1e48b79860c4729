#include <array>
#include <map>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/responder.hpp>

#include "content.hpp"
#include "servers.hpp"

namespace gamewire::sim {
namespace {

a2s::responder_options make_options(dice& dice) {
  a2s::responder_options options;
  options.secret = {dice.number(), dice.number()};
  options.challenge_lifetime = dice.milliseconds(1000, 30000);
  options.form = a2s::split_forms[dice.between(0, 2)];
  options.max_datagram = static_cast<std::uint16_t>(dice.between(200, 1400));
  options.compress = dice.chance(300) && a2s::has_bzip2();
  options.rate = dice.chance(200) ? dice.between(1, 5) : 0;
  options.burst = 5;
  options.max_queue = dice.between(1, 64);
  options.seed = dice.number();
  return options;
}

class honest_server final : public server {
 public:
  honest_server(std::uint64_t seed, post send)
      : server(std::move(send)), dice_(seed), responder_(make_options(dice_)) {
    for (const auto what : {a2s::request_type::info, a2s::request_type::players, a2s::request_type::rules})
      publish(what);
  }

  void receive(const endpoint& from, bytes datagram, time_point now) override {
    if (dice_.chance(30))
      publish(std::array{a2s::request_type::info, a2s::request_type::players,
                         a2s::request_type::rules}[dice_.between(0, 2)]);
    account& peer = accounts_[from];
    peer.received += datagram.size();
    const auto request = a2s::decode_request(datagram);
    if (request && request->challenge && peer.challenges.contains(*request->challenge)) peer.proved = true;
    responder_.receive(from, datagram, now);
    while (responder_.poll_event()) {
    }
    if (dice_.chance(700)) drain(now);  // several may wait for one drain
  }

 private:
  struct account {
    std::size_t received = 0;
    std::size_t sent = 0;
    std::set<a2s::challenge> challenges;
    bool proved = false;
  };

  void publish(a2s::request_type what) {
    const std::size_t room = dice_.chance(300) ? 6000 : 600;
    test::buffer message;
    switch (what) {
      case a2s::request_type::info:
        message = dice_.chance(800) ? make_info(dice_) : make_goldsource_info(dice_);
        break;
      case a2s::request_type::players: message = make_players(dice_, room); break;
      default: message = make_rules(dice_, room);
    }
    if (!responder_.publish(message)) say(message);
    if (dice_.chance(50)) responder_.withdraw(what);
  }

  void drain(time_point now) {
    take_in_parts(responder_, dice_, now, [this](const transmit& out) { deliver(out); });
  }

  void deliver(const transmit& out) {
    account& peer = accounts_[out.to];
    peer.sent += out.payload.size();
    if (!peer.proved && peer.sent > peer.received)
      complain("a peer that proved nothing was sent more than it sent");
    if (const auto challenge = a2s::decode_challenge(out.payload)) peer.challenges.insert(*challenge);
    send(out.to, out.payload);
  }

  dice dice_;
  a2s::responder responder_;
  std::map<endpoint, account> accounts_;
};

}  // namespace

std::unique_ptr<server> make_honest_server(std::uint64_t seed, server::post send) {
  return std::make_unique<honest_server>(seed, std::move(send));
}

}  // namespace gamewire::sim
