/// How the benchmarks measure: the same loop around gamewire and around its floor.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "allocations.hpp"

namespace bench {

/// Reports what an iteration allocated, when `before` was the count at the first one.
inline void report_allocations(benchmark::State& state, std::size_t before) {
  const auto allocated = static_cast<double>(allocations() - before);
  state.counters["allocations"] = benchmark::Counter(allocated, benchmark::Counter::kAvgIterations);
}

/// `work(i)` does task number i and returns a number made of all that it found out, so that nothing can be
/// left out.
template <class Work>
void measure(benchmark::State& state, std::size_t tasks, Work work) {
  std::uint64_t sum = work(0);  // whatever a first use allocates
  const std::size_t before = allocations();
  std::size_t i = 0;
  for (auto _ : state) {
    sum += work(i);
    if (++i == tasks) i = 0;
  }
  benchmark::DoNotOptimize(sum);
  report_allocations(state, before);
}

/// Does every task once, for who counts instructions (instructions.py): callgrind counts inside of this
/// function alone, so neither what makes the tasks nor what a first use prepares is in it.
[[gnu::noinline]] inline std::uint64_t all_tasks_once(const std::function<std::uint64_t()>& round) {
  return round();
}

struct counted {
  std::size_t tasks;
  std::function<void()> run;
};

/// What was added below, by name.
inline std::map<std::string, counted>& all_counted() {
  static std::map<std::string, counted> all;
  return all;
}

/// Adds a benchmark of `tasks` tasks, for time and for instructions. `make` makes the worker that `measure` takes.
template <class Make>
void add(const std::string& name, std::size_t tasks, Make make) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) { measure(state, tasks, make()); });
  all_counted()[name] = {tasks, [=] {
                           auto work = make();
                           std::uint64_t sum = work(0);
                           sum += all_tasks_once([&] {
                             std::uint64_t all = 0;
                             for (std::size_t i = 0; i < tasks; ++i) all += work(i);
                             return all;
                           });
                           benchmark::DoNotOptimize(sum);
                         }};
}

/// `--once NAME`: all tasks of one benchmark, once, and says how many those were.
inline int run_once(const std::string& name) {
  const auto found = all_counted().find(name);
  if (found == all_counted().end()) return std::fprintf(stderr, "no benchmark %s\n", name.c_str()), 2;
  found->second.run();
  std::printf("%zu\n", found->second.tasks);
  return 0;
}

inline int run(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--once") return run_once(argv[2]);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

/// Measures gamewire and its floor on the same tasks, after making sure that they find out the same.
/// Both are called to make the worker, whose state then is its own.
template <class Ours, class Floor>
int compare(int argc, char** argv, std::size_t tasks, Ours ours, Floor floor) {
  auto our_work = ours();
  auto floor_work = floor();
  for (std::size_t i = 0; i < tasks; ++i) {
    if (our_work(i) == floor_work(i)) continue;
    std::fprintf(stderr, "gamewire and the floor disagree about input %zu\n", i);
    return 1;
  }
  add("gamewire", tasks, ours);
  add("floor", tasks, floor);
  return run(argc, argv);
}

}  // namespace bench
