/// Writes the inputs that vectors give as files, for libFuzzer to start from: make_corpus DIRECTORY
/// VECTORS...
#include <filesystem>
#include <fstream>

#include "conversation.hpp"

int main(int count, char** arguments) {
  using namespace gamewire;
  if (count < 3) return 2;
  const std::filesystem::path directory = arguments[1];
  std::filesystem::create_directories(directory);
  unsigned number = 0;
  for (int i = 2; i < count; ++i)
    for (const auto& vector : test::read_vectors(arguments[i]))
      for (const auto& input : fuzz::inputs_of(vector))
        std::ofstream(directory / ("vector-" + std::to_string(++number)), std::ios::binary) << as_text(input);
}
