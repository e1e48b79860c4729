#include <ranges>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/players.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"
#include "support/random_text.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::string_view_literals;

static_assert(std::ranges::input_range<a2s::players_view>);

namespace {

const std::string alice = "00 \"Alice\" 00 05 00 00 00 00 00 80 3F ";
const std::string nameless = "01 00 FF FF FF FF 00 00 80 BF ";

std::vector<a2s::player_view> listed(const a2s::players_view& view) {
  std::vector<a2s::player_view> list;
  for (const a2s::player_view& player : view) list.push_back(player);
  return list;
}

a2s::players_view decoded(const buffer& message) { return a2s::decode_players(message).value(); }

}  // namespace

TEST_CASE("players are read in the order of the wire, nameless ones too") {
  const auto message = from_hex("FF FF FF FF 44 02 " + alice + nameless);
  const auto players = decoded(message);
  CHECK(players.declared() == 2);
  const std::vector<a2s::player_view> expected{{0, "Alice", 5, 1.0F}, {1, "", -1, -1.0F}};
  CHECK(listed(players) == expected);
  CHECK(listed(a2s::decode_players(bytes(message).subspan(4)).value()) == expected);

  const auto found = players.summarize();
  CHECK(found.complete == 2);
  CHECK_FALSE(found.partial);
  CHECK(found.trailing_bytes == 0);
  CHECK_FALSE(found.ship.has_value());
}

TEST_CASE("an empty list is whole") {
  const auto message = from_hex("FF FF FF FF 44 00");
  CHECK(listed(decoded(message)).empty());
  CHECK_FALSE(decoded(message).summarize().partial);
  CHECK_FALSE(decoded(message).summarize().ship.has_value());
  CHECK(listed(a2s::players_view{}).empty());
}

TEST_CASE("a reply without a count, or of another type, is an error") {
  CHECK(a2s::decode_players({}).error() == a2s::errc::truncated);
  CHECK(a2s::decode_players(from_hex("FF FF FF FF 44")).error() == a2s::errc::truncated);
  CHECK(a2s::decode_players(from_hex("FF FF FF FF 45 00 00")).error() == a2s::errc::unknown_message);
}

TEST_CASE("a list that is cut anywhere yields its complete entries") {
  const auto message = from_hex("FF FF FF FF 44 03 " + alice + nameless + alice);
  const std::size_t ends[] = {6, 6 + 15, 6 + 25, 6 + 40};
  for_each_cut(message, [&](bytes cut) {
    CAPTURE(cut.size());
    const auto players = a2s::decode_players(cut);
    REQUIRE(players.has_value() == (cut.size() >= 6));
    if (!players) return;
    std::size_t complete = 0;
    while (complete < 3 && cut.size() >= ends[complete + 1]) ++complete;
    CHECK(listed(*players).size() == complete);
    const auto found = players->summarize();
    CHECK(found.complete == complete);
    CHECK(found.partial == (complete < 3));
    CHECK(found.trailing_bytes == cut.size() - ends[complete]);
  });
}

TEST_CASE("a count that promises too much makes the list partial") {
  const auto message = from_hex("FF FF FF FF 44 FF " + alice);
  const auto found = decoded(message).summarize();
  CHECK(found.complete == 1);
  CHECK(found.partial);
  CHECK(found.trailing_bytes == 0);
  const a2s::players owned = a2s::own(decoded(message));
  CHECK(owned.declared == 255);
  CHECK(owned.partial);
  CHECK(owned.list.size() == 1);
}

TEST_CASE("a count that promises too little leaves bytes over") {
  const auto message = from_hex("FF FF FF FF 44 01 " + alice + nameless);
  const auto found = decoded(message).summarize();
  CHECK(found.complete == 1);
  CHECK_FALSE(found.partial);
  CHECK(found.trailing_bytes == 10);
}

TEST_CASE("a name without an end is no entry") {
  const auto message = from_hex("FF FF FF FF 44 02 " + alice + "00 \"Bob and no end\"");
  CHECK(listed(decoded(message)).size() == 1);
  CHECK(decoded(message).summarize().trailing_bytes == 15);
}

TEST_CASE("The Ship's block behind the list is recognised by its size") {
  const auto message =
      from_hex("FF FF FF FF 44 02 " + alice + nameless + "03 00 00 00 E8 03 00 00  FE FF FF FF 00 00 00 80");
  const auto found = decoded(message).summarize();
  CHECK(found.complete == 2);
  CHECK(found.trailing_bytes == 0);
  REQUIRE(found.ship.has_value());
  REQUIRE(found.ship->size() == 2);
  CHECK((*found.ship)[0] == a2s::ship_player{3, 1000});
  CHECK((*found.ship)[1] == a2s::ship_player{-2, INT32_MIN});

  const a2s::players owned = a2s::own(decoded(message));
  CHECK(owned.list[0].deaths == 3);
  CHECK(owned.list[0].money == 1000);
  CHECK(owned.list[1].deaths == -2);
}

TEST_CASE("The Ship's block of another size is counted as left over") {
  const auto whole = from_hex("FF FF FF FF 44 02 " + alice + nameless + "00*17");
  for (std::size_t left = 1; left <= 17; ++left) {
    const exact_memory message(bytes(whole).first(whole.size() - 17 + left));
    const auto found = a2s::decode_players(message.view()).value().summarize();
    CHECK(found.ship.has_value() == (left == 16));
    CHECK(found.trailing_bytes == (left == 16 ? 0 : left));
  }
}

TEST_CASE("the owned twin outlives the reply") {
  auto message = from_hex("FF FF FF FF 44 02 " + alice + nameless + "AA");
  const a2s::players owned = a2s::own(decoded(message));
  std::ranges::fill(message, std::byte{'x'});
  REQUIRE(owned.list.size() == 2);
  CHECK(owned.declared == 2);
  CHECK_FALSE(owned.partial);
  CHECK(owned.trailing_bytes == 1);
  CHECK(owned.list[0].name == "Alice");
  CHECK(owned.list[0].score == 5);
  CHECK(owned.list[1].index == 1);
  CHECK(owned.list[1].duration == -1.0F);
  CHECK_FALSE(owned.list[0].deaths.has_value());
}

TEST_CASE("any list that was written is read back") {
  split_mix random(4);
  std::array<std::byte, 32768> out;
  for (int i = 0; i < 2000; ++i) {
    const std::size_t count = i == 0 ? 255 : random.below(40);
    std::vector<std::string> names(count);
    std::vector<a2s::player_view> list;
    std::vector<a2s::ship_player> ship;
    const bool with_ship = random.below(2) == 0;
    for (std::string& name : names) {
      name = random_text(random, 31);
      list.push_back({static_cast<std::uint8_t>(random()), name, static_cast<std::int32_t>(random()),
                      static_cast<float>(random.below(100000)) / 8});
      if (with_ship)
        ship.push_back({static_cast<std::int32_t>(random()), static_cast<std::int32_t>(random())});
    }
    const exact_memory message(a2s::encode_players(list, out, ship).value());
    const auto players = a2s::decode_players(message.view()).value();
    CHECK(listed(players) == list);
    const auto found = players.summarize();
    CHECK(found.trailing_bytes == 0);
    CHECK(found.ship.has_value() == !ship.empty());
    for (std::size_t k = 0; k < ship.size(); ++k) CHECK((*found.ship)[k] == ship[k]);
  }
}

TEST_CASE("what cannot be written is the caller's mistake") {
  std::array<std::byte, 8192> out;
  const std::vector<a2s::player_view> many(256);
  CHECK(a2s::encode_players(many, out).error() == errc::invalid_argument);
  const a2s::player_view two[] = {{0, "a"}, {0, "b"}};
  const a2s::ship_player one[] = {{1, 1}};
  CHECK(a2s::encode_players(two, out, one).error() == errc::invalid_argument);
  const a2s::player_view bad[] = {{0, "a\0b"sv}};
  CHECK(a2s::encode_players(bad, out).error() == errc::invalid_argument);
  CHECK(count_no_room(28, [&](auto small) { return a2s::encode_players(two, small); }) == 28);
}
