/// A simulated run of A2S: a server and a few clients.
#include <algorithm>
#include <vector>

#include "asker.hpp"
#include "network.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr time_point latest{std::chrono::minutes(10)};
constexpr endpoint server_address = endpoint::v4({10, 1, 0, 1}, 27015);
constexpr endpoint victim_address = endpoint::v4({10, 2, 0, 1}, 80);
constexpr endpoint stranger_address = endpoint::v4({10, 3, 0, 1}, 666);

class a2s_world final : public world {
 public:
  a2s_world(std::uint64_t seed, bool show)
      : dice_(seed), log_(show), weather_(make_weather(dice_)), network_(weather_, dice_.number(), met_) {
    const bool honest = dice_.chance(400);
    is_down_ = dice_.chance(20);
    attacks_left_ = dice_.chance(150) ? dice_.between(1, 30) : 0;
    impersonates_ = dice_.chance(300);
    const auto post = [this](const endpoint& to, bytes datagram, nanoseconds after) {
      log_.line(now_,
                "server sends to " + std::string(endpoint_text(to).view()) + ": " + test::to_hex(datagram));
      network_.send(server_address, to, datagram, now_ + after);
    };
    server_ = honest ? make_honest_server(dice_.number(), post) : make_odd_server(dice_.number(), post);
    const bool strict = weather_.is_honest() && !(attacks_left_ != 0 && impersonates_);
    for (auto askers = dice_.between(1, 3); askers != 0; --askers) {
      const endpoint where = endpoint::v4({10, 0, 0, static_cast<std::uint8_t>(askers)}, 27005);
      askers_.push_back(std::make_unique<asker>(
          dice_.number(), where, *server_, strict, log_,
          [this, where](bytes datagram) { network_.send(where, server_address, datagram, now_); }));
    }
  }

  [[nodiscard]] time_point next() const override {
    time_point next = std::min(network_.next(), attacks_left_ != 0 ? next_attack_ : never);
    for (const auto& one : askers_) next = std::min(next, one->next());
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    if (attacks_left_ != 0 && now_ >= next_attack_) attack();
    while (network_.next() <= now_) deliver(network_.take());
    for (const auto& one : askers_)
      if (one->next() <= now_) one->wake(now_);
  }

  outcome end() override {
    outcome result{.trace = log_.hash(), .breach = server_->breach(), .met = met_};
    result.met += server_->met();
    for (const auto& one : askers_) {
      result.counts += one->counts();
      result.met += one->met();
      if (result.breach.empty()) result.breach = one->breach();
      if (result.breach.empty() && !one->over()) result.breach = "stuck: a client is not done";
    }
    return result;
  }

 private:
  void deliver(const flight& one) {
    if (one.to == server_address)
      return is_down_ ? refuse(one.from) : server_->receive(one.from, one.payload, now_);
    asker* hit = at(one.to);
    if (hit == nullptr || one.from != server_address) return;  // as a connected socket does
    log_.line(now_, std::string(endpoint_text(one.to).view()) + " receives " + test::to_hex(one.payload));
    hit->receive(one.payload, now_);
  }

  void refuse(const endpoint& who) {
    if (asker* hit = at(who)) hit->refuse(now_);
  }

  asker* at(const endpoint& where) {
    for (const auto& one : askers_)
      if (one->where() == where) return one.get();
    return nullptr;
  }

  /// Somebody who lies about his address: asks the server in the name of others, and answers in the server's.
  void attack() {
    --attacks_left_;
    next_attack_ = now_ + dice_.milliseconds(0, 300);
    met_.met("asks in another's name");
    met_.met(impersonates_ ? "answers in the server's name" : "answers as a stranger");
    const endpoint victim = dice_.chance(500) ? victim_address : askers_.front()->where();
    test::buffer request = test::from_hex("FF FF FF FF 55 FF FF FF FF");
    request[4] = static_cast<std::byte>(dice_.between('T', 'W'));
    network_.send(victim, server_address, request, now_);
    const endpoint source = impersonates_ ? server_address : stranger_address;
    test::buffer answer = test::from_hex("FF FF FF FF 44 00 00 00 00");
    answer[4] =
        std::array{std::byte{'A'}, std::byte{'D'}, std::byte{'E'}, std::byte{'l'}}[dice_.between(0, 3)];
    network_.send(source, askers_.front()->where(), answer, now_);
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  weather weather_;
  network network_;
  time_point now_{};
  std::unique_ptr<server> server_;
  std::vector<std::unique_ptr<asker>> askers_;
  bool is_down_ = false;
  bool impersonates_ = false;
  std::uint32_t attacks_left_ = 0;
  time_point next_attack_{};
};

}  // namespace

std::unique_ptr<world> make_a2s_world(std::uint64_t seed, bool show) {
  return std::make_unique<a2s_world>(seed, show);
}

menu menu_of_a2s() {
  return menu_of_networks() + menu_of_odd_servers() + asker::what_there_is() +
         menu{"asks in another's name", "answers in the server's name", "answers as a stranger"};
}

}  // namespace gamewire::sim
