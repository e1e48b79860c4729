/// All protocols at once: worlds side by side on one clock. Machines know nothing of each other, so each world has to do
/// to the last bit what it does alone, and nobody's deadlines may be missed because somebody else is busy.
#include <algorithm>
#include <vector>

#include "dice.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

/// All but those that are never the same twice, and itself.
std::vector<const world_kind*> kinds_to_mix() {
  std::vector<const world_kind*> all;
  for (const world_kind& one : all_worlds())
    if (one.name != "tls" && one.name != "mixed") all.push_back(&one);
  return all;
}

class mixed_world final : public world {
 public:
  mixed_world(std::uint64_t seed, bool show) {
    dice dice(seed);
    for (const world_kind* kind : kinds_to_mix())
      for (auto count = dice.between(1, 2); count != 0; --count)
        parts_.push_back(std::make_unique<part>(*kind, dice.number(), show));
  }

  [[nodiscard]] time_point next() const override {
    time_point first = never;
    for (const auto& one : parts_) first = std::min(first, one->turn.next());
    return first;
  }

  /// Whoever is due.
  void step(time_point at) override {
    now_ = std::max(now_, at);
    for (const auto& one : parts_)
      if (one->turn.next() <= now_) one->turn.step();
  }

  outcome end() override {
    outcome all;
    for (const auto& one : parts_) {
      outcome made = one->turn.end();
      if (made.breach.empty()) made.breach = differs(*one, made);
      all.trace = mix64(all.trace + made.trace);
      all.counts += made.counts;
      all.met.met(one->kind.name);
      if (all.breach.empty() && !made.breach.empty())
        all.breach = std::string(one->kind.name) + " " + std::to_string(one->seed) + ": " + made.breach;
    }
    return all;
  }

 private:
  struct part {
    part(const world_kind& kind, std::uint64_t seed, bool show)
        : kind(kind), seed(seed), is(kind.make(seed, show)), turn(*is) {}

    const world_kind& kind;
    std::uint64_t seed;
    std::unique_ptr<world> is;
    turns turn;
  };

  static std::string differs(const part& one, const outcome& made) {
    const auto alone = one.kind.make(one.seed, false);
    return play(*alone).trace == made.trace ? "" : "it does not do what it does alone";
  }

  std::vector<std::unique_ptr<part>> parts_;
  time_point now_{};
};

}  // namespace

std::unique_ptr<world> make_mixed_world(std::uint64_t seed, bool show) {
  return std::make_unique<mixed_world>(seed, show);
}

menu menu_of_mixed() {
  menu all;
  for (const world_kind* one : kinds_to_mix()) all.emplace_back(one->name);
  return all;
}

}  // namespace gamewire::sim
