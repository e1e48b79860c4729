/// What does it cost from the datagrams of a split reply to its rules: three fragments, and three that are
/// compressed?
#include <gamewire/a2s/assembler.hpp>
#include <gamewire/a2s/rules.hpp>

#include "../corpus.hpp"
#include "../measure.hpp"

namespace {

using namespace gamewire;

std::uint64_t digest(bytes whole) {
  std::uint64_t sum = 0;
  if (const auto rules = a2s::decode_rules(whole))
    for (const auto& rule : *rules) sum += rule.name.size() + 3 * rule.value.size();
  return sum;
}

void add(const char* name, const bench::split_messages& split) {
  benchmark::RegisterBenchmark(name, [&split](benchmark::State& state) {
    bench::measure(state, split.starts.size() - 1,
                   [&, assembler = a2s::assembler(), now = time_point{}](std::size_t i) mutable {
                     std::uint64_t sum = 0;
                     now += std::chrono::milliseconds(1);
                     for (std::size_t k = split.starts[i]; k != split.starts[i + 1]; ++k)
                       if (const auto whole = assembler.add(split.datagrams[k], now); whole && *whole)
                         sum = digest(**whole);
                     return sum;
                   });
  });
}

}  // namespace

int main(int argc, char** argv) {
  const auto plain = bench::split(bench::rules_replies(116));
  const auto compressed = bench::split(bench::rules_replies(250, 256), true);
  add("plain", plain);
  add("compressed", compressed);
  return bench::run(argc, argv);
}
