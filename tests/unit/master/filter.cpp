#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/master/filter.hpp>

using namespace gamewire;
using master::filter;
using master::logic;

TEST_SUITE_BEGIN("master filter");

TEST_CASE("conditions, one after the other") {
  filter chosen;
  CHECK(chosen.empty());
  CHECK(chosen.text().empty());
  CHECK(!chosen.add("gamedir", "tf"));
  CHECK(!chosen.add("map", "ctf_2fort"));
  CHECK(chosen.text() == "\\gamedir\\tf\\map\\ctf_2fort");
  CHECK(chosen.pairs() == 2);
  CHECK(!chosen.empty());
}

TEST_CASE("a group counts what it has, and a group in it with all of its pairs") {
  filter tags;
  (void)tags.add("gametype", "a");
  (void)tags.add("gametype", "b");
  filter inner;
  CHECK(!inner.add(logic::all, tags));
  CHECK(inner.text() == "\\and\\2\\gametype\\a\\gametype\\b");
  CHECK(inner.pairs() == 3);

  filter either;
  (void)either.add("map", "cp_dustbowl");
  CHECK(!either.add(logic::any, inner));  // a group of one
  filter whole;
  (void)whole.add("appid", "440");
  CHECK(!whole.add(logic::nor, either));
  CHECK(!whole.add(logic::nand, tags));
  CHECK(whole.text() ==
        "\\appid\\440\\nor\\5\\map\\cp_dustbowl\\or\\3\\and\\2\\gametype\\a\\gametype\\b"
        "\\nand\\2\\gametype\\a\\gametype\\b");
  CHECK(whole.pairs() == 1 + 6 + 3);
}

TEST_CASE("what cannot be written is refused and changes nothing") {
  filter chosen;
  (void)chosen.add("a", "b");
  const auto refused = [&](std::string_view key, std::string_view value) {
    return chosen.add(key, value) == gamewire::errc::invalid_argument;
  };
  using namespace std::string_view_literals;
  for (const auto bad : {""sv, "x\\y"sv, "\\"sv, "x\0y"sv, "x\r"sv, "\nx"sv, "\t"sv, "\x7f"sv, "\x1f"sv}) {
    CHECK(refused(bad, "value"));
    CHECK(refused("key", bad));
  }
  for (const auto* name : {"nor", "nand", "or", "and"}) CHECK(refused(name, "1"));
  CHECK(chosen.add(logic::nor, filter()) == gamewire::errc::invalid_argument);
  CHECK(chosen.add(logic::nor, chosen) == gamewire::errc::invalid_argument);
  CHECK(chosen.text() == "\\a\\b");
  CHECK(chosen.pairs() == 1);
  CHECK(!chosen.add("name_match", "*Zo\xc3\xab ~ 50%*"));
}

TEST_CASE("no longer than it may be, to the byte") {
  for (std::size_t size = 0; size < 8; ++size) {
    filter small(size);
    CHECK(small.add("ab", "cd") == (size < 6 ? make_error_code(gamewire::errc::no_room) : std::error_code{}));
    CHECK(small.pairs() == (size < 6 ? 0 : 1));
  }
  filter usual;
  CHECK(usual.add("k", std::string(190 - 3, 'x')) == std::error_code{});
  CHECK(usual.add("a", "b") == gamewire::errc::no_room);
  filter group;
  (void)group.add("a", "b");
  filter tight(10);
  CHECK(tight.add(logic::nor, group) == std::error_code{});  // \nor\1\a\b
  filter tighter(9);
  CHECK(tighter.add(logic::nor, group) == gamewire::errc::no_room);
}

TEST_CASE("a filter is read as it was written") {
  master::filter_reader reader("\\gamedir\\tf\\password\\\\map\\x");
  auto pair = reader.next();
  REQUIRE(pair.has_value());
  CHECK(pair->key == "gamedir");
  CHECK(pair->value == "tf");
  pair = reader.next();
  REQUIRE(pair.has_value());
  CHECK(pair->key == "password");
  CHECK(pair->value.empty());
  pair = reader.next();
  REQUIRE(pair.has_value());
  CHECK(pair->value == "x");
  CHECK(reader.empty());
}

TEST_CASE("what is no filter is not read") {
  for (const auto* text : {"x", "a\\b", "\\", "\\key", "\\\\value", "\\a\\b\\c"}) {
    CAPTURE(text);
    master::filter_reader reader(text);
    auto pair = reader.next();
    while (pair && !reader.empty()) pair = reader.next();
    REQUIRE(!pair.has_value());
    CHECK(pair.error() == master::errc::bad_filter);
    CHECK(reader.empty());
  }
}

TEST_SUITE_END();
