/// One machine, driven as a driver would, and every breach of the contract in machine.hpp noted.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include <gamewire/machine.hpp>

#include "hex.hpp"

namespace gamewire::test {

/// A machine on a layer (over.hpp). It may find something to send while events are polled, and then says so by a
/// deadline an instant away; and after `closed` the layer may still have to take leave.
template <class M>
concept layered = requires(const M m) { m.lower(); };

template <machine M>
class observed {
 public:
  using event = typename M::event;

  /// What goes out: returns how many bytes the transport takes, 0 when it is full. And what happened.
  std::function<std::size_t(bytes)> on_send = [](bytes out) { return out.size(); };
  std::function<void(const event&)> on_event = [](const event&) {};

  /// No drain after each call: the caller calls `drain()` when it likes.
  bool lazy = false;
  /// How long after the first poll_transmit a request must have ended.
  nanoseconds request_limit = nanoseconds::max();

  explicit observed(M machine, time_point now = {}) : machine_(std::move(machine)), now_(now) {
    if constexpr (reconnecting<M>) {
      connected_ = machine_.wants_transport();
      if (connected_) machine_.opened(now_);
    }
  }

  [[nodiscard]] const M& machine() const { return machine_; }
  [[nodiscard]] time_point now() const { return now_; }
  [[nodiscard]] std::size_t open_requests() const { return open_.size(); }
  [[nodiscard]] bool over() const { return machine_.done(); }
  [[nodiscard]] const std::vector<std::string>& breaches() const { return breaches_; }

  /// Time goes by, and the machine will hear of it at the next drain.
  void at(time_point now) { advance(now); }

  /// Gives a command that accepts a request.
  template <class Command>
  accepted ask(Command&& command) {
    const accepted id = command(machine_);
    if (id && *id == request_id::none) breach("an accepted request without an id");
    if (id && !open_.emplace(*id, never).second) breach("an id in use was given out again");
    settle();
    return id;
  }

  /// Gives one that accepts none.
  template <class Command>
  void tell(Command&& command) {
    command(machine_);
    settle();
  }

  std::error_code cancel(request_id id) {
    const bool was_open = open_.contains(id);
    const std::error_code error = machine_.cancel(id);
    if (!error && !was_open) breach("cancelled what was not open");
    settle();
    return error;
  }

  /// The machine gets a copy in memory of its exact size, which is overwritten and freed after the drain.
  void receive(bytes in, time_point now) {
    advance(now);
    inbound_.emplace_back(in.begin(), in.end()).shrink_to_fit();
    machine_.receive(inbound_.back(), now_);
    settle();
  }

  /// Of a machine that outlives its connections it is one of them that ends, or could not be made.
  void receive_end(std::error_code why, time_point now) {
    advance(now);
    if constexpr (reconnecting<M>) connected_ = false;
    machine_.receive_end(why, now_);
    settle();
  }

  /// Does the machine wait for a connection? There is one at first if it does then.
  [[nodiscard]] bool wants_to_connect() const {
    if constexpr (reconnecting<M>) return !connected_ && machine_.wants_transport();
    return false;
  }
  void opened(time_point now) {
    advance(now);
    connected_ = true;
    machine_.opened(now_);
    settle();
  }

  void unreachable(std::error_code why, time_point now) {
    advance(now);
    machine_.unreachable(why, now_);
    settle();
  }

  void close(time_point now) {
    advance(now);
    machine_.close(now_);
    settle();
  }

  void on_timeout(time_point now) {
    advance(now);
    machine_.on_timeout(now_);
    if (lazy) return;
    drain();
    if (machine_.deadline() <= now_) breach("busy: the deadline has not moved on");
  }

  /// Moves as the machine was moved: the old one must be dead, the new one alive.
  void relocate() {
    M moved(std::move(machine_));
    if (!machine_.done() || machine_.deadline() != never) breach("a moved-from machine is not done");
    machine_ = std::move(moved);
  }

  void drain() {
    send_all();
    report_all();
    if constexpr (layered<M>) follow_up();
    if (connected_ && !machine_.done() && !full_ && !machine_.poll_transmit(now_).empty())
      breach("something to send appeared while events were polled");
    if constexpr (reconnecting<M>) connected_ = connected_ && machine_.wants_transport();
    check_state();
    for (buffer& gone : inbound_) std::ranges::fill(gone, std::byte{0xa5});
    inbound_.clear();
  }

  /// Nothing comes any more: closes, and lets time pass until the machine is done. Nobody can be connected to.
  void finish() {
    lazy = false;
    close(now_);
    for (int steps = 0; !machine_.done(); ++steps) {
      if (wants_to_connect() && steps < most_steps) {
        receive_end(std::make_error_code(std::errc::connection_refused), now_);
        continue;
      }
      if (machine_.deadline() == never || steps == most_steps) return breach("stuck: closed, and never done");
      on_timeout(machine_.deadline());
    }
    check_dead();
  }

  void breach(const std::string& what) {
    if (breaches_.size() == most_breaches) return;
    const auto at = std::chrono::duration_cast<std::chrono::microseconds>(now_.time_since_epoch()).count();
    breaches_.push_back(what + " (at " + std::to_string(at) + " us)");
  }

 private:
  static constexpr int most_steps = 1000;
  static constexpr std::size_t most_breaches = 10;

  void advance(time_point now) { now_ = std::max(now_, now); }

  void settle() {
    if (!lazy) drain();
  }

  void send_all() {
    full_ = false;
    for (int steps = 0; !full_; ++steps) {
      const bytes out = machine_.poll_transmit(now_);
      start_clocks();
      if (out.empty() || !connected_) return;
      if (steps == most_steps) return breach("sends without end");
      const std::size_t taken = on_send(out);
      if (taken > 0) machine_.transmitted(taken, now_);
      full_ = taken < out.size();
    }
  }

  void follow_up() {
    for (int steps = 0; machine_.deadline() <= later(now_, nanoseconds(1)); ++steps) {
      if (steps == most_steps) return breach("busy: always an instant away");
      advance(machine_.deadline());
      machine_.on_timeout(now_);
      send_all();
      report_all();
    }
  }

  void start_clocks() {
    for (auto& [id, limit] : open_)
      if (limit == never) limit = later(now_, request_limit);
  }

  void report_all() {
    for (int steps = 0;; ++steps) {
      const auto happened = machine_.poll_event();
      if (!happened) return;
      if (steps == most_steps) return breach("events without end");
      std::visit([this](const auto& what) { this->note(what); }, *happened);
      on_event(*happened);
    }
  }

  template <class Event>
  void note(const Event& what) {
    if (closed_) breach("an event after closed");
    if constexpr (requires {
                    { what.id } -> std::convertible_to<request_id>;
                  }) {
      const auto request = open_.find(what.id);
      if (request == open_.end()) return breach("the end of a request that is not open");
      if (now_ > request->second) breach("a request ended after its deadline");
      open_.erase(request);
    }
    if constexpr (std::is_same_v<Event, gamewire::closed>) {
      closed_ = true;
      if (!open_.empty()) breach("closed with open requests");
    }
  }

  void check_state() {
    const bool takes_leave = layered<M> && closed_ && machine_.deadline() != never;
    if (machine_.done() != closed_ && !takes_leave)
      breach(closed_ ? "closed, but not done" : "done without closed");
    if (machine_.done()) return check_dead();
    if (!open_.empty() && machine_.deadline() == never) breach("stuck: open requests and no deadline");
  }

  void check_dead() {
    if (!machine_.done()) breach("done, and then not");
    if (machine_.deadline() != never) breach("done with a deadline");
    if (!machine_.poll_transmit(now_).empty()) breach("done with something to send");
    if (machine_.poll_event()) breach("done with an event");
    if constexpr (reconnecting<M>)
      if (machine_.wants_transport()) breach("done, and wants a transport");
  }

  M machine_;
  time_point now_;
  std::map<request_id, time_point> open_;  // and when each must have ended
  std::vector<buffer> inbound_;            // what the machine may still look at
  std::vector<std::string> breaches_;
  bool full_ = false;
  bool closed_ = false;
  bool connected_ = true;
};

}  // namespace gamewire::test
