#include "a2s_peers.hpp"

#include <array>

namespace gamewire::test {

void a2s_peers::send(unsigned peer, bytes datagram) {
  account& from = accounts_[address(peer)];
  from.sent += datagram.size();
  const auto request = a2s::decode_request(datagram);
  if (request && request->challenge && request->challenge == from.challenge) from.proved = true;
  server_.receive(address(peer), datagram, now_);
  drain();
}

void a2s_peers::ask(unsigned peer, a2s::request_type what) {
  std::array<std::byte, a2s::max_request_size> room;
  if (const auto request = a2s::encode_request({what, accounts_[address(peer)].challenge}, room))
    send(peer, *request);
}

void a2s_peers::drain() {
  std::array<transmit, 8> batch;
  while (const std::size_t count = server_.poll_transmit(batch, now_)) {
    for (const transmit& answer : std::span(batch).first(count)) deliver(answer);
    server_.transmitted(count, now_);
  }
  while (server_.poll_event()) {
  }
}

void a2s_peers::deliver(const transmit& answer) {
  account& to = accounts_[answer.to];
  to.received += answer.payload.size();
  if (!to.proved && to.received > to.sent) amplified_ = true;
  if (const auto challenge = a2s::decode_challenge(answer.payload)) to.challenge = *challenge;
}

bool a2s_peers::close() {
  server_.close(now_);
  drain();
  const bool silent = server_.poll_transmit({}, now_) == 0 && !server_.poll_event();
  return server_.done() && server_.deadline() == never && silent;
}

}  // namespace gamewire::test
