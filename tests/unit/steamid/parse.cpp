#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/random.hpp>
#include <gamewire/steamid/format.hpp>
#include <gamewire/steamid/parse.hpp>

namespace steamid = gamewire::steamid;
using gamewire::steamid::errc;
using gamewire::steamid::id;
using gamewire::steamid::parse;

namespace {

constexpr auto somebody = id(76561198006409530);
constexpr auto some_group = id(103582791434202956);

constexpr bool fails(std::string_view text, errc why) {
  const auto read = parse(text);
  return !read && read.error() == why;
}

// All of it works before the program runs.
static_assert(parse("76561198006409530") == somebody);
static_assert(parse("46143802") == somebody);
static_assert(parse("STEAM_0:0:23071901") == somebody);
static_assert(parse("STEAM_1:0:23071901") == somebody);
static_assert(parse("[U:1:46143802]") == somebody);
static_assert(parse("[U:1:46143802:1]") == somebody);
static_assert(parse("drb-cnfp") == somebody);
static_assert(parse("drbcnfp") == somebody);
static_assert(parse("SWUWA-B2BL") == somebody);
static_assert(parse("https://steamcommunity.com/user/drb-cnfp/ABCDEFGH") == somebody);
static_assert(parse("AFVRT-GADA-A7BJB-AACC") == some_group);
static_assert(fails("SWUWA-B2BM", errc::bad_check));
static_assert(steamid::find_vanity("steamcommunity.com/id/someone")->name == "someone");

/// Which of a list do not fail in this way: none should be left.
std::string not_failing(errc why, std::initializer_list<std::string_view> texts) {
  std::string left;
  for (const std::string_view text : texts)
    if (!fails(text, why)) left += std::string(text) + '\n';
  return left;
}

}  // namespace

TEST_SUITE_BEGIN("steamid::parse");

TEST_CASE("what is no SteamID is refused") {
  CHECK(not_failing(errc::unknown_form, {"",
                                         " ",
                                         "-",
                                         "--",
                                         "x",
                                         "someone",
                                         "76561198006409530 ",
                                         " 76561198006409530",
                                         "7656119800640953O",
                                         "+1",
                                         "-1",
                                         "0x0110000102C0193A",
                                         "1.0",
                                         "steam_0:0:1",
                                         "U:1:1",
                                         "[U:1:1",
                                         "U:1:1]",
                                         "STEAM",
                                         "STEAM_IDENTITY",
                                         "STEAM_ID_PENDING ",
                                         "unknown",
                                         "SWUWAB2BL",
                                         "cv_dgb",
                                         "CV-DGB"}) == "");
  CHECK(not_failing(errc::no_account, {"BOT", "HLTV", "Console", "STEAM_ID_LAN"}) == "");
}

TEST_CASE("a number beyond 64 bits is refused, the largest is not") {
  CHECK((parse("18446744073709551615") == id(~std::uint64_t{0})));
  CHECK((parse("000000000000000000000000000076561198006409530") == somebody));
  CHECK(not_failing(
            errc::number_too_large,
            {"18446744073709551616", "18446744073709551620", "28446744073709551615", "99999999999999999999",
             "184467440737095516150", "340282366920938463463374607431768211456"}) == "");
}

TEST_CASE("a number below 2^32 is an account") {
  CHECK((parse("0") == id::individual(0)));
  CHECK((parse("4294967295") == id::individual(4294967295)));
  CHECK((parse("4294967296") == id(4294967296)));
}

TEST_CASE("Steam2: each field has its range") {
  CHECK((parse("STEAM_0:1:2147483647") == id::individual(4294967295)));
  CHECK(parse("STEAM_5:0:1")->universe() == steamid::universe::rc);
  CHECK(not_failing(errc::bad_universe, {"STEAM_", "STEAM_:0:1", "STEAM_6:0:1", "STEAM_10:0:1", "STEAM_x:0:1",
                                         "STEAM_-1:0:1", "STEAM_0", "STEAM_18446744073709551616:0:1"}) == "");
  CHECK(not_failing(errc::bad_parity, {"STEAM_0:", "STEAM_0::1", "STEAM_0:2:1", "STEAM_0:9:1", "STEAM_0:1",
                                       "STEAM_0:-1:1"}) == "");
  CHECK(not_failing(errc::bad_account, {"STEAM_0:0:", "STEAM_0:0:2147483648", "STEAM_0:1:4294967295",
                                        "STEAM_0:0:1 ", "STEAM_0:0:1:1", "STEAM_0:0:-1", "STEAM_0:0:1.0",
                                        "STEAM_0:0:18446744073709551617"}) == "");
}

TEST_CASE("Steam3: each letter has its type, and each field its range") {
  CHECK(parse("[c:1:7]")->is_chat(steamid::clan_chat));
  CHECK(parse("[L:1:7]")->is_chat(steamid::lobby));
  CHECK((parse("[G:1:7]") == *id::from({7, 1, steamid::type::game_server})));
  CHECK((parse("[M:2:7:9]") == *id::from({7, 9, steamid::type::multiseat, steamid::universe::beta})));
  CHECK((parse("[a:1:7]") == *id::from({7, 0, steamid::type::anon_user})));
  CHECK(not_failing(errc::bad_type, {"[]", "[U]", "[1:1:1]", "[u:1:1]", "[t:1:1]", "[UU:1:1]", "[:1:1]"}) ==
        "");
  CHECK(not_failing(errc::bad_universe, {"[U:]", "[U::1]", "[U:6:1]", "[U:1]", "[U:x:1]"}) == "");
  CHECK(not_failing(errc::bad_account, {"[U:1:]", "[U:1:4294967296]", "[U:1:x]", "[U:1:1 ]", "[U:1:-1]"}) ==
        "");
  CHECK(not_failing(errc::bad_instance, {"[U:1:1:]", "[U:1:1:1048576]", "[U:1:1:x]", "[U:1:1:1:1]"}) == "");
}

TEST_CASE("a chat's letter adds its flag to the instance that is given") {
  CHECK(parse("[L:1:7:5]")->instance() == (steamid::lobby | 5));
  CHECK(parse("[c:1:7:131072]")->instance() == (steamid::clan_chat | steamid::matchmaking_lobby));
  CHECK(parse("[T:1:7:5]")->instance() == 5);
}

TEST_CASE("a Steam3 shows the instance that its letter does not say") {
  CHECK(to_steam3(*id::from({7, 1, steamid::type::game_server})) == "[G:1:7]");
  CHECK(to_steam3(*id::from({7, 0, steamid::type::game_server})) == "[G:1:7:0]");
  CHECK(to_steam3(*id::from({7, steamid::lobby, steamid::type::chat})) == "[L:1:7]");
  CHECK(to_steam3(*id::from({7, steamid::lobby | 5, steamid::type::chat})) == "[L:1:7:262149]");
  CHECK(to_steam3(*id::from({7, steamid::clan_chat, steamid::type::chat})) == "[c:1:7]");
  CHECK(to_steam3(*id::from({7, steamid::matchmaking_lobby, steamid::type::chat})) == "[T:1:7]");
  CHECK(to_steam3(*id::from({7, 0, steamid::type::multiseat})) == "[M:1:7:0]");
  CHECK(to_steam3(*id::from({7, 3, steamid::type::clan})) == "[g:1:7]");
  CHECK(to_steam3(*id::from({7, 3, static_cast<steamid::type>(11)})) == "[i:1:7]");
}

TEST_CASE("and so reads back as the same id, whatever its type, instance and flags") {
  const auto flags_of = [](id of) { return of.instance() & (steamid::clan_chat | steamid::lobby); };
  for (const auto universe : {steamid::universe::invalid, steamid::universe::public_, steamid::universe::rc})
    for (auto type = steamid::type::invalid; type <= steamid::type::anon_user;
         type = static_cast<steamid::type>(static_cast<int>(type) + 1))
      for (std::uint32_t flags = 0; flags < 256; ++flags)
        for (const std::uint32_t low : {0U, 1U, 2U, 4U, 5U, 4095U}) {
          const id one = *id::from({77, flags << 12U | low, type, universe});
          const bool bare =
              type == steamid::type::clan || (type == steamid::type::chat && flags_of(one) == 0);
          const id read_back = bare ? *id::from({77, 0, type, universe}) : one;
          if (type == steamid::type::p2p_super_seeder) continue;  // has no letter
          if (parse(to_steam3(one).view()) != read_back) FAIL(to_steam3(one).view());
        }
}

TEST_CASE("what servers print of those who are not known yet") {
  CHECK((parse("STEAM_ID_PENDING") == *id::from({0, 0, steamid::type::pending})));
  CHECK((parse("UNKNOWN") == id()));
}

TEST_CASE("invite codes") {
  CHECK((parse("c") == id::individual(1)));
  CHECK((parse("wwww-wwww") == id::individual(4294967295)));
  CHECK((parse("bbbbbbbc") == id::individual(1)));
  CHECK(not_failing(errc::bad_invite_code,
                    {"b", "bbbb-bbbb", "bbbbbbbbc", "https://s.team/p/", "https://s.team/p/a",
                     "https://s.team/p/123", "steamcommunity.com/user/someone"}) == "");
}

TEST_CASE("addresses: the site, the kind of page, its end") {
  for (const std::string_view good :
       {"https://steamcommunity.com/profiles/76561198006409530",
        "http://steamcommunity.com/profiles/76561198006409530/",
        "HTTPS://WWW.SteamCommunity.com/profiles/76561198006409530/games/?tab=all#top",
        "steamcommunity.com/profiles/[U:1:46143802]", "steamcommunity.com/profiles/%5BU:1:46143802%5d",
        "https://my.steamchina.com/profiles/76561198006409530", "https://s.team/p/drb-cnfp?x",
        "s.team/p/drb-cnfp/TOKEN", "profiles/76561198006409530", "profiles/[U:1:46143802]/",
        "user/drb-cnfp?x"}) {
    CAPTURE(good);
    CHECK((parse(good) == somebody));
  }
  CHECK((parse("https://steamcommunity.com/gid/[g:1:4681548]") == some_group));
  CHECK((parse("https://steamcommunity.com/gid/103582791434202956") == some_group));
  CHECK(not_failing(errc::bad_address,
                    {"/", "//", "http://", "https://example.org/profiles/76561198006409530",
                     "/profiles/76561198006409530", "https://steamcommunity.com",
                     "https://steamcommunity.com.example.org/id/someone", "https://steamcommunity.com/",
                     "https://steamcommunity.com/app/440", "https://s.team/q/drb-cnfp",
                     "steamcommunity.com/profiles/46143802", "steamcommunity.com/profiles/%5BU:1:1",
                     "steamcommunity.com/profiles/%5B", "ftp://steamcommunity.com/id/someone",
                     "steamcommunity.com/id/", "steamcommunity.com/id/x", "steamcommunity.com/id/some%20one",
                     "steamcommunity.com/id/a23456789012345678901234567890123"}) == "");
  CHECK(fails("steamcommunity.com/profiles/[U:1:4294967296]", errc::bad_account));
  CHECK(fails("steamcommunity.com/profiles/99999999999999999999", errc::number_too_large));
}

TEST_CASE("names need a look-up, and are handed out for it") {
  using steamid::vanity;
  using steamid::vanity_kind;
  CHECK(steamid::find_vanity("https://steamcommunity.com/id/some-one_1/home") ==
        vanity{vanity_kind::person, "some-one_1"});
  CHECK(steamid::find_vanity("https://steamcommunity.com/groups/Valve") ==
        vanity{vanity_kind::group, "Valve"});
  CHECK(steamid::find_vanity("https://steamcommunity.com/games/TF2") ==
        vanity{vanity_kind::game_group, "TF2"});
  CHECK(not_failing(errc::needs_lookup,
                    {"https://steamcommunity.com/id/someone", "steamcommunity.com/groups/Valve",
                     "steamcommunity.com/games/TF2", "steamcommunity.com/id/76561198006409530",
                     "groups/Valve", "id/someone", "id/ab-cdef", "games/TF2/"}) == "");
  CHECK(steamid::find_vanity("groups/Valve") == vanity{vanity_kind::group, "Valve"});
  CHECK(steamid::find_vanity("https://steamcommunity.com/profiles/76561198006409530").error() ==
        errc::bad_address);
  CHECK(static_cast<int>(vanity_kind::game_group) == 3);
  CHECK(gamewire::steamid::make_error_code(errc::needs_lookup) == gamewire::condition::resolve);
  CHECK(gamewire::steamid::make_error_code(errc::bad_account) == gamewire::condition::usage);
}

TEST_CASE("whatever form an id is written in, it is read as the same") {
  gamewire::split_mix random(3);
  for (unsigned i = 0; i < 20'000; ++i) {
    const std::uint32_t account = (1 + random.below(0xffffffff)) >> random.below(32) | 1;
    const id person = id::individual(account);
    CAPTURE(account);
    CHECK((parse(to_steam64(person).view()) == person));
    CHECK(parse(to_steam2(person)->view()) == person);
    CHECK(parse(to_steam2(person, steamid::steam2_style::public_is_1)->view()) == person);
    CHECK((parse(to_steam3(person).view()) == person));
    CHECK(parse(to_invite_code(person)->view()) == person);
    CHECK(parse(to_friend_code(person)->view()) == person);
    CHECK(parse(to_url(person)->view()) == person);
    const id group = id::clan(account);
    CHECK((parse(to_steam3(group).view()) == group));
    CHECK(parse(to_queue_code(group)->view()) == group);
    CHECK(parse(to_url(group)->view()) == group);
  }
}

TEST_CASE("every mistyped character of a friend code is noticed but one in thousands") {
  gamewire::split_mix random(4);
  unsigned unnoticed = 0;
  for (unsigned i = 0; i < 20'000; ++i) {
    std::string code(to_friend_code(id::individual(1 + random.below(0xfffffffe)))->view());
    char& mistyped = code[random.below(2) == 0 ? 1 + random.below(4) : 6 + random.below(4)];
    const char right = mistyped;
    mistyped = steamid::friend_code_letters[random.below(32)];
    if (mistyped != right) unnoticed += parse(code).has_value();
  }
  CHECK(unnoticed < 400);
}

TEST_SUITE_END();
