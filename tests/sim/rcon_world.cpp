/// A simulated run of RCON: a server with some manners, a client, and a connection with its weather.
#include "rcon_admin.hpp"
#include "stream_link.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;
using rcon::profile;

constexpr time_point latest{std::chrono::minutes(10)};

rcon::client_options make_options(dice& dice, profile kind, bool rough) {
  rcon::client_options options{.password = "secret", .profile = kind, .deadline = 20s};
  options.max_in_flight = static_cast<std::uint16_t>(dice.between(1, 4));
  options.seed = dice.number();
  options.max_commands = dice.between(3, 20);
  options.max_reply = std::size_t{1} << 17;
  options.max_frame = std::size_t{1} << 17;
  if (dice.chance(200)) options.keep_alive = dice.milliseconds(100, 3000);
  if (!rough) return options;
  options.deadline = dice.milliseconds(1, 8000);
  options.login_timeout = dice.milliseconds(1, 8000);
  options.quiet_time = dice.milliseconds(1, 1000);
  options.max_reply = dice.between(1, 70000);
  options.max_frame = dice.between(4096, 70000);
  if (dice.chance(50)) options.password = "wrong";
  if (dice.chance(500))
    options.reconnect = {
        .attempts = dice.between(1, 5), .delay = dice.milliseconds(1, 2000), .max_delay = 5s};
  return options;
}

class rcon_world final : public world {
 public:
  rcon_world(std::uint64_t seed, bool show)
      : dice_(seed),
        log_(show),
        rough_(dice_.chance(600)),
        manners_(make_manners()),
        kind_(dice_.chance(500) ? profile::automatic : manners_.fits),
        up_weather_(make_stream_weather(dice_, rough_)),
        down_weather_(make_stream_weather(dice_, rough_)),
        corrupted_(std::min(up_weather_.corrupt_at, down_weather_.corrupt_at) != stream_weather().corrupt_at),
        up_(for_reads(up_weather_), dice_.number(), met_),
        down_(down_weather_, dice_.number(), met_),
        server_(manners_, "secret"),
        options_(make_options(dice_, kind_, rough_)),
        admin_(dice_.number(), options_, expected(), log_,
               [this](bytes out) { return up_.send(out, now_); }) {
    if (rough_ && dice_.chance(200)) half_closes_at_ = time_point(dice_.milliseconds(0, 5000));
    log_.line({}, manners_.name);
    met_.met(manners_.name);
    if (options_.password == "wrong") met_.met("wrong password");
  }

  [[nodiscard]] time_point next() const override {
    const time_point next = std::min({up_.next(), server_next(), down_.next(), admin_.next(), half_closes_at_,
                                      closes_at_, connects_at_, up_.has_room() ? never : retry_at_});
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    const time_point server = server_next();
    if (up_.next() <= now_) deliver_up();
    if (server <= now_) serve();
    if (down_.next() <= now_) deliver_down();
    if (now_ >= half_closes_at_) met_.met("half-close");
    if (now_ >= std::min(half_closes_at_, closes_at_)) end_connection({});
    if (now_ >= connects_at_) connect();
    if (!admin_.over()) admin_.wake(now_);
    if (!admin_.wants_transport()) ended_ = true;  // it has hung up
    if (admin_.wants_to_connect() && connects_at_ == never) connects_at_ = now_ + dice_.milliseconds(0, 300);
    retry_at_ = now_ + 5ms;
  }

  outcome end() override {
    const std::string breach = admin_.breach();
    return {.trace = log_.hash(),
            .counts = admin_.counts(),
            .breach = breach.empty() ? replayed() : breach,
            .met = met_};
  }

 private:
  test::rcon_manners make_manners() {
    const auto all = test::known_rcon_manners();
    return all[dice_.between(0, static_cast<std::uint32_t>(all.size()) - 1)];
  }

  /// A server that takes a read for a packet stands no cuts; nor does it, on a real wire, get small ones.
  stream_weather for_reads(stream_weather weather) const {
    if (manners_.one_read_one_packet) weather = {.delay = weather.delay, .breaks_at = weather.breaks_at};
    return weather;
  }

  [[nodiscard]] fidelity expected() const {
    if (!rough_) return fidelity::exact;
    const bool nameless = !manners_.names_replies || (manners_.strays && kind_ == profile::automatic);
    return corrupted_ || nameless ? fidelity::none : fidelity::beginning;
  }

  [[nodiscard]] time_point server_next() const { return down_.has_room() ? server_.next() : never; }

  /// The next connection, to the same server, which may be down.
  void connect() {
    connects_at_ = never;
    if (!admin_.wants_to_connect()) return;
    if (dice_.chance(200)) {
      met_.met("refused");
      return admin_.end(std::make_error_code(std::errc::connection_refused), now_);
    }
    met_.met("another connection");
    log_.line(now_, "another connection");
    remember_executed();
    up_weather_ = make_stream_weather(dice_, rough_);
    down_weather_ = make_stream_weather(dice_, rough_);
    up_weather_.corrupt_at = down_weather_.corrupt_at = stream_weather().corrupt_at;
    up_ = stream_link(for_reads(up_weather_), dice_.number(), met_);
    down_ = stream_link(down_weather_, dice_.number(), met_);
    server_ = test::rcon_server(manners_, "secret");
    pending_.clear();
    half_closes_at_ = closes_at_ = never;
    ended_ = false;
    admin_.opened(now_);
  }

  void remember_executed() {
    for (const std::string& command : server_.executed()) ++executed_[command];
  }

  /// What may have been executed is not sent again.
  std::string replayed() {
    remember_executed();
    if (corrupted_) return {};
    const auto given = admin_.given();
    for (const auto& [command, times] : executed_)
      if (const auto asked = given.find(command); asked == given.end() || times > asked->second)
        return "a command was executed that was not given, or more often";
    return {};
  }

  void deliver_up() {
    const test::buffer piece = up_.take();
    if (piece.empty()) return end_connection(std::make_error_code(std::errc::connection_reset));
    if (!ended_) server_.receive(piece, now_);
  }

  void serve() {
    test::buffer out = server_.wake(now_);
    pending_.insert(pending_.end(), out.begin(), out.end());
    push_down();
    if (server_.hung_up() && closes_at_ == never && !ended_) closes_at_ = now_ + 200ms;
  }

  void push_down() {
    const std::size_t taken = down_.send(pending_, now_);
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(taken));
  }

  void deliver_down() {
    const test::buffer piece = down_.take();
    if (ended_) return;
    log_.line(now_, "client receives " + test::to_hex(piece, 16));
    if (piece.empty())
      end_connection(std::make_error_code(std::errc::connection_reset));
    else
      admin_.receive(piece, now_);
    push_down();
  }

  void end_connection(std::error_code why) {
    half_closes_at_ = closes_at_ = never;
    if (std::exchange(ended_, true)) return;
    log_.line(now_, "the connection ends");
    admin_.end(why, now_);
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  bool rough_;
  test::rcon_manners manners_;
  profile kind_;
  stream_weather up_weather_;
  stream_weather down_weather_;
  bool corrupted_;  // the first connection changes a byte
  time_point now_{};
  stream_link up_;
  stream_link down_;
  test::rcon_server server_;
  test::buffer pending_;  // what the server has sent, and the way has no room for
  time_point half_closes_at_ = never;
  time_point closes_at_ = never;
  time_point retry_at_ = never;
  time_point connects_at_ = never;
  std::map<std::string, int> executed_;  // on connections that are gone
  bool ended_ = false;
  rcon::client_options options_;
  rcon_admin admin_;
};

}  // namespace

std::unique_ptr<world> make_rcon_world(std::uint64_t seed, bool show) {
  return std::make_unique<rcon_world>(seed, show);
}

menu menu_of_rcon() {
  menu all = menu_of_streams() + menu{"wrong password", "refused", "another connection", "half-close"};
  for (const test::rcon_manners& one : test::known_rcon_manners()) all.emplace_back(one.name);
  return all;
}

}  // namespace gamewire::sim
