/// Runs simulated conversations on bad networks and checks that no promise is broken.
///
///     sim --seeds N [--from S]      so many seeds
///     sim --seed X [--trace]        one, and what happens in it
///     sim --golden FILE [--update]  the seeds that FILE names must leave the trace it gives, whatever the
///     compiler
///
/// Without more, a few clients ask one A2S server; with --fleet one fleet asks many of them; with --rcon a client
/// talks RCON, with --master it lists game servers; with --web there are words over WebSocket.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <gamewire/a2s/bzip2.hpp>

#include "world.hpp"

namespace gamewire::sim {
namespace {

struct summary {
  std::uint64_t trace = 0;
  tally counts;
  std::uint64_t broken = 0;
  std::set<std::string> seen;
};

using world = outcome (*)(std::uint64_t seed, bool show);

/// The option that chooses it.
const char* option_of(world in) {
#if defined(GAMEWIRE_ASTER)
  if (in == run_aster) return " --aster";
#endif
  return in == run_fleet    ? " --fleet"
         : in == run_rcon   ? " --rcon"
         : in == run_master ? " --master"
         : in == run_web    ? " --web"
                            : "";
}

summary run_all(world in, std::uint64_t from, std::uint64_t seeds) {
  summary all;
  for (std::uint64_t seed = from; seed < from + seeds; ++seed) {
    const outcome one = in(seed, false);
    all.trace = mix64(all.trace + one.trace);
    all.counts += one.counts;
    all.seen.insert(one.seen.begin(), one.seen.end());
    if (one.breach.empty()) continue;
    ++all.broken;
    std::printf("seed %" PRIu64 ": %s\n  to see it: sim%s --seed %" PRIu64 " --trace\n", seed,
                one.breach.c_str(), option_of(in), seed);
  }
  return all;
}

int report(const summary& all, std::uint64_t seeds) {
  std::printf("%" PRIu64 " seeds: %" PRIu64 " requests, %" PRIu64 " answered, %" PRIu64 " failed, %" PRIu64
              " datagrams sent; %" PRIu64 " broken; trace %016" PRIx64 "\n",
              seeds, all.counts.asked, all.counts.answered, all.counts.failed, all.counts.datagrams,
              all.broken, all.trace);
  return all.broken == 0 ? 0 : 1;
}

int show_one(world in, std::uint64_t seed, bool trace) {
  const outcome one = in(seed, trace);
  std::printf("seed %" PRIu64 ": trace %016" PRIx64 ", %s\n", seed, one.trace,
              one.breach.empty() ? "no promise broken" : one.breach.c_str());
  return one.breach.empty() ? 0 : 1;
}

/// Have all these runs met all that there is?
bool is_whole([[maybe_unused]] world in, [[maybe_unused]] const summary& all) {
  bool whole = true;
#if defined(GAMEWIRE_ASTER)
  for (const std::string& one : in == run_aster ? all_of_aster() : std::set<std::string>())
    if (!all.seen.contains(one)) whole = false, std::printf("never met: %s\n", one.c_str());
#endif
  return whole;
}

int check_golden(world in, const std::string& file, bool update) {
  if (!a2s::has_bzip2()) return std::puts("no bzip2 in this build: some servers behave otherwise"), 0;
  std::uint64_t seeds = 0;
  std::uint64_t golden = 0;
  std::ifstream(file) >> std::dec >> seeds >> std::hex >> golden;
  const summary all = run_all(in, 1, seeds);
  if (update) std::ofstream(file) << seeds << ' ' << std::hex << all.trace << '\n';
  const int status = is_whole(in, all) ? report(all, seeds) : 1;
  if (update || all.trace == golden) return status;
  std::printf("the trace was %016" PRIx64 "; if the change is meant: sim%s --golden %s --update\n", golden,
              option_of(in), file.c_str());
  return 1;
}

}  // namespace
}  // namespace gamewire::sim

int main(int count, char** arguments) {
  using namespace gamewire::sim;
  std::uint64_t seeds = 0;
  std::uint64_t from = 1;
  std::uint64_t seed = 0;
  bool trace = false;
  bool update = false;
  world in = run;
  std::string golden;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    const char* value = i + 1 < count ? arguments[i + 1] : "";
    if (word == "--trace")
      trace = true;
    else if (word == "--update")
      update = true;
    else if (word == "--fleet")
      in = run_fleet;
    else if (word == "--rcon")
      in = run_rcon;
    else if (word == "--master")
      in = run_master;
    else if (word == "--web")
      in = run_web;
#if defined(GAMEWIRE_ASTER)
    else if (word == "--aster")
      in = run_aster;
#endif
    else if (word == "--golden")
      golden = value, ++i;
    else if (word == "--seeds")
      seeds = std::strtoull(value, nullptr, 10), ++i;
    else if (word == "--from")
      from = std::strtoull(value, nullptr, 10), ++i;
    else if (word == "--seed")
      seed = std::strtoull(value, nullptr, 10), ++i;
    else
      return std::fprintf(stderr, "unknown: %s\n", word.c_str()), 2;
  }
  if (!golden.empty()) return check_golden(in, golden, update);
  if (seed != 0) return show_one(in, seed, trace);
  return report(run_all(in, from, seeds), seeds);
}
