/// A simulated run of GoldSource's RCON: a server, an administrator, a network and its weather, and somebody who lies
/// about his address.
#include <algorithm>
#include <array>

#include <gamewire/rcon/goldsource.hpp>

#include "datagram_admin.hpp"
#include "goldsource_host.hpp"
#include "network.hpp"
#include "support/rcon_server.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;
using rcon::goldsource::client;

constexpr time_point latest{std::chrono::hours(1)};
constexpr endpoint admin_address = endpoint::v4({10, 0, 0, 1}, 50000);
constexpr endpoint server_address = endpoint::v4({10, 1, 0, 1}, 27015);
constexpr endpoint stranger_address = endpoint::v4({10, 3, 0, 1}, 666);
constexpr std::string_view password = "pass word";

/// On a good day a reply is over before the server is believed to be silent, and what was given up is gone before
/// the next command goes out.
client::options make_options(dice& dice, bool rough) {
  client::options options{.password = dice.chance(80) ? "wrong" : password};
  options.seed = dice.number();
  options.deadline = 200s;
  options.quiet_time = dice.milliseconds(600, 1000);
  if (!rough) return options;
  options.timeout = dice.milliseconds(10, 3000);
  options.retries = static_cast<std::uint8_t>(dice.between(0, 4));
  options.deadline = dice.milliseconds(1, 12000);
  options.quiet_time = dice.milliseconds(1, 1000);
  options.max_reply = dice.between(1, 25000);
  options.max_commands = dice.between(1, 20);
  return options;
}

class goldsource_world final : public world {
 public:
  goldsource_world(std::uint64_t seed, bool show)
      : dice_(seed),
        log_(show),
        rough_(dice_.chance(700)),
        weather_(rough_ ? make_weather(dice_) : make_good_weather()),
        network_(weather_, dice_.number(), met_),
        options_(make_options(dice_, rough_)),
        host_(make_host()),
        habits_(make_admin_habits(dice_)),
        admin_(
            dice_.number(), options_, habits_, log_, [this](bytes out) { post(out); },
            [this](const std::string& command, const client::event& what) { return judge(command, what); }) {
    if (dice_.chance(300)) restart_at_ = time_point(dice_.milliseconds(0, 10000));
    if (!rough_) return;
    is_down_ = dice_.chance(20);
    if (dice_.chance(50)) ban_at_ = time_point(dice_.milliseconds(0, 5000));
    if (dice_.chance(150)) attacks_left_ = dice_.between(1, 30);
    impersonates_ = attacks_left_ != 0 && dice_.chance(500);
  }

  [[nodiscard]] time_point next() const override {
    if (admin_.over()) return never;
    const time_point next = std::min(
        {network_.next(), admin_.next(), restart_at_, ban_at_, attacks_left_ != 0 ? next_attack_ : never});
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    if (now_ >= restart_at_) restart();
    if (now_ >= ban_at_) ban_at_ = never, host_->ban(admin_address, now_);
    if (attacks_left_ != 0 && now_ >= next_attack_) attack();
    while (network_.next() <= now_) deliver(network_.take());
    if (admin_.next() <= now_) admin_.wake(now_);
    if (admin_.has_acted() && !admin_.over()) admin_.close(now_);
  }

  outcome end() override {
    outcome result{.trace = log_.hash(), .counts = admin_.counts(), .breach = breach_, .met = met_};
    result.met += host_->met();
    result.met += admin_.met();
    for (const std::string& each : {host_->breach(), admin_.breach(memory_limit()), packets(), executions()})
      if (result.breach.empty()) result.breach = each;
    return result;
  }

 private:
  weather make_good_weather() {
    weather made{.delay = dice_.milliseconds(0, 200)};
    if (dice_.chance(500)) made.jitter_ms = dice_.between(1, 50);
    return made;
  }

  std::unique_ptr<goldsource_host> make_host() {
    const auto send = [this](const endpoint& to, bytes datagram, nanoseconds after) {
      log_.line(now_, "server sends " + test::to_hex(datagram, 40));
      network_.send(server_address, to, datagram, now_ + after);
    };
    const std::uint32_t kind = dice_.between(0, rough_ ? 3 : 1);
    if (kind == 0) return make_goldsource_hub(dice_.number(), password, send);
    // Of split packets that come among each other one only is put together.
    const std::uint32_t print_size = dice_.between(200, rough_ || weather_.jitter_ms == 0 ? 4000 : 1390);
    return make_goldsource_engine(dice_.number(), password, kind != 1, print_size, send);
  }

  /// Of the client: replies, once as they come and once when they are told, whose buffers grow by half; the parts of a
  /// message; its commands.
  [[nodiscard]] std::int64_t memory_limit() const {
    const std::size_t most = std::min<std::size_t>(options_.max_reply, 300'000);
    return static_cast<std::int64_t>(16384 + 3 * most + 2 * 15 * 1400 + 1024 * admin_.counts().asked);
  }

  void post(bytes out) {
    const std::string_view text = as_text(out);
    if (text.ends_with("challenge rcon\n")) {
      ++challenges_asked_;
      commands_since_challenge_ = 0;
    } else {
      if (number_of_command(text.substr(0, text.size() - 1)) == 0) breach("an odd request");
      ++commands_sent_;
      ++commands_since_challenge_;
    }
    network_.send(admin_address, server_address, out, now_);
  }

  /// Commands go out once, and once more for each time that a challenge was rejected, or perhaps was: also then is the
  /// password said to be bad.
  [[nodiscard]] std::string packets() const {
    const std::uint64_t orders = admin_.counts().asked + rejections_;
    if (commands_sent_ > orders) return "a command was sent again";
    if (challenges_asked_ > orders * (options_.retries + 1U)) return "more challenges than attempts allow";
    return {};
  }

  [[nodiscard]] std::string executions() const {
    for (const auto& [command, times] : host_->executed()) {
      if (!weather_.is_honest()) return {};
      if (number_of_command(command) == 0 || number_of_command(command) > admin_.counts().asked)
        return "a command was executed that was not given";
      // A rejection that comes late, or that somebody else has earned, is taken for that of the command that is out.
      if (times > 1 && is_orderly() && !was_attacked_) return "a command was executed twice";
    }
    return {};
  }

  void restart() {
    const nanoseconds again = rough_ ? dice_.milliseconds(0, 5000) : dice_.milliseconds(5000, 20000);
    restart_at_ = dice_.chance(500) ? now_ + again : never;
    log_.line(now_, "server restarts");
    host_->restart();
  }

  void deliver(const flight& one) {
    if (one.to == server_address)
      return is_down_ ? refuse(one.from) : host_->receive(one.from, one.payload, now_);
    if (one.to != admin_address || one.from != server_address) return;  // as a connected socket does
    const std::string_view text = as_text(one.payload);
    if (text.contains("Bad challenge.") || text.contains("No challenge for") ||
        text.contains("Bad rcon_password."))
      ++rejections_;
    log_.line(now_, "client receives " + test::to_hex(one.payload, 40));
    admin_.receive(one.payload, now_);
  }

  void refuse(const endpoint& who) {
    if (who == admin_address && !admin_.over()) admin_.refuse(now_);
  }

  [[nodiscard]] bool is_orderly() const { return weather_.is_orderly() && host_->is_orderly(); }

  std::string judge(const std::string& command, const client::event& what) {
    if (const auto* piece = std::get_if<rcon::chunk>(&what))
      return judge_piece(command, as_text(piece->body));
    if (const auto* end = std::get_if<closed>(&what)) return judge_end(end->error);
    if (rough_) return {};
    if (const auto* one = std::get_if<failed>(&what)) return judge_failure(one->error);
    const auto* reply = std::get_if<rcon::reply>(&what);
    if (reply == nullptr) return {};
    if (reply->partial) return "a reply is partial on a good day";
    // Its pieces may have overtaken each other, which nothing in them tells.
    if (reply->body.size() != test::rcon_reply_to(command).size())
      return "a reply is cut short on a good day";
    return {};
  }

  /// What comes late, of a command that was given up or whose reply was believed to be over, cannot be told from what
  /// comes for the next one.
  std::string judge_piece(const std::string& command, std::string_view piece) const {
    if (!weather_.is_honest() || impersonates_ || mixes_parts()) return {};
    return host_->said(std::string(piece), number_of_command(command), rough_)
               ? ""
               : "a piece of a reply that the server did not give";
  }

  /// A server that was started again numbers its messages anew: late parts of one may fit another.
  [[nodiscard]] bool mixes_parts() const {
    return host_->mixes_parts() || (host_->met()["restarts"] != 0 && !is_orderly());
  }

  /// Has one command gone out with its challenge? That is expected to hold, so of two rejections, that of the challenge
  /// and that of the password, the second is believed too, if it comes first. And it does not hold if the server was
  /// started again in between, or lied.
  [[nodiscard]] bool has_new_challenge() const {
    const auto& met = host_->met();
    return commands_since_challenge_ == 1 && met["restarts"] + met["gives a false challenge"] != 0;
  }

  std::string judge_failure(std::error_code error) const {
    const bool refused = error == rcon::errc::login_refused && (host_->refused() || has_new_challenge());
    if (error == errc::cancelled || refused) return {};
    return "a command failed on a good day: " + error.message();
  }

  /// Is the server believed to have said what it has not?
  std::string judge_end(std::error_code error) const {
    if (!rough_ && error && !host_->refused() && !has_new_challenge())
      return "an end on a good day: " + error.message();
    const bool refusal = error == rcon::errc::login_refused || error == rcon::errc::banned;
    if (!weather_.is_honest() || !is_orderly() || was_attacked_ || has_new_challenge()) return {};
    return refusal && !host_->refused() ? "a refusal that the server did not mean" : "";
  }

  /// In the name of others, or as a stranger.
  void attack() {
    static constexpr std::array lies{
        "lBad rcon_password.\n",       "lYou have been banned from this server.\n",
        "9Bad challenge.\n",           "challenge rcon 4711\n",
        "lsomething that nobody said", "rnor this"};
    static constexpr std::array questions{"challenge rcon\n", "rcon 4711 \"guess\" quit", "rcon"};
    --attacks_left_;
    was_attacked_ = true;
    next_attack_ = now_ + dice_.milliseconds(0, 300);
    met_.met("asks in another's name");
    met_.met(impersonates_ ? "answers in the server's name" : "answers as a stranger");
    const std::string question = questions[dice_.between(0, questions.size() - 1)];
    const std::string lie = lies[dice_.between(0, lies.size() - 1)];
    const std::string head = "\xff\xff\xff\xff";
    network_.send(admin_address, server_address, as_bytes(head + question), now_);
    network_.send(impersonates_ ? server_address : stranger_address, admin_address,
                  as_bytes(head + lie + '\0'), now_);
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  bool rough_;
  weather weather_;
  network network_;
  client::options options_;
  time_point now_{};
  std::unique_ptr<goldsource_host> host_;
  admin_habits habits_;
  datagram_admin<client> admin_;
  time_point restart_at_ = never;
  time_point ban_at_ = never;
  time_point next_attack_{};
  std::uint32_t attacks_left_ = 0;
  bool is_down_ = false;
  bool was_attacked_ = false;
  bool impersonates_ = false;
  std::uint64_t challenges_asked_ = 0;
  std::uint64_t commands_sent_ = 0;
  std::uint64_t commands_since_challenge_ = 0;
  std::uint64_t rejections_ = 0;  // that came to the client
};

}  // namespace

std::unique_ptr<world> make_goldsource_world(std::uint64_t seed, bool show) {
  return std::make_unique<goldsource_world>(seed, show);
}

menu menu_of_goldsource() {
  return menu_of_networks() + menu_of_goldsource_hosts() + datagram_admin<client>::what_there_is() +
         menu{"asks in another's name", "answers in the server's name", "answers as a stranger"};
}

}  // namespace gamewire::sim
