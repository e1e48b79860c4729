/// A fleet, driven as a driver would, and every breach of its promises noted.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gamewire/fleet.hpp>

#include "hex.hpp"

namespace gamewire::test {

/// How many packets a rate allows, by exact arithmetic.
class packet_account {
 public:
  explicit packet_account(const fleet_options& options) : rate_(options.rate), burst_(options.burst_size()) {}

  /// False when they are too many.
  bool spend(std::uint64_t packets, time_point now) {
    if (rate_ == 0) return true;
    const auto passed = static_cast<std::uint64_t>((now - last_).count());
    debt_ = passed < debt_ / rate_ + 1 ? debt_ - std::min(debt_, passed * rate_) : 0;
    last_ = now;
    debt_ += packets * second;
    return debt_ <= burst_ * second;
  }

 private:
  static constexpr std::uint64_t second = std::nano::den;

  std::uint64_t rate_;
  std::uint64_t burst_;
  std::uint64_t debt_ = 0;  // in billionths of a packet
  time_point last_{};
};

template <fleet_machine M>
class observed_fleet {
 public:
  using hub_type = fleet<M>;
  using happened = typename hub_type::happened;

  /// What goes out: returns how many the transport takes. And what happened.
  std::function<std::size_t(std::span<const transmit>)> on_send = [](auto batch) { return batch.size(); };
  std::function<void(const happened&)> on_event = [](const happened&) {};
  /// Given to `transmit_failed` when the transport has not taken all of a batch; then none.
  std::error_code next_failure;
  /// No drain after each call: the caller calls `drain()` when it likes.
  bool lazy = false;
  /// How long after it was first offered a machine must have ended, not counting two ticks of the wheel.
  nanoseconds run_limit = nanoseconds::max();
  std::size_t batch_size = 16;

  observed_fleet(const fleet_options& options, const typename M::options* shared, time_point now = {})
      : hub_(options, shared), options_(options), account_(options), now_(now) {}

  [[nodiscard]] const hub_type& hub() const { return hub_; }
  [[nodiscard]] time_point now() const { return now_; }
  [[nodiscard]] bool over() const { return hub_.done(); }
  [[nodiscard]] const std::vector<std::string>& breaches() const { return breaches_; }
  [[nodiscard]] std::uint64_t closed_runs() const { return closed_runs_; }

  /// Time goes by, and the fleet will hear of it at the next drain.
  void at(time_point now) { now_ = std::max(now_, now); }

  /// `setup(machine)` gives back what the commands gave back.
  template <class Setup>
  std::error_code start(const endpoint& peer, Setup&& setup) {
    const std::uint64_t id = last_id_ + 1;
    run made{.peer = peer};
    bool was_called = false;
    const std::error_code expected = expected_error(peer);
    const std::error_code error = hub_.start(peer, id, [&](M& machine) {
      was_called = true;
      for (const accepted& one : setup(machine))
        if (one && !made.open.insert(*one).second) breach("an id in use was given out again");
    });
    if (was_called == static_cast<bool>(error)) breach("setup was called, or not, against what was returned");
    if (error != expected && error != errc::no_memory) breach("start said: " + error.message());
    if (!error) {
      last_id_ = id;
      peers_[peer] = id;
      runs_.emplace(id, std::move(made));
      has_started_ = true;
    }
    if (!draining_) settle();
    return error;
  }

  /// The fleet gets a copy in memory of its exact size, which is overwritten and freed after the drain.
  void receive(const endpoint& from, bytes in, time_point now) {
    at(now);
    inbound_.emplace_back(in.begin(), in.end()).shrink_to_fit();
    hub_.prefetch(std::span(&from, 1));
    const auto before = hub_.count();
    hub_.receive(from, inbound_.back(), now_);
    const auto after = hub_.count();
    const bool known = peers_.contains(from);
    if (!hub_.done() && (after.received - before.received != (known ? 1U : 0U) ||
                         after.strangers - before.strangers != (known ? 0U : 1U)))
      breach("friends and strangers were mixed up");
    settle();
  }

  void unreachable(const endpoint& peer, std::error_code why, time_point now) {
    at(now);
    hub_.unreachable(peer, why, now_);
    settle();
  }

  void close(time_point now) {
    at(now);
    hub_.close(now_);
    closing_ = true;
    settle();
  }

  void on_timeout(time_point now) {
    at(now);
    hub_.on_timeout(now_);
    settle();
    if (lazy) return;
    if (hub_.deadline() <= now_ && now_ != never) breach("busy: the deadline has not moved on");
    if (!limits_.empty() && later(std::max(limits_.begin()->first, late_), 2 * timer_wheel::tick) <= now_)
      breach("a machine has not ended in time");
  }

  /// Moves as the fleet was moved: the old one must be dead, the new one alive.
  void relocate() {
    hub_type moved(std::move(hub_));
    if (!hub_.done() || hub_.deadline() != never || hub_.room() != 0)
      breach("a moved-from fleet is not done");
    if (hub_.start({}, 0, [](M&) {}) != errc::closed) breach("a moved-from fleet starts something");
    hub_ = std::move(moved);
  }

  void drain() {
    if (std::exchange(behind_, false)) late_ = now_;
    draining_ = true;
    do {
      has_started_ = false;
      send_all();
      report_all();
    } while (has_started_);
    draining_ = false;
    check_state();
    for (buffer& gone : inbound_) std::ranges::fill(gone, std::byte{0xa5});
    inbound_.clear();
  }

  /// Nothing comes any more: closes, and lets time pass until the fleet is done.
  void finish() {
    lazy = false;
    close(now_);
    for (std::size_t steps = 0; !hub_.done(); ++steps) {
      if (hub_.deadline() == never || steps == most_steps) return breach("stuck: closed, and never done");
      on_timeout(hub_.deadline());
    }
    if (!runs_.empty()) breach("done with machines in flight");
  }

  void breach(const std::string& what) {
    if (breaches_.size() == most_breaches) return;
    const auto at = std::chrono::duration_cast<std::chrono::microseconds>(now_.time_since_epoch()).count();
    breaches_.push_back(what + " (at " + std::to_string(at) + " us)");
  }

 private:
  static constexpr std::size_t most_steps = 1'000'000;
  static constexpr std::size_t most_breaches = 10;

  struct run {
    endpoint peer;
    std::set<request_id> open;
    time_point limit = never;  // once it has been offered
  };

  std::error_code expected_error(const endpoint& peer) const {
    if (closing_ || hub_.done()) return errc::closed;
    if (peer.family() == ip_family::none) return errc::invalid_argument;
    if (peers_.contains(peer)) return errc::duplicate;
    if (runs_.size() == options_.in_flight) return errc::busy;
    return {};
  }

  void settle() {
    if (lazy)
      behind_ = true;
    else
      drain();
  }

  void send_all() {
    full_ = false;
    for (std::size_t steps = 0; !full_; ++steps) {
      std::array<transmit, 80> room;
      const std::size_t count = hub_.poll_transmit(std::span(room).first(batch_size), now_);
      const auto batch = std::span(room).first(count);
      for (const transmit& one : batch) begin(one);
      if (batch.empty()) return;
      if (steps == most_steps) return breach("sends without end");
      const std::size_t taken = on_send(batch);
      if (taken > 0) hub_.transmitted(taken, now_);
      if (!account_.spend(taken, now_)) breach("more packets than the rate allows");
      if (taken == count) continue;
      if (next_failure)
        hub_.transmit_failed(std::exchange(next_failure, {}), now_);
      else
        full_ = true;
    }
  }

  void begin(const transmit& one) {
    const auto known = peers_.find(one.to);
    if (known == peers_.end()) return breach("a datagram for nobody in flight");
    if (one.payload.empty()) breach("an empty datagram");
    run& its = runs_.at(known->second);
    if (its.limit != never) return;
    its.limit = later(now_, run_limit);
    limits_.emplace(its.limit, known->second);
  }

  void report_all() {
    for (std::size_t steps = 0;; ++steps) {
      const auto event = hub_.poll_event();
      if (!event) return;
      if (steps == most_steps) return breach("events without end");
      if (closed_) breach("an event after closed");
      if (std::holds_alternative<closed>(*event)) {
        closed_ = true;
        if (!closing_ || !runs_.empty()) breach("closed too early");
        continue;
      }
      const auto& one = std::get<0>(*event);
      note(one);
      on_event(one);
    }
  }

  void note(const happened& one) {
    const auto known = runs_.find(one.id);
    if (known == runs_.end()) return breach("an event of nobody in flight");
    if (known->second.peer != one.peer) breach("an event of somebody else");
    if (std::holds_alternative<closed>(one.what)) {
      if (!known->second.open.empty()) breach("a machine closed with open requests");
      limits_.erase({known->second.limit, one.id});
      peers_.erase(one.peer);
      runs_.erase(known);
      ++closed_runs_;
      return;
    }
    std::visit(
        [&](const auto& what) {
          if constexpr (requires {
                          { what.id } -> std::convertible_to<request_id>;
                        })
            if (known->second.open.erase(what.id) == 0) breach("the end of a request that is not open");
        },
        one.what);
  }

  void check_state() {
    if (hub_.done() != closed_) breach(closed_ ? "closed, but not done" : "done without closed");
    if (hub_.in_flight() != runs_.size()) breach("in_flight() is wrong");
    if (runs_.size() > options_.in_flight) breach("more in flight than the window has room for");
    if (hub_.room() != (closing_ ? 0 : options_.in_flight - runs_.size())) breach("room() is wrong");
    if (!runs_.empty() && hub_.deadline() == never) breach("stuck: machines in flight and no deadline");
    if (hub_.done() && hub_.deadline() != never) breach("done with a deadline");
  }

  hub_type hub_;
  fleet_options options_;
  packet_account account_;
  time_point now_;
  std::map<std::uint64_t, run> runs_;  // in flight
  std::map<endpoint, std::uint64_t> peers_;
  std::set<std::pair<time_point, std::uint64_t>> limits_;
  std::vector<buffer> inbound_;  // what the fleet may still look at
  std::vector<std::string> breaches_;
  std::uint64_t last_id_ = 0;
  std::uint64_t closed_runs_ = 0;
  time_point late_{};    // when a drain that was due earlier was made good
  bool behind_ = false;  // it is due
  bool full_ = false;
  bool closing_ = false;
  bool closed_ = false;
  bool draining_ = false;
  bool has_started_ = false;
};

}  // namespace gamewire::test
