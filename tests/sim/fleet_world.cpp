#include <vector>

#include <gamewire/fleet.hpp>

#include "asker.hpp"
#include "network.hpp"
#include "support/a2s_events.hpp"
#include "support/observed_fleet.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr endpoint fleet_address = endpoint::v4({10, 0, 0, 1}, 27005);

/// What stands at an address.
enum class kind : unsigned char { honest, odd, dead, down };

kind make_kind(dice& dice) {
  const auto draw = dice.between(0, 99);
  return draw < 40 ? kind::honest : draw < 70 ? kind::odd : draw < 85 ? kind::dead : kind::down;
}

fleet_options make_fleet_options(dice& dice, std::uint32_t servers) {
  fleet_options made{.in_flight = dice.between(1, servers), .rate = 0, .seed = dice.number()};
  if (dice.chance(700)) made.rate = dice.between(20, 5000);
  if (dice.chance(500)) made.burst = dice.between(1, 100);
  return made;
}

class fleet_world final : public world {
 public:
  fleet_world(std::uint64_t seed, bool show)
      : dice_(seed),
        log_(show),
        weather_(make_weather(dice_)),
        network_(weather_, dice_.number(), met_),
        count_(dice_.chance(20) ? dice_.between(1000, 4000) : dice_.between(1, 150)),
        client_options_(make_client_options(dice_)),
        crew_(make_fleet_options(dice_, count_), &client_options_) {
    lateness_ = dice_.chance(300) ? dice_.milliseconds(0, 50) : 0ns;
    full_per_mille_ = dice_.chance(300) ? dice_.between(10, 900) : 0;
    broken_per_mille_ = dice_.chance(200) ? dice_.between(1, 200) : 0;
    jumps_left_ = dice_.chance(200) ? dice_.between(1, 5) : 0;
    strangers_left_ = dice_.chance(200) ? dice_.between(1, 1000) : 0;
    liars_ = dice_.chance(200);
    again_per_mille_ = dice_.chance(300) ? dice_.between(1, 500) : 0;
    for (std::uint32_t i = 0; i < count_; ++i) add_server(i);
    crew_.run_limit = client_options_.total_deadline();
    crew_.batch_size = dice_.between(1, 80);
    crew_.on_send = [this](auto batch) { return take(batch); };
    crew_.on_event = [this](const auto& one) { note(one); };
    start_more();
  }

  [[nodiscard]] time_point next() const override {
    return crew_.over() ? never
                        : std::min({network_.next(), later(crew_.hub().deadline(), lateness_), writable_at_});
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    if (jumps_left_ != 0 && dice_.chance(5)) jump();
    if (now_ >= writable_at_) {
      writable_at_ = never;
      crew_.at(now_);
      crew_.drain();
    }
    while (network_.next() <= now_) deliver(network_.take());
    if (crew_.hub().deadline() <= now_) crew_.on_timeout(now_);
    annoy();
    start_more();
  }

  outcome end() override {
    outcome made{.trace = log_.hash(), .counts = counts_, .breach = {}, .met = met_};
    if (!crew_.over())
      made.breach = "stuck";
    else if (crew_.closed_runs() != started_)
      made.breach = "not every machine has closed";
    if (!crew_.breaches().empty()) made.breach = crew_.breaches().front();
    for (const auto& one : servers_) {
      if (made.breach.empty()) made.breach = one->breach();
      made.met += one->met();
    }
    return made;
  }

 private:
  using happened = fleet<a2s::client>::happened;

  static endpoint address(std::uint32_t i) {
    return endpoint::v4({10, 1, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)}, 27015);
  }
  static std::size_t number_of(const endpoint& of) {
    return static_cast<std::size_t>(of.address()[2]) << 8 | of.address()[3];
  }

  void add_server(std::uint32_t i) {
    const auto post = [this, from = address(i)](const endpoint& to, bytes datagram, nanoseconds after) {
      network_.send(from, to, datagram, now_ + after);
    };
    kinds_.push_back(make_kind(dice_));
    servers_.push_back(kinds_.back() == kind::odd ? make_odd_server(dice_.number(), post)
                                                  : make_honest_server(dice_.number(), post));
  }

  void jump() {
    --jumps_left_;
    now_ += std::chrono::hours(dice_.between(1, 9));
    met_.met("the clock jumps");
  }

  void deliver(const flight& one) {
    log_.line(now_, std::string(endpoint_text(one.from).view()) + " to " +
                        std::string(endpoint_text(one.to).view()) + ": " + test::to_hex(one.payload));
    if (one.to == fleet_address) return crew_.receive(one.from, one.payload, now_);
    const std::size_t i = number_of(one.to);
    if (i >= servers_.size()) return;
    if (kinds_[i] == kind::down)
      met_.met("down"), crew_.unreachable(one.to, std::make_error_code(std::errc::connection_refused), now_);
    else if (kinds_[i] != kind::dead)
      servers_[i]->receive(one.from, one.payload, now_);
    else
      met_.met("dead");
  }

  /// A list that streams through; and one is asked again now and then, also while it is in flight.
  void start_more() {
    while (crew_.hub().room() != 0 && next_ < count_) {
      if (dice_.chance(again_per_mille_)) met_.met("asked while it is asked"), start(dice_.between(0, next_));
      if (crew_.hub().room() != 0) start(next_++);
    }
    if (next_ == count_ && !closing_) {
      closing_ = true;
      crew_.close(now_);
    }
  }

  void start(std::uint32_t i) {
    const auto error = crew_.start(address(i), [&](a2s::client& client) {
      std::vector<accepted> ids;
      if (dice_.chance(900)) ids.push_back(client.request_info());
      if (dice_.chance(300)) ids.push_back(client.request_players());
      if (dice_.chance(300)) ids.push_back(client.request_rules());
      counts_.asked += ids.size();
      return ids;
    });
    if (!error) ++started_;
    log_.line(now_, "start " + std::to_string(i) + ": " + (error ? error.message() : "ok"));
  }

  std::size_t take(std::span<const transmit> batch) {
    std::size_t taken = batch.size();
    if (dice_.chance(broken_per_mille_)) {
      taken = dice_.between(0, static_cast<std::uint32_t>(batch.size() - 1));
      crew_.next_failure = std::make_error_code(std::errc::network_unreachable);
      met_.met("cannot be sent");
    } else if (dice_.chance(full_per_mille_)) {
      taken = dice_.between(0, static_cast<std::uint32_t>(batch.size() - 1));
      writable_at_ = now_ + dice_.milliseconds(0, 20);
      met_.met("full");
    }
    for (const transmit& one : batch.first(taken)) network_.send(fleet_address, one.to, one.payload, now_);
    counts_.datagrams += taken;
    log_.line(now_, "sends " + std::to_string(taken) + " of " + std::to_string(batch.size()));
    return taken;
  }

  void note(const happened& one) {
    log_.line(now_, std::to_string(one.id) + " " + std::string(endpoint_text(one.peer).view()) + " " +
                        a2s::describe(one.what));
    if (std::holds_alternative<failed>(one.what)) ++counts_.failed;
    const auto check = [&](bytes raw) {
      ++counts_.answered;
      const bool strict = weather_.is_honest() && !liars_;
      if (strict && !servers_[number_of(one.peer)]->said(raw)) crew_.breach("an answer nobody gave");
    };
    if (const auto* reply = std::get_if<a2s::info_reply>(&one.what)) check(reply->raw);
    if (const auto* reply = std::get_if<a2s::players_reply>(&one.what)) check(reply->raw);
    if (const auto* reply = std::get_if<a2s::rules_reply>(&one.what)) check(reply->raw);
  }

  /// Those whom nobody asked, and those who speak in the name of others.
  void annoy() {
    for (auto some = dice_.between(0, 20); some != 0 && strangers_left_ != 0; --some, --strangers_left_) {
      const auto name = dice_.between(0, 65535);
      const endpoint from =
          liars_ && dice_.chance(500) ? address(dice_.between(0, count_ - 1)) : address(name).with_port(666);
      met_.met(from.port() == 666 ? "a stranger answers" : "a lie in a server's name");
      test::buffer lie = test::from_hex("FF FF FF FF 41 00 00 00 00");
      lie[4] = static_cast<std::byte>("ADEl"[dice_.between(0, 3)]);
      network_.send(from, fleet_address, lie, now_);
    }
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  weather weather_;
  network network_;
  std::uint32_t count_;  // of servers
  a2s::client_options client_options_;
  test::observed_fleet<a2s::client> crew_;
  std::vector<kind> kinds_;
  std::vector<std::unique_ptr<server>> servers_;
  nanoseconds lateness_{};              // of the driver's timer
  std::uint32_t full_per_mille_ = 0;    // how often the transport takes less than there is
  std::uint32_t broken_per_mille_ = 0;  // how often it refuses one
  std::uint32_t jumps_left_ = 0;        // of the clock
  std::uint32_t strangers_left_ = 0;
  bool liars_ = false;
  std::uint32_t again_per_mille_ = 0;
  time_point now_{};
  time_point writable_at_ = never;
  std::uint32_t next_ = 0;
  std::uint64_t started_ = 0;
  bool closing_ = false;
  tally counts_;
};

}  // namespace

std::unique_ptr<world> make_fleet_world(std::uint64_t seed, bool show) {
  return std::make_unique<fleet_world>(seed, show);
}

menu menu_of_fleet() {
  return menu_of_networks() + menu_of_odd_servers() +
         menu{"full", "cannot be sent",     "the clock jumps",          "dead",
              "down", "a stranger answers", "a lie in a server's name", "asked while it is asked"};
}

}  // namespace gamewire::sim
