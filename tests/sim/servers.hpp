/// Servers to ask: an honest one, and one with manners of its own.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>

#include <gamewire/endpoint.hpp>
#include <gamewire/machine.hpp>

#include "dice.hpp"
#include "faults.hpp"
#include "support/hex.hpp"

namespace gamewire::sim {

class server {
 public:
  /// Puts a datagram on the wire, after a while.
  using post = std::function<void(const endpoint& to, bytes datagram, nanoseconds after)>;

  explicit server(post send) : send_(std::move(send)) {}
  server(const server&) = delete;
  virtual ~server() = default;

  virtual void receive(const endpoint& from, bytes datagram, time_point now) = 0;

  /// Has it ever had this to say? From the type byte on.
  [[nodiscard]] bool said(bytes raw) const { return said_.contains(std::string(as_text(raw))); }
  /// What broke its own contract, or "".
  [[nodiscard]] const std::string& breach() const { return breach_; }
  /// What it did of what an odd one does.
  [[nodiscard]] const fault_counts& met() const { return met_; }

 protected:
  void send(const endpoint& to, bytes datagram, nanoseconds after = {}) { send_(to, datagram, after); }
  /// Remembers a whole message that goes out, header included.
  void say(bytes message) { said_.emplace(as_text(message.subspan(4))); }
  void complain(const char* what) { breach_ = what; }
  void did(std::string_view what) { met_.met(what); }

 private:
  post send_;
  std::set<std::string> said_;
  std::string breach_;
  fault_counts met_;
};

/// Takes what a hub wants to send, in parts of its batches.
template <class Hub, class Deliver>
void take_in_parts(Hub& from, dice& dice, time_point now, Deliver deliver) {
  std::array<transmit, 4> batch;
  while (const std::size_t count = from.poll_transmit(batch, now)) {
    const std::size_t taken = dice.between(1, static_cast<std::uint32_t>(count));
    for (const transmit& out : std::span(batch).first(taken)) deliver(out);
    from.transmitted(taken, now);
  }
}

/// An a2s::responder with options from the seed, whose content changes now and then. Watches that nobody who
/// has not given back a challenge is sent more than was received from there.
std::unique_ptr<server> make_honest_server(std::uint64_t seed, server::post send);

/// Answers as the odd servers do that are out there: without challenges or with too many, late, twice, never,
/// with something else, in broken or endless splits. Which of it comes from the seed.
std::unique_ptr<server> make_odd_server(std::uint64_t seed, server::post send);
menu menu_of_odd_servers();

}  // namespace gamewire::sim
