/// A fuzz target is a function over bytes. libFuzzer calls it with what it thinks up (libfuzzer.cpp); every
/// test run calls it with the vectors, old crashes and a few thousand mutations of them (replay.cpp).
#pragma once

#include <vector>

#include <gamewire/bytes.hpp>

namespace gamewire::fuzz {

struct target {
  const char* name;
  void (*function)(bytes);

  void run(bytes in) const;
};

/// All that are linked in.
std::vector<target>& targets();

struct registration {
  registration(const char* name, void (*function)(bytes)) { targets().push_back({name, function}); }
};

/// Says what did not hold, of which target and with which input, and aborts.
[[noreturn]] void broken(const char* condition, const char* file, int line);

}  // namespace gamewire::fuzz

/// FUZZ_TARGET(name) { ... }: the body sees the input as `gamewire::bytes in`.
#define FUZZ_TARGET(name)                                                          \
  static void fuzz_##name(gamewire::bytes in);                                     \
  static const gamewire::fuzz::registration registered_##name(#name, fuzz_##name); \
  static void fuzz_##name(gamewire::bytes in)

#define HOLDS(condition) \
  (static_cast<bool>(condition) ? void() : gamewire::fuzz::broken(#condition, __FILE__, __LINE__))
