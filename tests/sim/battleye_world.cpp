/// A simulated run of BattlEye RCon: a server, an administrator, a network and its weather, and somebody who lies about
/// his address.
#include <algorithm>
#include <set>

#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/battleye_packet.hpp>

#include "battleye_host.hpp"
#include "datagram_admin.hpp"
#include "network.hpp"
#include "support/rcon_server.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;
using rcon::battleye::client;
namespace wire = rcon::battleye;

constexpr time_point latest{std::chrono::hours(1)};
constexpr endpoint admin_address = endpoint::v4({10, 0, 0, 1}, 50000);
constexpr endpoint server_address = endpoint::v4({10, 1, 0, 1}, 2302);
constexpr endpoint stranger_address = endpoint::v4({10, 3, 0, 1}, 666);
constexpr std::string_view password = "pass word";
constexpr std::uint32_t numbers = 256;

client::options make_options(dice& dice, bool rough) {
  client::options options{.password = dice.chance(60) ? "wrong" : password};
  options.seed = dice.number();
  options.deadline = 600s;
  if (dice.chance(300)) options.keep_alive = dice.milliseconds(100, 40000);
  if (!rough) return options;
  options.login_timeout = dice.milliseconds(10, 3000);
  options.login_retries = static_cast<std::uint8_t>(dice.between(0, 4));
  options.timeout = dice.milliseconds(10, 3000);
  options.retries = static_cast<std::uint8_t>(dice.between(0, 4));
  options.deadline = dice.milliseconds(1, 12000);
  if (dice.chance(100)) options.keep_alive = 0s;
  options.max_reply = dice.between(1, 25000);
  options.max_commands = dice.between(1, 20);
  return options;
}

/// The last word, which is a number. 0: there is none.
std::uint32_t place_of(std::string_view message) { return number_of_command(message); }

class battleye_world final : public world {
 public:
  battleye_world(std::uint64_t seed, bool show)
      : dice_(seed),
        log_(show),
        rough_(dice_.chance(700)),
        is_long_(dice_.chance(25)),
        weather_(make_weather_here()),
        network_(weather_, dice_.number(), met_),
        options_(make_options_here()),
        habits_(make_habits_here()),
        oddities_(rough_ && dice_.chance(600) ? make_battleye_oddities(dice_) : battleye_oddities()),
        host_(dice_.number(), password, oddities_,
              [this](bytes datagram, nanoseconds after) {
                log_.line(now_, "server sends " + test::to_hex(datagram, 40));
                network_.send(server_address, admin_address, datagram, now_ + after);
              }),
        admin_(
            dice_.number(), options_, habits_, log_, [this](bytes out) { post(out); },
            [this](const std::string& command, const client::event& what) { return judge(command, what); }) {
    lingers_ = dice_.chance(500);
    if (dice_.chance(500)) announce_at_ = time_point(dice_.milliseconds(0, 3000));
    announces_at_once_ = dice_.chance(60) ? 60 : 3;
    if (!rough_) return;
    is_down_ = dice_.chance(20);
    if (dice_.chance(100)) restart_at_ = time_point(dice_.milliseconds(0, 10000));
    if (dice_.chance(50)) ban_at_ = time_point(dice_.milliseconds(0, 10000));
    if (dice_.chance(150)) attacks_left_ = dice_.between(1, 30);
    impersonates_ = attacks_left_ != 0 && dice_.chance(500);
  }

  [[nodiscard]] time_point next() const override {
    if (admin_.over()) return never;
    const time_point next = std::min({network_.next(), admin_.next(), host_.next(), announce_at_, restart_at_,
                                      ban_at_, attacks_left_ != 0 ? next_attack_ : never});
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    if (now_ >= restart_at_) restart_at_ = never, host_.restart();
    if (now_ >= ban_at_) ban_at_ = never, host_.ban();
    if (now_ >= announce_at_) announce();
    if (now_ >= host_.next()) host_.wake(now_);
    if (attacks_left_ != 0 && now_ >= next_attack_) attack();
    while (network_.next() <= now_) deliver(network_.take());
    if (admin_.next() <= now_) admin_.wake(now_);
    if (!admin_.has_acted() || admin_.over()) return;
    // Who is kept alive finds out for itself that the server has forgotten it.
    const bool waits = lingers_ && options_.keep_alive != 0s && !host_.knows_somebody();
    if (!waits) admin_.close(now_);
  }

  outcome end() override {
    outcome result{.trace = log_.hash(), .counts = admin_.counts(), .breach = breach_, .met = met_};
    result.met += host_.met();
    result.met += admin_.met();
    for (const std::string& each : {admin_.breach(memory_limit()), messages(), executions()})
      if (result.breach.empty()) result.breach = each;
    return result;
  }

 private:
  /// Numbers begin again sooner where datagrams are fast.
  weather make_weather_here() {
    const std::uint32_t most = is_long_ ? 5 : 200;
    weather made{.delay = dice_.milliseconds(0, most), .jitter_ms = dice_.between(0, is_long_ ? 5 : 50)};
    if (!rough_) return made;
    const weather bad = make_weather(dice_);
    return is_long_
               ? weather{bad.loss / 10,  bad.burst / 10, bad.burst_length, bad.duplication, bad.reordering,
                         bad.corruption, bad.truncation, made.delay,       made.jitter_ms}
               : bad;
  }

  client::options make_options_here() {
    client::options made = make_options(dice_, rough_);
    if (is_long_) made.max_commands = 256, made.deadline = 600s;
    return made;
  }

  admin_habits make_habits_here() {
    admin_habits made = make_admin_habits(dice_);
    if (!is_long_ && dice_.chance(100)) made.pause_ms = 60000;
    if (is_long_) made.acts = dice_.between(35, 60), made.commands_at_once = 16, made.pause_ms = 300;
    return made;
  }

  /// Of the client: a reply in parts, which grow by half, and whole; its commands.
  [[nodiscard]] std::int64_t memory_limit() const {
    const std::size_t most = std::min<std::size_t>(options_.max_reply, 20'000);
    return static_cast<std::int64_t>(32768 + 4 * most + 2048 * admin_.counts().asked);
  }

  void announce() {
    for (auto count = dice_.between(1, announces_at_once_); count != 0; --count) host_.announce(now_);
    announce_at_ = now_ + dice_.milliseconds(0, announces_at_once_ == 3 ? 3000 : 300);
  }

  /// What goes out is numbered, and only what got no answer goes out again.
  void post(bytes out) {
    const auto in = wire::decode(out);
    if (!in) return breach("sends what is no packet");
    const std::string_view payload = as_text(in->payload);
    if (in->type == 0 && ++logins_ > options_.login_retries + 1U) breach("more logins than attempts allow");
    if (in->type == 1) count_question(static_cast<std::uint8_t>(payload.front()), payload.substr(1));
    if (in->type == 2 && ++acknowledgements_ > messages_) breach("acknowledged more than came");
    if (in->type == 2) owed_.erase(in->payload.front());
    network_.send(admin_address, server_address, out, now_);
  }

  void count_question(std::uint8_t number, std::string_view text) {
    if (!was_let_in_) breach("a command before the login");
    const auto ahead = static_cast<std::uint8_t>(number - static_cast<std::uint8_t>(questions_ - 1));
    if (ahead == 0 && text != last_text_) return breach("a number was given to two commands");
    if (ahead == 0 && ++attempts_ > options_.retries + 1U) breach("more datagrams than attempts allow");
    if (ahead == 0) return;
    if (ahead >= numbers / 2) breach("a number was given again too soon");
    if (questions_ <= numbers && questions_ + ahead > numbers) met_.met("numbers begin again");
    if (text.empty()) met_.met("keep-alive");
    questions_ += ahead;
    last_text_ = text;
    attempts_ = 1;
  }

  void deliver(const flight& one) {
    if (one.to == server_address) {
      if (!is_down_) return host_.receive(one.payload, now_);
      if (!admin_.over()) admin_.refuse(now_);
      return;
    }
    if (one.from != server_address) return;  // as a connected socket does
    const auto in = wire::decode(one.payload);
    if (in && in->type == 2) count_message(in->payload);
    was_let_in_ |= in && in->type == 0 && as_text(in->payload).starts_with('\1');
    log_.line(now_, "client receives " + test::to_hex(one.payload, 40));
    admin_.receive(one.payload, now_);
    // Each time that it comes: the server may have missed the one before.
    if (!owed_.empty() && !admin_.is_blocked() && !admin_.over()) breach("a message was not acknowledged");
  }

  void count_message(bytes payload) {
    ++messages_;
    if (was_let_in_ && !payload.empty() && !impersonates_) owed_.insert(payload.front());
    const std::uint32_t place = place_of(as_text(payload));
    newest_message_ = std::max(newest_message_, place);
    was_stale_ |= newest_message_ - place >= numbers / 2;
  }

  std::string judge(const std::string& command, const client::event& what) {
    if (std::holds_alternative<rcon::authenticated>(what)) return judge_login();
    if (const auto* one = std::get_if<rcon::unsolicited>(&what)) return judge_message(*one);
    if (const auto* one = std::get_if<rcon::reply>(&what)) return judge_reply(command, *one);
    if (const auto* one = std::get_if<closed>(&what)) return judge_end(one->error);
    const auto* one = std::get_if<failed>(&what);
    const bool excused = rough_ || options_.password != password;
    if (one == nullptr || excused || one->error == errc::cancelled) return {};
    return "a command failed on a good day: " + one->error.message();
  }

  std::string judge_login() {
    if (std::exchange(logged_in_, true)) return "logged in twice";
    return options_.password != password && !impersonates_ ? "logged in with a wrong password" : "";
  }

  std::string judge_end(std::error_code error) const {
    const bool was_refused = host_.met()["refuses the password"] != 0;
    if (!rough_ && error && !was_refused) return "an end on a good day: " + error.message();
    const bool refused = error == rcon::errc::login_refused;
    return refused && !was_refused && !impersonates_ ? "a refusal that the server did not give" : "";
  }

  /// The sum over each packet keeps out what was changed on its way, and its number what answers another command: until
  /// numbers begin again, and what comes late is taken for what comes now.
  std::string judge_reply(const std::string& command, const rcon::reply& reply) const {
    const bool late = !weather_.is_orderly() || oddities_.late_ms != 0 || oddities_.repeats != 0;
    const bool may_mix = questions_ > numbers && late;
    if (may_mix || impersonates_ || oddities_.lies_about_counts) return {};
    const std::string_view body = as_text(reply.body);
    if (oddities_.wrong_number != 0 && body == "hi 0") return {};
    if (oddities_.speaks_before_login && body == "an answer to nothing") return {};
    if (!reply.partial)
      return body == test::rcon_reply_to(command) ? "" : "a reply that the server did not give";
    if (!rough_) return "a reply is partial on a good day";
    return is_of_parts(body, host_.parts_of(command)) ? "" : "a part of a reply that the server did not give";
  }

  /// Some of them, in their order.
  static bool is_of_parts(std::string_view body, const std::vector<std::string>& parts) {
    for (const std::string& each : parts)
      if (body.starts_with(each)) body.remove_prefix(each.size());
    return body.empty();
  }

  /// Each is told once; but one that comes when another 128 ahead of it has come is taken for a new one, from which on
  /// those between are new once more; and so are all, when the server has begun to number anew.
  std::string judge_message(const rcon::unsolicited& one) {
    const std::string_view text = as_text(one.body);
    const std::uint32_t place = place_of(text);
    if (impersonates_) return {};
    if (oddities_.speaks_before_login && text == "too early 0") return {};
    if (one.type != 2 || !text.starts_with("somebody joins ") || place == 0 || place > host_.announced())
      return "a message that the server did not send";
    return told_.insert(place).second || was_stale_ || begins_anew() ? "" : "a message was told twice";
  }

  /// A login that was held up on its way lets a server that has forgotten the client in the middle of its session begin
  /// with number 0.
  [[nodiscard]] bool begins_anew() const {
    return host_.met()["restarts"] + host_.met()["loses patience with silence"] +
               host_.met()["loses patience without acknowledgements"] !=
           0;
  }

  /// What was acknowledged was told.
  [[nodiscard]] std::string messages() const {
    if (!rough_ && host_.met()["loses patience without acknowledgements"] != 0)
      return "a message was not acknowledged on a good day";
    if (impersonates_ || oddities_.speaks_before_login || was_stale_ || begins_anew()) return {};
    const bool all =
        std::ranges::all_of(host_.acknowledged(), [&](auto place) { return told_.contains(place); });
    return all ? "" : "a message was acknowledged and not told";
  }

  [[nodiscard]] std::string executions() const {
    if (impersonates_) return {};
    for (const auto& [command, times] : host_.executed()) {
      if (number_of_command(command) == 0 || number_of_command(command) > admin_.counts().asked)
        return "a command was executed that was not given";
      const bool may_come_late = questions_ > numbers && !weather_.is_orderly();
      if (times > 1 && !may_come_late && !begins_anew()) return "a command was executed twice";
    }
    return {};
  }

  /// In the name of the client, who has no other way to prove who it is, and of the server; or as a stranger.
  void attack() {
    --attacks_left_;
    next_attack_ = now_ + dice_.milliseconds(0, 300);
    met_.met(impersonates_ ? "answers in the server's name" : "answers as a stranger");
    const unsigned type = dice_.between(0, 2);
    const std::string payload = type == 0 ? std::string(1, static_cast<char>(dice_.between(0, 1)))
                                          : static_cast<char>(dice_.between(0, 5)) + std::string("lie 0");
    lie(impersonates_ ? server_address : stranger_address, admin_address, type, payload);
    if (!impersonates_) return;
    met_.met("asks in another's name");
    const unsigned asks = dice_.between(0, 2);
    lie(admin_address, server_address, asks, static_cast<char>(dice_.between(0, 5)) + std::string("x"));
  }

  void lie(const endpoint& from, const endpoint& to, unsigned type, const std::string& payload) {
    test::buffer room(payload.size() + wire::packet_overhead);
    network_.send(from, to, *wire::encode({static_cast<std::uint8_t>(type), as_bytes(payload)}, room), now_);
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  bool rough_;
  bool is_long_;  // enough commands for all numbers
  weather weather_;
  network network_;
  client::options options_;
  admin_habits habits_;
  battleye_oddities oddities_;
  time_point now_{};
  battleye_host host_;
  bool was_let_in_ = false;  // the server's word has come
  bool logged_in_ = false;   // it has been told
  std::uint32_t logins_ = 0;
  std::uint32_t questions_ =
      0;                        // numbers, those included of commands that were given up before they went out
  std::uint32_t attempts_ = 0;  // at the last one
  std::string last_text_;
  std::uint32_t messages_ = 0;  // that came to the client, copies included
  std::uint32_t newest_message_ = 0;
  bool was_stale_ = false;
  std::uint32_t acknowledgements_ = 0;
  std::set<std::byte> owed_;  // acknowledgements
  std::set<std::uint32_t> told_;
  datagram_admin<client> admin_;
  time_point announce_at_ = never;
  time_point restart_at_ = never;
  time_point ban_at_ = never;
  time_point next_attack_{};
  std::uint32_t announces_at_once_ = 3;
  std::uint32_t attacks_left_ = 0;
  bool lingers_ = false;
  bool is_down_ = false;
  bool impersonates_ = false;
};

}  // namespace

std::unique_ptr<world> make_battleye_world(std::uint64_t seed, bool show) {
  return std::make_unique<battleye_world>(seed, show);
}

menu menu_of_battleye() {
  return menu_of_networks() + battleye_host::what_there_is() + datagram_admin<client>::what_there_is() +
         menu{"keep-alive", "numbers begin again", "asks in another's name", "answers in the server's name",
              "answers as a stranger"};
}

}  // namespace gamewire::sim
