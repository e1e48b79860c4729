#include <cstdint>
#include <initializer_list>

#include <doctest/doctest.h>

#include <gamewire/rcon/wire_ids.hpp>

using namespace gamewire;

TEST_SUITE_BEGIN("rcon wire ids");

TEST_CASE("they begin with 1 and count up, in bytes of seven bits") {
  rcon::wire_ids ids(0);
  for (std::int32_t id = 1; id < 0x80; ++id) CHECK(ids.next() == id);
  CHECK(ids.next() == 0x100);
  CHECK(ids.next() == 0x101);
}

TEST_CASE("no byte is negative, the lowest three are never all 0, and none comes twice") {
  for (const std::uint64_t seed : {std::uint64_t{0x1ffff0}, std::uint64_t{0xffffff0}, ~std::uint64_t{0}}) {
    rcon::wire_ids ids(seed);
    std::int32_t last = 0;
    for (int i = 0; i < 100; ++i) {
      const std::int32_t id = ids.next();
      CHECK((static_cast<std::uint32_t>(id) & 0x80808080) == 0);
      CHECK((id & 0xffffff) != 0);
      CHECK(id != last);
      last = id;
    }
  }
}

TEST_CASE("they know their own, and nobody else's") {
  rcon::wire_ids ids(0xfffffff - 5);
  CHECK_FALSE(ids.gave(1));
  std::int32_t given[20];
  for (std::int32_t& id : given) id = ids.next();
  for (const std::int32_t id : given) CHECK(ids.gave(id));
  rcon::wire_ids ahead = ids;
  CHECK_FALSE(ids.gave(ahead.next()));
  for (const std::int32_t id : {0, -1, 0x80, 0x01000000, given[0] - 1}) CHECK_FALSE(ids.gave(id));
}

TEST_SUITE_END();
