/// Simulated runs, each from one seed: servers, who asks them, a network and its weather.
#pragma once

#include <memory>
#include <string>

#include <gamewire/time.hpp>

#include "faults.hpp"

namespace gamewire::sim {

/// What became of the requests.
struct tally {
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
  std::uint64_t failed = 0;
  std::uint64_t datagrams = 0;  // sent by clients

  tally& operator+=(const tally& other);
};

struct outcome {
  std::uint64_t trace = 0;  // equal for equal runs
  tally counts;
  std::string breach;  // the first promise that was broken, or ""
  fault_counts met = {};
};

/// One run, in virtual time that begins at 0. Several may share a clock.
class world {
 public:
  world() = default;
  world(const world&) = delete;
  virtual ~world() = default;

  /// When there is something to do; `never`: it is over.
  [[nodiscard]] virtual time_point next() const = 0;
  /// Does it, at that time, or now if that has passed.
  virtual void step(time_point at) = 0;
  /// What became of it, once it is over.
  virtual outcome end() = 0;

 protected:
  void breach(const std::string& what) {
    if (breach_.empty()) breach_ = what;
  }

  std::string breach_;  // the first promise that was broken, or ""
};

/// The turns of one world. Time has to go on.
class turns {
 public:
  explicit turns(world& of) : is_(of) {}

  [[nodiscard]] time_point next() const { return idle_steps_ == most_idle_steps ? never : is_.next(); }
  void step();
  outcome end();

 private:
  static constexpr int most_idle_steps = 100'000;

  world& is_;
  time_point now_{};
  int idle_steps_ = 0;  // in which no time went by
};

/// From its beginning to its end.
outcome play(world& in);

}  // namespace gamewire::sim
