#include <array>
#include <set>

#include <doctest/doctest.h>

#include <gamewire/random.hpp>

namespace gamewire {

TEST_CASE("SplitMix64 gives the numbers of its published reference") {
  split_mix random(1234567);
  for (const std::uint64_t expected : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                                       4593380528125082431ULL, 16408922859458223821ULL})
    CHECK(random() == expected);
}

TEST_CASE("equal seeds give equal numbers, also in constant expressions, and neighbours differ") {
  constexpr std::uint64_t at_compile_time = split_mix(7)();
  CHECK(split_mix(7)() == at_compile_time);
  CHECK(split_mix(8)() != at_compile_time);
  static_assert(mix64(1) == mix64(1) && mix64(1) != mix64(2));
}

TEST_CASE("mix64 keeps different numbers different") {
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < 10'000; ++i) seen.insert(mix64(i));
  CHECK(seen.size() == 10'000);
}

TEST_CASE("below() stays below its bound and reaches all of it evenly") {
  split_mix random(1);
  CHECK(random.below(1) == 0);
  std::array<int, 6> dice{};
  for (int i = 0; i < 60'000; ++i) {
    const std::uint32_t eyes = random.below(6);
    REQUIRE(eyes < 6);
    ++dice[eyes];
  }
  for (const int count : dice) {
    CHECK(count > 9'500);
    CHECK(count < 10'500);
  }
  std::uint32_t largest = 0;
  for (int i = 0; i < 100; ++i) largest = std::max(largest, random.below(0xffffffff));
  CHECK(largest > 0xf0000000);
}

}  // namespace gamewire
