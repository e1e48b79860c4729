/// How the benchmarks measure: the same loop around gamewire and around its floor.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

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

inline int run(int argc, char** argv) {
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
  benchmark::RegisterBenchmark("gamewire", [=](benchmark::State& state) { measure(state, tasks, ours()); });
  benchmark::RegisterBenchmark("floor", [=](benchmark::State& state) { measure(state, tasks, floor()); });
  return run(argc, argv);
}

}  // namespace bench
