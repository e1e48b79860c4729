/// Hands the one target that is linked in to libFuzzer.
#include "target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  gamewire::fuzz::targets().front().run(std::as_bytes(std::span(data, size)));
  return 0;
}
