/// A simulated run of aster: a community, those who chat there, and connections with their weather.
#include <memory>
#include <vector>

#include <gamewire/aster/community_state.hpp>
#include <gamewire/aster/responder.hpp>

#include "aster_chatter.hpp"
#include "stream_link.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr time_point latest{std::chrono::minutes(30)};

aster::client_options make_options(dice& dice, bool rough, const std::string& name, bool is_member) {
  aster::client_options options{.name = name, .password = "secret"};
  if (!is_member) options.enter = aster::entry::registration;
  if (dice.chance(50)) options.enter = aster::entry::none;
  options.deadline = 60s;
  options.seed = dice.number();
  options.reconnect = {.attempts = 20, .delay = 100ms, .max_delay = 2s};
  if (dice.chance(300)) options.keep_alive = dice.milliseconds(500, 5000);
  if (!rough) return options;
  options.deadline = dice.milliseconds(1, 8000);
  options.login_timeout = dice.milliseconds(1, 8000);
  options.max_requests = dice.between(1, 20);
  options.max_queued_bytes = dice.between(1, 5000);
  options.max_line = dice.between(1024, 70000);
  options.reconnect.attempts = dice.between(0, 5);
  if (dice.chance(50)) options.password = wrong_password;
  return options;
}

/// One who chats, the connection, and the server's end of it.
struct seat {
  seat(dice& dice, bool rough, const std::string& name, bool is_member, aster::community& of, trace& log,
       fault_counts& met)
      : rough(rough),
        up_weather(make_stream_weather(dice, rough)),
        down_weather(make_stream_weather(dice, rough)),
        intact(std::min(up_weather.corrupt_at, down_weather.corrupt_at) == stream_weather().corrupt_at),
        up(up_weather, dice.number(), met),
        down(down_weather, dice.number(), met),
        // In braces, where the order of the throws is certain.
        chatter{dice.number(), make_options(dice, rough, name, is_member),     intact, name,
                log,           [this](bytes out) { return up.send(out, now); }} {
    serve(of);
  }
  seat(const seat&) = delete;

  void serve(aster::community& of) {
    server = std::make_unique<test::observed<aster::responder>>(aster::responder({.of = &of}), now);
    server->on_send = [this](bytes out) { return down.send(out, now); };
  }

  bool rough;
  stream_weather up_weather;
  stream_weather down_weather;
  bool intact;
  time_point now{};
  stream_link up;
  stream_link down;
  aster_chatter chatter;
  std::unique_ptr<test::observed<aster::responder>> server;
  time_point connects_at = never;
  bool ended = false;  // the connection
};

class aster_world final : public world {
 public:
  aster_world(std::uint64_t seed, bool show)
      : dice_(seed),
        log_(show),
        rough_(dice_.chance(600)),
        community_({.name = "home", .seed = dice_.number()}) {
    for (const char* name : {"general", "random"}) (void)community_.add_channel(name);
    aster::permissions much;
    for (const auto one : {aster::permission::modify_channels, aster::permission::modify_groups,
                           aster::permission::modify_user_groups, aster::permission::manage_messages})
      much.set(one, aster::stance::allow);
    const auto group = community_.add_group("makers", much);
    const auto emoji = community_.add_emoji("smile", as_bytes("PNG"));
    for (const char* name : {"zoe", "yan", "xi"}) {  // so that there are always more users than one
      const auto id = community_.add_user(name, "nobody");
      if (dice_.chance(500)) (void)community_.post(*id, community_.state().channels[0].id, "hello", {});
    }
    const std::uint32_t count = dice_.between(1, 4);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string name(1, static_cast<char>('a' + i));
      const bool is_member = dice_.chance(800);
      if (is_member)
        if (const auto id = community_.add_user(name, "secret"); dice_.chance(500))
          (void)community_.add_to_group(*id, *group);
      seats_.push_back(std::make_unique<seat>(dice_, rough_, name, is_member, community_, log_, met_));
      seats_.back()->chatter.emoji(*emoji);
    }
  }

  [[nodiscard]] time_point next() const override {
    if (!leaving_ && all_quiet()) return now_;
    time_point next = never;
    for (const auto& one : seats_) next = std::min(next, due(*one));
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    if (!leaving_ && all_quiet()) return leave();
    now_ = std::max(now_, at);
    for (const auto& one : seats_) one->now = now_;
    for (const auto& one : seats_) go_on(*one);
    // What one did, the others hear.
    for (const auto& one : seats_)
      if (!one->ended && one->server) one->server->at(now_), one->server->drain();
  }

  outcome end() override {
    outcome made{.trace = log_.hash(), .counts = {}, .breach = breach_, .met = met_};
    for (const auto& one : seats_) {
      made.counts += one->chatter.counts();
      for (const std::string& what : one->chatter.seen()) made.met.met(what);
      if (made.breach.empty()) made.breach = one->chatter.breach();
      if (made.breach.empty() && one->server && !one->server->breaches().empty())
        made.breach = "the server: " + one->server->breaches().front();
    }
    if (made.breach.empty()) made.breach = said_twice();
    return made;
  }

 private:
  [[nodiscard]] bool all_quiet() const {
    return std::ranges::all_of(seats_, [](const auto& one) {
      return one->chatter.over() ||
             (one->chatter.quiet() && one->up.next() == never && one->down.next() == never);
    });
  }

  void leave() {
    leaving_ = true;
    if (!rough_) compare();
    for (const auto& one : seats_) one->chatter.leave(now_);
  }

  time_point due(const seat& one) const {
    const bool waits = !one.ended && (!one.up.has_room() || !one.down.has_room());
    return std::min({one.up.next(), one.down.next(), one.chatter.next(), one.connects_at,
                     one.ended || !one.server ? never : one.server->machine().deadline(),
                     waits ? now_ + 5ms : never});
  }

  void go_on(seat& one) {
    if (one.up.next() <= now_) deliver_up(one);
    if (one.down.next() <= now_) deliver_down(one);
    if (!one.ended && one.server && one.server->machine().deadline() <= now_) one.server->on_timeout(now_);
    if (!one.ended && one.server && one.server->over()) end_connection(one, {});
    if (one.connects_at <= now_) connect(one);
    if (!one.chatter.over()) one.chatter.wake(now_);
    if (!one.chatter.wants_transport()) hang_up(one);
    if (one.chatter.wants_to_connect() && one.connects_at == never)
      one.connects_at = now_ + dice_.milliseconds(0, 300);
    if (rough_ && !one.ended && dice_.chance(1))
      end_connection(one, std::make_error_code(std::errc::connection_reset));
  }

  void deliver_up(seat& one) {
    const test::buffer piece = one.up.take();
    if (one.ended || !one.server) return;
    if (piece.empty()) return end_connection(one, std::make_error_code(std::errc::connection_reset));
    one.server->receive(piece, now_);
  }

  void deliver_down(seat& one) {
    const test::buffer piece = one.down.take();
    if (one.ended) return;
    if (piece.empty()) return end_connection(one, std::make_error_code(std::errc::connection_reset));
    one.chatter.receive(piece, now_);
    one.server->at(now_);
    one.server->drain();  // there is room again
  }

  /// Both ends see it.
  void end_connection(seat& one, std::error_code why) {
    if (one.ended) return;
    log_.line(now_, "a connection ends");
    hang_up(one);
    one.chatter.end(why, now_);
  }

  void hang_up(seat& one) {
    if (std::exchange(one.ended, true)) return;
    if (!one.server->over()) one.server->receive_end(std::make_error_code(std::errc::connection_reset), now_);
  }

  void connect(seat& one) {
    one.connects_at = never;
    if (!one.chatter.wants_to_connect()) return;
    if (rough_ && dice_.chance(200)) {
      met_.met("refused");
      return one.chatter.end(std::make_error_code(std::errc::connection_refused), now_);
    }
    met_.met("another connection");
    log_.line(now_, "another connection");
    hang_up(one);
    one.up_weather = make_stream_weather(dice_, rough_);
    one.down_weather = make_stream_weather(dice_, rough_);
    one.up_weather.corrupt_at = one.down_weather.corrupt_at = stream_weather().corrupt_at;
    one.up = stream_link(one.up_weather, dice_.number(), met_);
    one.down = stream_link(one.down_weather, dice_.number(), met_);
    if (!one.server->breaches().empty()) breach("the server: " + one.server->breaches().front());
    one.serve(community_);
    one.ended = false;
    one.chatter.opened(now_);
  }

  /// All is quiet: does everybody know what the server knows?
  void compare() {
    for (const auto& one : seats_) {
      const auto& knows = one->chatter.knows();
      if (one->chatter.over() || knows.self() == 0 || one->chatter.missed_something()) continue;
      for (const auto& [id, user] : community_.state().users) {
        const auto* known = knows.get_user(id);
        if (known == nullptr || known->name != user.name)
          breach("a client does not know a user, or the name");
        if (known != nullptr && !one->chatter.asked_who_is_there() &&
            known->online != (user.connections != 0))
          breach("a client is wrong about who is there");
      }
      compare_channels(knows);
      compare_groups(knows);
      compare_messages(one->chatter.heard());
    }
  }

  void compare_channels(const aster::directory& knows) {
    const auto same = [](const auto& known, const auto& is) { return known.uuid == is.id; };
    if (!std::ranges::equal(knows.channels(), community_.state().channels, same))
      breach("a client is wrong about the channels");
  }

  /// Who has heard of any has heard of all.
  void compare_groups(const aster::directory& knows) {
    const auto same = [](const aster::known_group& known, const aster::band& is) {
      return known.uuid == is.id && known.name == is.name && known.permissions.wire() == is.can.wire();
    };
    if (!knows.groups().empty() && !std::ranges::equal(knows.groups(), community_.state().groups, same))
      breach("a client is wrong about the groups");
  }

  void compare_messages(const aster::transcript& heard) {
    for (const auto& channel : community_.state().channels)
      for (const auto& known : heard.in(channel.id)) {
        const auto* said = community_.state().find_message(known.uuid);
        if (said == nullptr || said->content != known.content || said->edited != known.edited)
          breach("a client is wrong about a message");
      }
  }

  /// What may have been done is not sent again.
  std::string said_twice() {
    std::map<std::string, int> times;
    std::set<std::string> given;
    for (const auto& one : seats_) {
      if (!one->intact) return {};
      given.insert(one->chatter.given().begin(), one->chatter.given().end());
    }
    for (const auto& one : community_.state().messages) {
      if (one.edited || one.content == "hello") continue;
      if (++times[one.content] > 1) return "a message was sent twice";
      if (!given.contains(one.content)) return "a message that nobody sent";
    }
    return {};
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  bool rough_;
  time_point now_{};
  aster::community community_;
  std::vector<std::unique_ptr<seat>> seats_;
  bool leaving_ = false;
};

}  // namespace

std::unique_ptr<world> make_aster_world(std::uint64_t seed, bool show) {
  return std::make_unique<aster_world>(seed, show);
}

menu menu_of_aster() {
  const auto seen = aster_chatter::all_there_is();
  return menu_of_streams() + menu{"refused", "another connection"} + menu(seen.begin(), seen.end());
}

}  // namespace gamewire::sim
