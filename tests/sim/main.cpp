/// Runs simulated conversations on bad networks and checks that no promise is broken.
#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <optional>
#include <utility>

#include "campaign.hpp"

namespace gamewire::sim {
namespace {

constexpr const char* usage =
    "usage: sim [--WORLD]... [--seeds N] [--from S]    so many seeds of these worlds, or of all: fewer, "
    "where they take longer\n"
    "       sim --WORLD --seed X [--trace]             one, and what happens in it\n"
    "       sim [--WORLD]... --golden FILE [--update]  the seeds that FILE names must leave the trace that "
    "it gives, whatever\n"
    "                                                  the compiler and the machine\n"
    "       sim [--WORLD]... --faults                  what there is to be met: a long run fails if "
    "something was not\n"
    "worlds:";

/// From so many seeds on a world has to have met all that is on its menu.
constexpr std::uint64_t enough_seeds = 2000;

struct choice {
  std::vector<const world_kind*> worlds;
  std::uint64_t seeds = 100'000;
  std::uint64_t from = 1;
  std::optional<std::uint64_t> seed;
  bool trace = false;
  bool update = false;
  bool faults = false;
  std::string golden;
};

void print_met(const summary& of) {
  constexpr std::size_t widest = 110;
  std::string line = "  met:";
  for (const auto& [what, times] : of.met.all()) {
    const std::string one = "  " + what + ' ' + std::to_string(times);
    if (line.size() + one.size() > widest) std::puts(std::exchange(line, "      ").c_str());
    line += one;
  }
  std::puts(line.c_str());
}

/// Is all well? `whole`: it was long enough to have met everything.
bool report(const summary& of, bool whole) {
  std::printf("%-6s %" PRIu64 " seeds in %.1f s: %" PRIu64 " requests, %" PRIu64 " answered, %" PRIu64
              " failed, %" PRIu64 " datagrams or pieces sent; %" PRIu64 " broken; trace %016" PRIx64 "\n",
              of.ran.in->name.data(), of.ran.seeds, of.seconds, of.counts.asked, of.counts.answered,
              of.counts.failed, of.counts.datagrams, of.broken, of.trace);
  print_met(of);
  bool well = of.broken == 0;
  for (const std::string& one : of.unknown())
    well = false, std::printf("  met, and not on the menu: %s\n", one.c_str());
  if (whole)
    for (const std::string& one : of.unmet()) well = false, std::printf("  never met: %s\n", one.c_str());
  std::fflush(stdout);
  return well;
}

int run_seeds(const choice& of) {
  std::vector<stretch> what;
  for (const world_kind* one : of.worlds)
    what.push_back({one, of.from, std::max<std::uint64_t>(1, of.seeds / one->weight)});
  bool well = true;
  for (const summary& one : run_all(what)) well &= report(one, of.seeds >= enough_seeds);
  return well ? 0 : 1;
}

int show_one(const world_kind& in, std::uint64_t seed, bool trace) {
  const auto run = in.make(seed, trace);
  const outcome one = play(*run);
  std::printf("seed %" PRIu64 ": trace %016" PRIx64 ", %s\n", seed, one.trace,
              one.breach.empty() ? "no promise broken" : one.breach.c_str());
  return one.breach.empty() ? 0 : 1;
}

/// A line of the file: a world, how many seeds from 1 on, the trace they leave.
struct golden_line {
  std::string name;
  std::uint64_t seeds = 0;
  std::uint64_t trace = 0;
};

std::vector<golden_line> read_golden(const std::string& file) {
  std::vector<golden_line> all;
  std::ifstream in(file);
  for (golden_line one; in >> one.name >> std::dec >> one.seeds >> std::hex >> one.trace;) all.push_back(one);
  return all;
}

void write_golden(const std::string& file, const std::vector<golden_line>& all) {
  std::ofstream out(file);
  for (const golden_line& one : all)
    out << one.name << ' ' << std::dec << one.seeds << ' ' << std::hex << one.trace << '\n';
}

int check_golden(const choice& of) {
  std::vector<golden_line> all = read_golden(of.golden);
  std::vector<golden_line*> wanted;
  std::vector<stretch> what;
  for (golden_line& line : all)
    for (const world_kind* one : of.worlds)
      if (one->name == line.name) wanted.push_back(&line), what.push_back({one, 1, line.seeds});
  bool well = !what.empty();
  if (!well) std::puts("the file has none of these worlds");
  const auto made = run_all(what);
  for (std::size_t i = 0; i < made.size(); ++i) {
    well &= report(made[i], false);
    const std::uint64_t golden = std::exchange(wanted[i]->trace, made[i].trace);
    if (of.update || made[i].trace == golden) continue;
    well = false;
    std::printf("  the trace was %016" PRIx64 "; if the change is meant: sim --%s --golden %s --update\n",
                golden, wanted[i]->name.c_str(), of.golden.c_str());
  }
  if (of.update) write_golden(of.golden, all);
  return well ? 0 : 1;
}

int show_faults(const choice& of) {
  for (const world_kind* one : of.worlds) {
    std::printf("%s: %s\n", one->name.data(), one->says.data());
    for (const std::string& each : one->what_there_is()) std::printf("  %s\n", each.c_str());
  }
  return 0;
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(number)
                                                                         : std::nullopt;
}

int show_usage(std::FILE* to) {
  std::fputs(usage, to);
  for (const world_kind& one : all_worlds()) std::fprintf(to, " --%s", one.name.data());
  std::fputc('\n', to);
  return to == stdout ? 0 : 2;
}

/// False: a word that means nothing.
bool take_word(choice& of, std::string_view word, std::string_view value, bool& took_value) {
  const auto take_number = [&](auto& into) {
    const auto number = number_of(value);
    if (number) into = *number;
    return took_value = number.has_value();
  };
  if (word == "--trace") return of.trace = true;
  if (word == "--update") return of.update = true;
  if (word == "--faults") return of.faults = true;
  if (word == "--seeds") return take_number(of.seeds);
  if (word == "--from") return take_number(of.from);
  if (word == "--seed") return take_number(of.seed);
  if (word == "--golden") return of.golden = value, took_value = !value.empty();
  const world_kind* const one = word.starts_with("--") ? find_world(word.substr(2)) : nullptr;
  if (one != nullptr) of.worlds.push_back(one);
  return one != nullptr;
}

int run(int count, char** arguments) {
  choice of;
  for (int i = 1; i < count; ++i) {
    if (arguments[i] == std::string_view("--help")) return show_usage(stdout);
    bool took_value = false;
    if (!take_word(of, arguments[i], i + 1 < count ? arguments[i + 1] : "", took_value))
      return std::fprintf(stderr, "unknown, or without its number: %s\n", arguments[i]), show_usage(stderr);
    i += took_value ? 1 : 0;
  }
  if (of.seed && of.worlds.size() != 1) return std::fputs("a seed of which world?\n", stderr), 2;
  if (of.worlds.empty())
    for (const world_kind& one : all_worlds()) of.worlds.push_back(&one);
  if (of.faults) return show_faults(of);
  if (!of.golden.empty()) return check_golden(of);
  if (of.seed) return show_one(*of.worlds.front(), *of.seed, of.trace);
  return run_seeds(of);
}

}  // namespace
}  // namespace gamewire::sim

int main(int count, char** arguments) { return gamewire::sim::run(count, arguments); }
