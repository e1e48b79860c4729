#include "goldsource_host.hpp"

#include <algorithm>

#include <gamewire/rcon/goldsource_responder.hpp>

#include "admin_habits.hpp"
#include "servers.hpp"
#include "support/rcon_server.hpp"

namespace gamewire::sim {

bool goldsource_host::said(const std::string& piece, std::uint32_t number, bool late) const {
  const auto to = said_.find(piece);
  if (to == said_.end()) return false;
  return std::ranges::any_of(
      to->second, [&](std::uint32_t each) { return each == 0 || each == number || (late && each < number); });
}

void goldsource_host::say(std::string_view command, std::string_view piece) {
  said_[std::string(piece)].insert(number_of_command(command));
}

namespace {

using rcon::goldsource::responder;

class hub_host final : public goldsource_host {
 public:
  hub_host(std::uint64_t seed, std::string_view password, post send)
      : goldsource_host(password, std::move(send)),
        dice_(seed),
        max_datagram_(static_cast<std::uint16_t>(dice_.between(64, 1400))),
        responder_(make_responder()) {}

  void receive(const endpoint& from, bytes datagram, time_point now) override {
    account& peer = accounts_[from];
    peer.received += datagram.size() + challenge_grows;
    peer.proved |= as_text(datagram).contains(peer.challenge);
    responder_.receive(from, datagram, now);
    while (const auto event = responder_.poll_event()) {
      if (!peer.proved) complain("told of a peer that proved nothing");
      if (std::holds_alternative<responder::refused>(*event)) did("refuses the password"), refuse();
      if (const auto* asked = std::get_if<responder::command>(&*event)) answer(*asked);
    }
    drain(now);
    now_answered_.clear();
  }

  void restart() override {
    did("restarts");
    responder_ = make_responder();
  }

  void ban(const endpoint& who, time_point now) override {
    did("bans");
    refuse();
    while (!bans_.banned(who, now)) bans_.count_failure(who, now);
  }

 private:
  struct account {
    std::size_t received = 0;
    std::size_t sent = 0;
    std::string challenge = "none";
    bool proved = false;
  };

  responder make_responder() {
    return responder({.password = password_,
                      .secret = {dice_.number(), dice_.number() | 1},
                      .bans = &bans_,
                      .max_datagram = max_datagram_});
  }

  void answer(const responder::command& asked) {
    now_answered_ = asked.text;
    execute(now_answered_);
    const std::string reply = test::rcon_reply_to(now_answered_);
    const auto half = reply.size() > 1 && dice_.chance(300) ? reply.size() / 2 : reply.size();
    if (responder_.answer(as_bytes(reply).first(half))) complain("an answer was refused");
    if (half != reply.size() && responder_.answer(as_bytes(reply).subspan(half)))
      complain("the rest of an answer was refused");
  }

  void drain(time_point now) {
    take_in_parts(responder_, dice_, now, [this](const transmit& out) { deliver(out); });
  }

  void deliver(const transmit& out) {
    account& peer = accounts_[out.to];
    peer.sent += out.payload.size();
    const std::string_view text = as_text(out.payload).substr(4);
    if (text.starts_with("challenge rcon ")) peer.challenge = text.substr(15, text.size() - 17);
    if (!peer.proved && peer.sent > peer.received)
      complain("a peer that proved nothing was sent more than it sent");
    if (text.starts_with('l')) say(now_answered_, text.substr(1, text.size() - 3));
    send(out.to, out.payload);
  }

  /// A challenge is so much longer than the shortest request for one.
  static constexpr std::size_t challenge_grows = 13;

  dice dice_;
  std::uint16_t max_datagram_;
  rcon::ban_list bans_;
  responder responder_;
  std::map<endpoint, account> accounts_;
  std::string now_answered_;
};

}  // namespace

std::unique_ptr<goldsource_host> make_goldsource_hub(std::uint64_t seed, std::string_view password,
                                                     goldsource_host::post send) {
  return std::make_unique<hub_host>(seed, password, std::move(send));
}

}  // namespace gamewire::sim
