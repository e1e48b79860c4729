#include "target.hpp"

#include <cstdio>
#include <cstdlib>

#include "support/hex.hpp"

namespace gamewire::fuzz {
namespace {

const target* running = nullptr;
bytes input;

}  // namespace

void target::run(bytes in) const {
  running = this;
  input = in;
  function(in);
}

std::vector<target>& targets() {
  static std::vector<target> all;
  return all;
}

void broken(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: %s: does not hold: %s\n", file, line, running->name, condition);
  std::fprintf(stderr, "=== %s\nreceives\n%s\n", running->name, test::to_hex(input, 1 << 16).c_str());
  std::abort();
}

}  // namespace gamewire::fuzz
