/// A user of one of the RCON clients over datagrams and its driver: gives commands at random times, and is watched while
/// it does.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>

#include "admin_habits.hpp"
#include "support/metered.hpp"
#include "support/observed.hpp"
#include "support/rcon_events.hpp"
#include "trace.hpp"
#include "world.hpp"

namespace gamewire::sim {

template <class Client>
class datagram_admin {
 public:
  using options = typename Client::options;
  using event = rcon::client::event;
  using post = std::function<void(bytes)>;
  /// What is wrong with an event, or "". `command`: whose it is, if anybody's.
  using judge = std::function<std::string(const std::string& command, const event& what)>;

  datagram_admin(std::uint64_t seed, const options& chosen, const admin_habits& is, trace& log, post send,
                 judge judges)
      : dice_(seed),
        options_(chosen),
        is_(is),
        log_(log),
        send_(std::move(send)),
        judges_(std::move(judges)),
        next_act_(time_point(dice_.milliseconds(0, 500))),
        actor_(client([this] { return Client(options_); })) {
    // A full transport takes again within 100 ms, and only then hears of the time.
    actor_.request_limit = options_.total_deadline() + is_.lateness + std::chrono::milliseconds(1);
    actor_.on_send = [this](bytes out) { return take(out); };
    actor_.on_event = [this](const event& what) { note(what); };
  }
  datagram_admin(const datagram_admin&) = delete;

  [[nodiscard]] time_point next() const {
    if (over()) return never;
    return std::min({machine_wakes(), is_.acts != 0 ? next_act_ : never, writable_at_});
  }

  void wake(time_point now) {
    actor_.at(now);
    if (now >= writable_at_) writable_at_ = never, is_.full_per_mille /= 2;
    const bool due = now >= machine_wakes();
    const bool spurious = dice_.chance(50);
    if (spurious && !due) met_.met("spurious timeout");
    if (due || spurious) actor_.on_timeout(now);
    if (is_.acts != 0 && now >= next_act_) act();
    actor_.drain();
    if (actor_.open_requests() == 0 && actor_.machine().memory() > most_idle_memory)
      complain("memory was not given back");
  }

  void receive(bytes datagram, time_point now) { actor_.receive(datagram, now); }
  void refuse(time_point now) {
    met_.met("refused");
    actor_.receive_end(std::make_error_code(std::errc::connection_refused), now);
  }
  void close(time_point now) { actor_.close(now); }

  /// Does its transport take nothing?
  [[nodiscard]] bool is_blocked() const { return writable_at_ != never; }
  /// Has it no more to do? Then it is to be closed.
  [[nodiscard]] bool has_acted() const { return is_.acts == 0; }
  [[nodiscard]] bool over() const { return actor_.over(); }
  [[nodiscard]] const tally& counts() const { return tally_; }
  [[nodiscard]] const fault_counts& met() const { return met_; }
  static menu what_there_is() { return {"full", "spurious timeout", "moved", "cancelled", "refused"}; }

  /// `memory`: the most that the options allow.
  [[nodiscard]] std::string breach(std::int64_t memory) const {
    if (!actor_.breaches().empty()) return actor_.breaches().front();
    if (!breach_.empty()) return breach_;
    if (!over()) return "stuck: a client is not done";
    if (actor_.machine().memory() > most_idle_memory) return "memory was not given back";
    if (actor_.machine().peak_memory() > memory) return "more memory than the options allow";
    return {};
  }

 private:
  using client = test::metered<Client>;
  static constexpr std::int64_t most_idle_memory = 8192;

  [[nodiscard]] time_point machine_wakes() const {
    const time_point due = actor_.machine().deadline();
    return due == never ? never : due + is_.lateness;
  }

  void complain(const std::string& what) {
    if (breach_.empty()) breach_ = what;
  }

  std::size_t take(bytes datagram) {
    if (as_text(actor_.machine().shown_transmit()).contains(options_.password))
      complain("a trace shows the password");
    if (writable_at_ != never || dice_.chance(is_.full_per_mille)) {
      met_.met("full");
      if (writable_at_ == never) writable_at_ = actor_.now() + dice_.milliseconds(1, 100);
      return 0;
    }
    ++tally_.datagrams;
    log_.line(actor_.now(), "client sends " + test::to_hex(datagram));
    send_(datagram);
    return datagram.size();
  }

  void act() {
    --is_.acts;
    next_act_ = actor_.now() + dice_.milliseconds(0, is_.pause_ms);
    if (dice_.chance(50)) met_.met("moved"), actor_.relocate();
    if (dice_.chance(100)) cancel();
    for (auto commands = dice_.between(1, is_.commands_at_once); commands != 0; --commands) give_command();
  }

  /// One of the last.
  void cancel() {
    const std::uint32_t back = dice_.between(0, 4);
    if (back < given_ && !actor_.cancel(request_id{given_ - back})) met_.met("cancelled");
  }

  /// Ids are given in order, from 1 on.
  void give_command() {
    const std::string command = make_command(dice_, given_ + 1, options_.max_command());
    const bool unanswered = dice_.chance(50);
    const accepted id = actor_.ask([&](client& machine) {
      return machine.call([&](Client& inner) {
        return unanswered ? inner.execute_unanswered(command) : inner.execute(command);
      });
    });
    if (!id) return;
    ++given_;
    ++tally_.asked;
    commands_[*id] = command;
    log_.line(actor_.now(), "command " + command);
  }

  void note(const event& what) {
    log_.line(actor_.now(), describe(what));
    if (std::holds_alternative<failed>(what)) ++tally_.failed;
    if (std::holds_alternative<rcon::sent>(what)) ++tally_.answered;
    std::string command;
    if (const auto* one = std::get_if<rcon::reply>(&what)) {
      ++tally_.answered;
      const nanoseconds most = options_.total_deadline() + is_.lateness + std::chrono::milliseconds(1);
      if (one->round_trip < nanoseconds::zero() || one->round_trip > most)
        complain("a round trip out of bounds");
      if (chunks_.contains(one->id) && chunks_[one->id] != as_text(one->body))
        complain("the chunks are not the reply");
      chunks_.erase(one->id);
      command = commands_[one->id];
    } else if (const auto* piece = std::get_if<rcon::chunk>(&what)) {
      chunks_[piece->request] += as_text(piece->body);
      command = commands_[piece->request];
    }
    if (const std::string wrong = judges_(command, what); !wrong.empty())
      complain(wrong + (command.empty() ? "" : ": " + command.substr(0, 20)));
  }

  dice dice_;
  options options_;
  admin_habits is_;
  trace& log_;
  post send_;
  judge judges_;
  time_point writable_at_ = never;
  time_point next_act_;
  std::uint32_t given_ = 0;
  std::map<request_id, std::string> commands_;
  std::map<request_id, std::string> chunks_;
  test::observed<client> actor_;
  tally tally_;
  fault_counts met_;
  std::string breach_;
};

}  // namespace gamewire::sim
