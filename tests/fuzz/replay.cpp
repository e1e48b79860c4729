/// Runs every target on the inputs that the vectors give and on mutations of them: a fuzzer for any compiler,
/// the same each time. Of what a fuzzer once grew, each target has its own: CORPORA/TARGET.txt, a line of hex for
/// each input.
///
///     replay VECTORS... [--corpora DIRECTORY] [--mutations N] [--seed S]
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <gamewire/random.hpp>

#include "conversation.hpp"
#include "target.hpp"

namespace gamewire::fuzz {
namespace {

using test::buffer;

/// One small change, of the kinds that break parsers.
void mutate(buffer& input, split_mix& random, const std::vector<buffer>& others) {
  const auto anywhere = [&] { return random.below(static_cast<std::uint32_t>(input.size())); };
  if (input.empty()) return input.push_back(static_cast<std::byte>(random.below(256)));
  switch (random.below(6)) {
    case 0: input[anywhere()] = static_cast<std::byte>(random.below(256)); return;
    case 1: input[anywhere()] ^= static_cast<std::byte>(1U << random.below(8)); return;
    case 2: input[anywhere()] = random.below(2) == 0 ? std::byte{0} : std::byte{0xff}; return;
    case 3: input.resize(anywhere()); return;
    case 4: input.insert(input.begin() + anywhere(), static_cast<std::byte>(random.below(256))); return;
    default: {
      const buffer& other = others[random.below(static_cast<std::uint32_t>(others.size()))];
      if (other.size() < 4096) input.insert(input.begin() + anywhere(), other.begin(), other.end());
    }
  }
}

/// The input lies in memory of its exact size, so that sanitizers see its end.
void run_on(const target& what, const buffer& input) {
  const std::vector<std::byte> exact(input.begin(), input.end());
  what.run(exact);
}

std::vector<buffer> read_corpus(const std::string& directory, const target& of) {
  std::vector<buffer> inputs;
  std::ifstream file(directory + '/' + of.name + ".txt");
  for (std::string line; std::getline(file, line);) inputs.push_back(test::from_hex(line));
  return inputs;
}

void run(const target& what, const std::vector<buffer>& inputs, unsigned mutations, std::uint64_t seed) {
  std::printf("%s: %zu inputs, %u mutations\n", what.name, inputs.size(), mutations);
  std::fflush(stdout);
  for (const buffer& input : inputs) run_on(what, input);
  split_mix random(seed);
  for (unsigned i = 0; i < mutations; ++i) {
    buffer input = inputs[random.below(static_cast<std::uint32_t>(inputs.size()))];
    for (auto changes = 1 + random.below(4); changes != 0; --changes) mutate(input, random, inputs);
    run_on(what, input);
  }
}

}  // namespace
}  // namespace gamewire::fuzz

int main(int count, char** arguments) {
  using namespace gamewire;
  std::vector<test::buffer> inputs{{}};
  std::string corpora;
  unsigned mutations = 0;
  std::uint64_t seed = 1;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--mutations" && i + 1 < count)
      mutations = static_cast<unsigned>(std::atoi(arguments[++i]));
    else if (argument == "--corpora" && i + 1 < count)
      corpora = arguments[++i];
    else if (argument == "--seed" && i + 1 < count)
      seed = std::strtoull(arguments[++i], nullptr, 10);
    else
      for (const auto& vector : test::read_vectors(argument))
        for (auto& input : fuzz::inputs_of(vector)) inputs.push_back(std::move(input));
  }
  for (const fuzz::target& what : fuzz::targets()) {
    auto own = fuzz::read_corpus(corpora, what);
    own.insert(own.end(), inputs.begin(), inputs.end());
    fuzz::run(what, own, mutations, seed);
  }
}
