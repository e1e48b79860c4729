#include <set>

#include <doctest/doctest.h>

#include <gamewire/index_set.hpp>
#include <gamewire/random.hpp>

using gamewire::index_set;
using gamewire::split_mix;

namespace {

/// What `take` is to give: the next at or above `turn`, else the first.
std::uint32_t turn_of(const std::set<std::uint32_t>& members, std::uint32_t turn) {
  if (members.empty()) return index_set::none;
  const auto next = members.lower_bound(turn);
  return next != members.end() ? *next : *members.begin();
}

}  // namespace

TEST_CASE("a set of numbers does what std::set does, and gives its members out in turn") {
  for (const std::uint32_t capacity : {1U, 63U, 64U, 65U, 4096U, 4097U, 300000U}) {
    CAPTURE(capacity);
    index_set set;
    REQUIRE(set.reserve(capacity));
    std::set<std::uint32_t> model;
    std::uint32_t turn = 0;
    split_mix random(capacity);
    for (int i = 0; i < 20000; ++i) {
      const std::uint32_t which = random.below(capacity);
      switch (random.below(4)) {
        case 0:
        case 1:
          set.insert(which);
          model.insert(which);
          break;
        case 2:
          set.erase(which);
          model.erase(which);
          break;
        default:
          const std::uint32_t expected = turn_of(model, turn);
          REQUIRE(set.take() == expected);
          if (expected == index_set::none) break;
          model.erase(expected);
          turn = expected + 1;
      }
      REQUIRE(set.empty() == model.empty());
      REQUIRE(set.contains(which) == model.contains(which));
    }
  }
}

TEST_CASE("a set that grows keeps its members") {
  index_set set;
  CHECK(set.empty());
  CHECK(set.take() == index_set::none);
  REQUIRE(set.reserve(100));
  set.insert(3);
  set.insert(99);
  REQUIRE(set.reserve(1000000));
  set.insert(999999);
  REQUIRE(set.reserve(10));
  for (const std::uint32_t one : {3U, 99U, 999999U}) CHECK(set.take() == one);
  CHECK(set.empty());
}
