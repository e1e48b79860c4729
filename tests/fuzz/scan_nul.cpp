// The fast searches for NULs find those that a plain loop finds, wherever the input starts.
#include <gamewire/scan_nul.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(scan_nul) {
  const std::byte* const end = in.data() + in.size();
  nul_scanner scanner(in.data(), end);
  const std::byte* at = in.data();
  for (const std::byte& byte : in) {
    if (byte != std::byte{0}) continue;
    HOLDS(find_nul(at, end) == &byte);
    HOLDS(scanner.next() == &byte);
    at = &byte + 1;
  }
  HOLDS(find_nul(at, end) == end && scanner.next() == end);
}
