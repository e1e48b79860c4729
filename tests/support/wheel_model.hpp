/// A timer wheel beside a list that is searched: both must say the same.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gamewire/timer_wheel.hpp>

namespace gamewire::test {

class modelled_wheel {
 public:
  explicit modelled_wheel(timer_wheel::index timers, time_point now) : links_(timers), now_(now) {
    for (timer_link& one : links_) timer_wheel::clear(one);
    advance(now);
  }

  [[nodiscard]] time_point now() const { return now_; }
  [[nodiscard]] time_point next() const { return wheel_.next(); }
  [[nodiscard]] std::size_t armed() const { return model_.size(); }
  /// The first difference, or "".
  [[nodiscard]] const std::string& breach() const { return breach_; }

  /// Time goes by and nobody tells the wheel before the next call.
  void at(time_point now) { now_ = std::max(now_, now); }

  void arm(timer_wheel::index which, time_point at) {
    cancel(which);
    wheel_.arm(links_, which, at, now_);
    model_[which] = expected(at);
    check();
  }
  void arm_no_later(timer_wheel::index which, time_point at) {
    const auto before = model_.find(which);
    wheel_.arm_no_later(links_, which, at, now_);
    const bool was_early = before != model_.end() && before->second.may_be_early;
    const bool stays = before != model_.end() && expected(at).tick >= before->second.tick;
    if (!stays && at != never) {
      model_[which] = expected(at);
      model_[which].may_be_early |= was_early;  // and stays where it is in truth
    }
    check();
  }
  void cancel(timer_wheel::index which) {
    wheel_.cancel(links_, which);
    model_.erase(which);
    check();
  }
  /// Each timer that goes off may be armed once more, for `again` later.
  void advance(time_point now, std::optional<nanoseconds> again = std::nullopt) {
    at(now);
    std::map<timer_wheel::index, timer> rearmed;
    wheel_.advance(links_, now_, [&](timer_wheel::index which) {
      const auto known = model_.find(which);
      if (known == model_.end()) return complain("a timer went off that is not armed");
      if (known->second.tick > tick_before(now_) && !known->second.may_be_early)
        complain("a timer went off too early");
      model_.erase(known);
      if (!again) return;
      wheel_.arm(links_, which, later(now_, *again), now_);
      rearmed[which] = expected(later(now_, *again));
    });
    for (const auto& [which, one] : model_)
      if (one.tick <= tick_before(now_)) complain("a timer did not go off");
    model_.merge(rearmed);
    advanced_ = tick_before(now_);
    if (next() <= now_ && next() != never) complain("next() has not moved on");
    check();
  }

 private:
  static constexpr auto tick_length = static_cast<std::uint64_t>(timer_wheel::tick.count());

  struct timer {
    std::uint64_t tick;
    bool may_be_early = false;  // beyond what a wheel can be set to
  };

  static std::uint64_t since_least(time_point at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count()) + (std::uint64_t{1} << 63);
  }
  static std::uint64_t tick_before(time_point at) { return since_least(at) / tick_length; }
  static std::uint64_t tick_after(time_point at) {
    return tick_before(at) + (since_least(at) % tick_length != 0 ? 1 : 0);
  }

  [[nodiscard]] timer expected(time_point at) const {
    const std::uint64_t end = std::max(tick_after(at), tick_before(now_) + 1);
    return {end, end - advanced_ > static_cast<std::uint64_t>(timer_wheel::longest / timer_wheel::tick)};
  }

  void check() {
    if (model_.empty() && next() != never) complain("without timers next() is not never");
    for (const auto& [which, one] : model_) {
      if (!timer_wheel::armed(links_[which])) complain("armed() is wrong");
      if (next() != never && tick_before(next()) > one.tick) complain("next() is after a timer");
    }
  }
  void complain(const char* what) {
    if (breach_.empty()) breach_ = what;
  }

  std::vector<timer_link> links_;
  timer_wheel wheel_;
  std::map<timer_wheel::index, timer> model_;
  time_point now_;
  std::uint64_t advanced_ = 0;
  std::string breach_;
};

}  // namespace gamewire::test
