#include "world.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr time_point latest{std::chrono::minutes(10)};
constexpr endpoint server_address = endpoint::v4({10, 1, 0, 1}, 27015);
constexpr endpoint victim_address = endpoint::v4({10, 2, 0, 1}, 80);
constexpr endpoint stranger_address = endpoint::v4({10, 3, 0, 1}, 666);

class world {
 public:
  world(std::uint64_t seed, bool show)
      : dice_(seed), log_(show), weather_(make_weather(dice_)), network_(weather_, dice_.number()) {
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

  outcome run() {
    while (step()) {
    }
    outcome result{.trace = log_.hash(), .breach = server_->breach()};
    for (const auto& one : askers_) {
      result.counts += one->counts();
      if (result.breach.empty()) result.breach = one->breach();
      if (result.breach.empty() && !one->over()) result.breach = "stuck: a client is not done";
    }
    return result;
  }

 private:
  /// Does what is next. False at the end.
  bool step() {
    time_point next = std::min(network_.next(), attacks_left_ != 0 ? next_attack_ : never);
    for (const auto& one : askers_) next = std::min(next, one->next());
    if (next == never || next > latest) return false;
    now_ = std::max(now_, next);
    if (attacks_left_ != 0 && now_ >= next_attack_) attack();
    while (network_.next() <= now_) deliver(network_.take());
    for (const auto& one : askers_)
      if (one->next() <= now_) one->wake(now_);
    return true;
  }

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

weather make_weather(dice& dice) {
  weather made{.delay = dice.milliseconds(0, 200), .jitter_ms = dice.between(0, 50)};
  if (dice.chance(300)) return made;  // a good day
  if (dice.chance(300)) made.loss = dice.between(1, 500);
  if (dice.chance(200)) made.burst = dice.between(1, 100), made.burst_length = dice.between(1, 20);
  if (dice.chance(300)) made.duplication = dice.between(1, 300);
  if (dice.chance(300)) made.reordering = dice.between(1, 500);
  if (dice.chance(150)) made.corruption = dice.between(1, 300);
  if (dice.chance(150)) made.truncation = dice.between(1, 300);
  return made;
}

outcome run(std::uint64_t seed, bool show) { return world(seed, show).run(); }

}  // namespace gamewire::sim
