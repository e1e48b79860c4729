/// What does it cost from the datagrams of a split reply to its rules: three fragments, and three that are
/// compressed?
#include <algorithm>

#include <gamewire/a2s/assembler.hpp>
#include <gamewire/a2s/rules.hpp>

#include "../corpus.hpp"
#include "../measure.hpp"
#include "../must.hpp"

namespace {

using namespace gamewire;

std::uint64_t digest(bytes whole) {
  std::uint64_t sum = 0;
  if (const auto rules = a2s::decode_rules(whole))
    for (const auto& rule : *rules) sum += rule.name.size() + 3 * rule.value.size();
  return sum;
}

/// Calls `use` with message number `i`, once all of it is there.
template <class Use>
void join(a2s::assembler& assembler, const bench::split_messages& split, std::size_t i, time_point now,
          Use use) {
  for (std::size_t k = split.starts[i]; k != split.starts[i + 1]; ++k)
    if (const auto whole = assembler.add(split.datagrams[k], now); whole && *whole) use(**whole);
}

/// Dies unless what is joined is what was split.
void check(const bench::corpus& replies, const bench::split_messages& split) {
  a2s::assembler assembler;
  for (std::size_t i = 0; i != replies.size(); ++i) {
    std::size_t found = 0;
    join(assembler, split, i, {}, [&](bytes whole) { found += std::ranges::equal(whole, replies[i]); });
    bench::must(found == 1);
  }
}

void add(const char* name, const bench::split_messages& split) {
  benchmark::RegisterBenchmark(name, [&split](benchmark::State& state) {
    bench::measure(state, split.starts.size() - 1,
                   [&, assembler = a2s::assembler(), now = time_point{}](std::size_t i) mutable {
                     std::uint64_t sum = 0;
                     now += std::chrono::milliseconds(1);
                     join(assembler, split, i, now, [&](bytes whole) { sum = digest(whole); });
                     return sum;
                   });
  });
}

}  // namespace

int main(int argc, char** argv) {
  const auto replies = bench::rules_replies(116), long_replies = bench::rules_replies(250, 256);
  const auto plain = bench::split(replies), compressed = bench::split(long_replies, true);
  check(replies, plain);
  check(long_replies, compressed);
  add("plain", plain);
  add("compressed", compressed);
  return bench::run(argc, argv);
}
