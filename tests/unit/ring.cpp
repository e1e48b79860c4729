#include <doctest/doctest.h>

#include <gamewire/ring.hpp>

using gamewire::ring;

TEST_CASE("a ring without memory is empty and full") {
  const ring<int> none;
  CHECK(none.empty());
  CHECK(none.full());
}

TEST_CASE("a ring gives back in order what was pushed, around its end too") {
  ring<int> queue;
  REQUIRE(queue.allocate(3));
  int in = 0;
  int out = 0;
  for (int round = 0; round < 10; ++round) {
    while (!queue.full()) queue.push(in++);
    REQUIRE(queue.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) CHECK(queue[i] == out + static_cast<int>(i));
    for (int i = 0; i < 2; ++i, queue.pop()) CHECK(queue.front() == out++);
  }
}

TEST_CASE("elements of a ring stay where they are while others come and go") {
  ring<int> queue;
  REQUIRE(queue.allocate(3));
  queue.push(1);
  queue.push(2);
  const int* second = &queue[1];
  queue.pop();
  queue.push(3);
  queue.push(4);
  CHECK(&queue.front() == second);
  CHECK(*second == 2);
}
