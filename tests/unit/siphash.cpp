#include <set>

#include <doctest/doctest.h>

#include <gamewire/siphash.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

constexpr siphash_key reference_key{0x0706050403020100, 0x0f0e0d0c0b0a0908};

std::uint64_t of_counting_bytes(std::size_t size) {
  const exact_memory in(size);
  for (std::size_t i = 0; i < size; ++i) in.span()[i] = static_cast<std::byte>(i);
  return siphash(reference_key, in.view());
}

}  // namespace

TEST_CASE("SipHash-2-4 gives the hashes of its reference implementation") {
  CHECK(of_counting_bytes(0) == 0x726fdb47dd0e0e31);
  CHECK(of_counting_bytes(1) == 0x74f839c593dc67fd);
  CHECK(of_counting_bytes(7) == 0xab0200f58b01d137);
  CHECK(of_counting_bytes(8) == 0x93f5f5799a932462);
  CHECK(of_counting_bytes(9) == 0x9e0082df0ba9e4b0);
  CHECK(of_counting_bytes(15) == 0xa129ca6149be45e5);
  CHECK(of_counting_bytes(16) == 0x3f2acc7f57c29bdb);
  CHECK(of_counting_bytes(63) == 0x958a324ceb064572);
}

TEST_CASE("every bit of the key matters") {
  const auto message = from_hex("\"203.0.113.7:27015\"");
  std::set<std::uint64_t> seen{siphash({}, message)};
  for (std::size_t word = 0; word < 2; ++word)
    for (unsigned bit = 0; bit < 64; ++bit) {
      siphash_key key{};
      key[word] = std::uint64_t{1} << bit;
      seen.insert(siphash(key, message));
    }
  CHECK(seen.size() == 129);
}

TEST_CASE("zeros at the end of a message are not lost") {
  std::set<std::uint64_t> seen;
  for (std::size_t size = 0; size < 32; ++size)
    seen.insert(siphash(reference_key, exact_memory(size).view()));
  CHECK(seen.size() == 32);
}
