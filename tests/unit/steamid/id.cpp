#include <unordered_set>

#include <doctest/doctest.h>

#include <gamewire/random.hpp>
#include <gamewire/steamid/id.hpp>

using namespace gamewire;
using steamid::id;
using steamid::type;
using steamid::universe;

namespace {

constexpr id made(std::uint32_t account, std::uint32_t instance, type of, universe in = universe::public_) {
  return *id::from({account, instance, of, in});
}

static_assert(id::individual(0).bits() == 0x0110000100000000);
static_assert(id::clan(0).bits() == 0x0170000000000000);
static_assert(!id::from({.instance = 1 << 20}));
static_assert(!id::from({.type = static_cast<type>(16)}));
static_assert(id() == id(0) && !id().valid());
static_assert(id::individual(7) < id::clan(7));
static_assert(made(7, steamid::lobby, type::chat).is_chat(steamid::lobby));
static_assert(!made(7, steamid::lobby, type::multiseat).is_chat(steamid::lobby));

}  // namespace

TEST_SUITE_BEGIN("steamid::id");

TEST_CASE("any 64 bits come apart, and together again") {
  split_mix random(1);
  for (unsigned i = 0; i < 10'000; ++i) {
    const id any(random());
    CHECK(id::from(any.parts()) == any);
  }
}

TEST_CASE("what Steam could have given is valid") {
  for (unsigned u = 0; u < 256; ++u)
    CHECK(made(1, 1, type::individual, static_cast<universe>(u)).valid() == (u >= 1 && u <= 4));
  for (unsigned t = 0; t < 16; ++t) CHECK(made(1, 0, static_cast<type>(t)).valid() == (t >= 1 && t <= 10));
  CHECK(made(1, 4, type::individual).valid());
  CHECK_FALSE(made(1, 5, type::individual).valid());
  CHECK_FALSE(made(0, 1, type::individual).valid());
  CHECK_FALSE(made(0, 0, type::clan).valid());
  CHECK_FALSE(made(1, 1, type::clan).valid());
  CHECK_FALSE(made(0, 1, type::game_server).valid());
  CHECK(made(1, 1, type::game_server).valid());
  CHECK_FALSE(made(0, 0, type::anon_game_server).valid());
  CHECK(made(0, 1, type::anon_game_server).valid());
  CHECK(made(1, 0, type::anon_game_server).valid());
}

TEST_CASE("types and universes have words") {
  CHECK(name_of(type::individual) == "individual");
  CHECK(name_of(type::anon_user) == "anon_user");
  CHECK(name_of(static_cast<type>(11)) == "unknown");
  CHECK(name_of(universe::public_) == "public");
  CHECK(name_of(universe::rc) == "rc");
  CHECK(name_of(static_cast<universe>(6)) == "unknown");
}

TEST_CASE("ids can be keys") {
  const std::unordered_set<id> some{id::individual(1), id::individual(2), id::individual(1)};
  CHECK(some.size() == 2);
}

TEST_SUITE_END();
