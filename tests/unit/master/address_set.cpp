#include <set>

#include <doctest/doctest.h>

#include <gamewire/master/address_set.hpp>
#include <gamewire/random.hpp>

using namespace gamewire;
using master::address_set;
using answer = master::address_set::answer;

namespace {

master::server_address numbered(std::uint32_t n) {
  return master::server_address(
      endpoint::v4({10, static_cast<std::uint8_t>(n >> 16), static_cast<std::uint8_t>(n >> 8),
                    static_cast<std::uint8_t>(n)},
                   1));
}

}  // namespace

TEST_SUITE_BEGIN("master address_set");

TEST_CASE("as a set, whatever comes in") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    address_set set(100'000, seed);
    std::set<master::server_address> model;
    split_mix random(seed);
    for (int i = 0; i < 5000; ++i) {
      const auto one = numbered(random.below(3000));
      CHECK((set.insert(one) == answer::added) == model.insert(one).second);
    }
  }
}

TEST_CASE("no more than its limit, and what it knows it still knows then") {
  address_set set(3);
  for (std::uint32_t n = 0; n < 3; ++n) CHECK(set.insert(numbered(n)) == answer::added);
  CHECK(set.insert(numbered(3)) == answer::full);
  for (std::uint32_t n = 0; n < 3; ++n) CHECK(set.insert(numbered(n)) == answer::known);
  CHECK(address_set().insert(numbered(0)) == answer::full);
}

TEST_CASE("released or moved from, it is empty and can be used again") {
  address_set set(1000);
  for (std::uint32_t n = 0; n < 1000; ++n) (void)set.insert(numbered(n));
  address_set moved(std::move(set));
  CHECK(set.insert(numbered(1)) == answer::added);  // NOLINT: that is the question
  CHECK(moved.insert(numbered(1)) == answer::known);
  moved.release();
  CHECK(moved.insert(numbered(1)) == answer::added);
}

TEST_SUITE_END();
