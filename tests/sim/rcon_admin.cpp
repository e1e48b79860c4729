#include "rcon_admin.hpp"

#include <array>

#include "support/rcon_events.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

/// What a client may hold at most: replies, an unfinished packet, what one piece had to tell, commands that
/// wait, and itself. Buffers grow by half.
std::int64_t memory_limit(const rcon::client_options& options) {
  const std::size_t replies = (options.max_in_flight + 1U) * options.max_reply * 3 / 2;
  const std::size_t commands = options.max_commands * 1024 + options.max_queued_bytes;
  return static_cast<std::int64_t>(16384 + replies + 2 * options.max_frame + commands + 400000);
}

}  // namespace

rcon_admin::rcon_admin(std::uint64_t seed, const rcon::client_options& options, fidelity expected, trace& log,
                       post send)
    : dice_(seed),
      options_(options),
      expected_(expected),
      log_(log),
      next_act_(time_point(dice_.milliseconds(0, 300))),
      acts_left_(dice_.between(1, 8)),
      actor_(client([this] { return rcon::client(options_); })) {
  actor_.request_limit = options_.deadline + 1ms;
  actor_.on_send = [this, send = std::move(send)](bytes out) {
    const std::size_t taken = send(out);
    if (taken > 0)
      ++tally_.datagrams, log_.line(actor_.now(), "client sends " + test::to_hex(out.first(taken)));
    return taken;
  };
  actor_.on_event = [this](const rcon::client::event& event) { note(event); };
}

time_point rcon_admin::next() const {
  if (over()) return never;
  return std::min(actor_.machine().deadline(), acts_left_ != 0 ? next_act_ : never);
}

void rcon_admin::wake(time_point now) {
  actor_.at(now);
  if (now >= actor_.machine().deadline() || dice_.chance(50)) actor_.on_timeout(now);
  if (acts_left_ != 0 && now >= next_act_) act();
  actor_.drain();
}

void rcon_admin::act() {
  next_act_ = actor_.now() + dice_.milliseconds(0, 3000);
  if (--acts_left_ == 0) return actor_.close(actor_.now());
  if (dice_.chance(50)) actor_.relocate();
  if (expected_ != fidelity::exact && dice_.chance(100)) actor_.cancel(request_id{dice_.between(1, 9)});
  for (auto commands = dice_.between(1, 3); commands != 0; --commands) give_command();
}

void rcon_admin::give_command() {
  static constexpr std::array sizes{1U, 100U, 2047U, 2048U, 4000U, 4096U, 11400U, 60000U};
  const bool text = dice_.chance(700);
  const bool silent = dice_.chance(300);
  const std::string variant = std::to_string(dice_.between(0, 99));
  const std::string size = std::to_string(sizes[dice_.between(0, sizes.size() - 1)]);
  const std::string command = text ? "text " + size + ' ' + variant : silent ? "empty" : "hi " + variant;
  const bool unanswered = expected_ != fidelity::exact && dice_.chance(50);
  const accepted id = actor_.ask([&](client& machine) {
    return machine.call([&](rcon::client& inner) {
      return unanswered ? inner.execute_unanswered(command) : inner.execute(command);
    });
  });
  if (!id) return;
  ++tally_.asked;
  commands_[*id] = command;
  log_.line(actor_.now(), "command " + command);
}

std::map<std::string, int> rcon_admin::given() const {
  std::map<std::string, int> counts;
  for (const auto& [id, command] : commands_) ++counts[command];
  return counts;
}

void rcon_admin::note(const rcon::client::event& event) {
  log_.line(actor_.now(), describe(event));
  if (const auto* part = std::get_if<rcon::chunk>(&event)) chunks_[part->request] += as_text(part->body);
  if (std::holds_alternative<failed>(event)) ++tally_.failed;
  if (std::holds_alternative<rcon::sent>(event)) ++tally_.answered;
  if (const auto* whole = std::get_if<rcon::reply>(&event)) check(*whole);
}

void rcon_admin::check(const rcon::reply& reply) {
  ++tally_.answered;
  if (reply.round_trip < 0ns || reply.round_trip > options_.deadline + 1ms)
    breach_ = "a round trip out of bounds";
  const std::string_view body = as_text(reply.body);
  const std::string want = test::rcon_reply_to(commands_[reply.id]);
  if (expected_ == fidelity::none) return;
  if (chunks_[reply.id] != body) breach_ = "the chunks are not the reply";
  if (!want.starts_with(body)) breach_ = "a reply that the server did not give";
  if (expected_ == fidelity::exact && !reply.partial && body != want) breach_ = "a reply that is cut short";
}

std::string rcon_admin::breach() const {
  if (!actor_.breaches().empty()) return actor_.breaches().front();
  if (!breach_.empty()) return breach_;
  if (!over()) return "stuck: a client is not done";
  if (actor_.machine().peak_memory() > memory_limit(options_)) return "more memory than the options allow";
  if (actor_.machine().memory() > 4096) return "memory was not given back";
  return {};
}

}  // namespace gamewire::sim
