#include "campaign.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cinttypes>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include <unistd.h>

#include <gamewire/random.hpp>

namespace gamewire::sim {
namespace {

constexpr std::uint64_t most_broken = 20;  // then it is known

bool shows_progress() {
  static const bool is_terminal = isatty(STDERR_FILENO) != 0;
  return is_terminal;
}

/// At once: a long run may not come to its end.
void tell(const world_kind& in, std::uint64_t seed, const std::string& breach) {
  if (shows_progress()) std::fputs("\r\x1b[K", stderr);
  std::printf("%s: seed %" PRIu64 ": %s\n  to see it: sim --%s --seed %" PRIu64 " --trace\n", in.name.data(),
              seed, breach.c_str(), in.name.data(), seed);
  std::fflush(stdout);
}

summary run(const stretch& what, std::atomic<std::uint64_t>& done) {
  const auto begin = std::chrono::steady_clock::now();
  summary all{.ran = what};
  for (std::uint64_t seed = what.from; seed < what.from + what.seeds; ++seed, ++done) {
    const auto in = what.in->make(seed, false);
    const outcome one = play(*in);
    all.trace = mix64(all.trace + one.trace);
    all.counts += one.counts;
    all.met += one.met;
    if (one.breach.empty()) continue;
    tell(*what.in, seed, one.breach);
    if (++all.broken < most_broken) continue;
    all.ran.seeds = seed - what.from + 1;
    break;
  }
  all.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return all;
}

/// Takes stretch after stretch, on as many threads as there are cores: one for each world, whose trace depends on the
/// order of its seeds.
class campaign {
 public:
  explicit campaign(const std::vector<stretch>& what) : what_(what), done_(what.size()), made_(what.size()) {}

  std::vector<summary> run_all() {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> threads;
    busy_ = std::min(cores, what_.size());
    for (std::size_t i = busy_; i != 0; --i) threads.emplace_back([this] { work(); });
    watch();
    for (std::thread& one : threads) one.join();
    return std::move(made_);
  }

 private:
  void work() {
    // The last ones take longest.
    for (std::size_t taken = taken_++; taken < what_.size(); taken = taken_++) {
      const std::size_t i = what_.size() - 1 - taken;
      made_[i] = run(what_[i], done_[i]);
    }
    const std::lock_guard lock(mutex_);
    --busy_;
    idle_.notify_one();
  }

  /// One line, which is written again and again.
  void watch() {
    std::unique_lock lock(mutex_);
    while (!idle_.wait_for(lock, std::chrono::milliseconds(200), [this] { return busy_ == 0; }))
      if (shows_progress()) std::fprintf(stderr, "\r%s\x1b[K", progress().c_str());
    if (shows_progress()) std::fputs("\r\x1b[K", stderr);
  }

  [[nodiscard]] std::string progress() const {
    std::string line;
    for (std::size_t i = 0; i < what_.size(); ++i) {
      const std::uint64_t done = done_[i];
      if (done == 0 || done == what_[i].seeds) continue;
      line += std::string(what_[i].in->name) + ' ' + std::to_string(done * 100 / what_[i].seeds) + " %  ";
    }
    return line;
  }

  const std::vector<stretch>& what_;
  std::vector<std::atomic<std::uint64_t>> done_;  // seeds of each
  std::vector<summary> made_;
  std::atomic<std::size_t> taken_ = 0;
  std::size_t busy_ = 0;  // threads
  std::mutex mutex_;
  std::condition_variable idle_;
};

}  // namespace

std::vector<std::string> summary::unmet() const {
  std::vector<std::string> left;
  for (const std::string& one : ran.in->what_there_is())
    if (met[one] == 0) left.push_back(one);
  return left;
}

std::vector<std::string> summary::unknown() const {
  const menu all = ran.in->what_there_is();
  std::vector<std::string> odd;
  for (const auto& [one, times] : met.all())
    if (std::ranges::find(all, one) == all.end()) odd.push_back(one);
  return odd;
}

std::vector<summary> run_all(const std::vector<stretch>& what) { return campaign(what).run_all(); }

}  // namespace gamewire::sim
