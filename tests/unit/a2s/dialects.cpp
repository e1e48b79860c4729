#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/dialects.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"
#include "support/random_text.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::literals;

namespace {

/// A rule list with memory of its own.
class rule_list {
 public:
  explicit rule_list(const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::vector<a2s::rule_view> views;
    std::size_t size = 7;
    for (const auto& [name, value] : pairs) {
      views.push_back({name, value});
      size += name.size() + value.size() + 2;
    }
    message_.resize(size);
    REQUIRE(a2s::encode_rules(views, message_).has_value());
  }

  [[nodiscard]] a2s::rules_view view() const { return a2s::decode_rules(message_).value(); }

 private:
  buffer message_;
};

std::string escape(std::string_view plain) {
  std::string out;
  for (const char c : plain) {
    if (c == 1) {
      out += "\x01\x01";
    } else if (c == 0) {
      out += "\x01\x02";
    } else if (c == '\xff') {
      out += "\x01\x03";
    } else {
      out += c;
    }
  }
  return out;
}

using pairs = std::vector<std::pair<std::string, std::string>>;

/// The escaped data in pages of a size.
pairs paged(std::string_view plain, std::size_t page_size = 127) {
  const std::string escaped = escape(plain);
  const std::size_t count = (escaped.size() + page_size - 1) / page_size;
  pairs list;
  for (std::size_t i = 0; i < count; ++i)
    list.emplace_back(std::string{static_cast<char>(i + 1), static_cast<char>(count)},
                      escaped.substr(i * page_size, page_size));
  return list;
}

std::optional<a2s::arma_rules> decode(const pairs& list) {
  return a2s::decode_arma_rules(rule_list(list).view());
}

std::string plain(std::string_view hex) { return std::string(as_text(from_hex(hex))); }

// Version 3, two DLCs of which one has no known name, difficulty, two mods, two signatures.
const std::string arma3 =
    "03 00 01 80 23 01 "
    "11 22 33 44 FF 00 01 02 "
    "02 AA BB CC DD 04 78 56 34 12 05 \"First\" 01 01 02 FF 08 01 00 00 00 00 00 00 80 00 "
    "02 03 \"abc\" 04 01 02 FF 00";

// DayZ: no difficulty, but a description.
const std::string dayz =
    "02 00 02 00 0D 0C 0B 0A 01 01 00 00 00 01 07 03 \"Mod\" 01 02 \"kk\" 07 \"Welcome\"";

void check_arma3(const a2s::arma_rules& rules) {
  CHECK_FALSE(rules.dayz);
  CHECK_FALSE(rules.partial);
  CHECK(rules.version == 3);
  CHECK(rules.overflow == 0);
  CHECK(rules.dlc_mask == 0x8001);
  CHECK(rules.difficulty == std::array<std::uint8_t, 2>{0x23, 0x01});
  REQUIRE(rules.dlcs.size() == 2);
  CHECK(rules.dlcs[0] == std::pair<std::uint16_t, std::uint32_t>{0x0001, 0x44332211});
  CHECK(rules.dlcs[1] == std::pair<std::uint16_t, std::uint32_t>{0x8000, 0x020100ff});
  REQUIRE(rules.mods.size() == 2);
  CHECK(rules.mods[0].hash == 0xddccbbaa);
  CHECK(rules.mods[0].steam_id == 0x12345678);
  CHECK(rules.mods[0].name == "First");
  CHECK_FALSE(rules.mods[0].dlc);
  CHECK(rules.mods[1].hash == 0xff020101);
  CHECK(rules.mods[1].steam_id == 0x8000000000000001);
  CHECK(rules.mods[1].name.empty());
  REQUIRE(rules.signatures.size() == 2);
  CHECK(rules.signatures[0] == "abc");
  CHECK(rules.signatures[1] == "\x01\x02\xff\0"sv);
}

}  // namespace

TEST_CASE("Arma rules are read from pages of any size, escapes that straddle them included") {
  for (const std::size_t page_size : {1U, 2U, 3U, 5U, 127U}) {
    CAPTURE(page_size);
    const auto rules = decode(paged(plain(arma3), page_size));
    REQUIRE(rules.has_value());
    check_arma3(*rules);
  }
}

TEST_CASE("pages are sorted by number, and other rules stand between them") {
  auto list = paged(plain(arma3), 10);
  std::ranges::reverse(list);
  list.insert(list.begin() + 2, {"island", "Altis"});
  list.insert(list.begin(), {"gm", "two letters are no page"});
  list.push_back(list.front());
  const auto rules = decode(list);
  REQUIRE(rules.has_value());
  check_arma3(*rules);
}

TEST_CASE("an escaped 01 before a 02 does not become a zero") {
  // Signature 01 02: on the wire 01 01 02, where two chained replacements see 01 02.
  const auto rules = decode(paged(plain("03 00 00 00 00 00 00 01 02 01 02")));
  REQUIRE(rules.has_value());
  CHECK(rules->signatures == std::vector{"\x01\x02"s});
  CHECK_FALSE(rules->partial);
}

TEST_CASE("DayZ has no difficulty, and a description") {
  const auto rules = decode(paged(plain(dayz)));
  REQUIRE(rules.has_value());
  CHECK(rules->dayz);
  CHECK_FALSE(rules->partial);
  CHECK_FALSE(rules->difficulty.has_value());
  REQUIRE(rules->dlcs.size() == 1);
  CHECK(rules->dlcs[0] == std::pair<std::uint16_t, std::uint32_t>{2, 0x0a0b0c0d});
  REQUIRE(rules->mods.size() == 1);
  CHECK(rules->mods[0].name == "Mod");
  CHECK(rules->mods[0].steam_id == 7);
  CHECK(rules->signatures == std::vector{"kk"s});
  CHECK(rules->description == "Welcome");
}

TEST_CASE("the version is a hint, the fit decides") {
  const auto old_arma = decode(paged("\2"s + plain(arma3).substr(1)));
  REQUIRE(old_arma.has_value());
  CHECK_FALSE(old_arma->dayz);
  CHECK_FALSE(old_arma->partial);
  CHECK(old_arma->mods.size() == 2);

  const auto new_dayz = decode(paged("\3"s + plain(dayz).substr(1)));
  REQUIRE(new_dayz.has_value());
  CHECK(new_dayz->dayz);
  CHECK_FALSE(new_dayz->partial);
  CHECK(new_dayz->description == "Welcome");
}

TEST_CASE("a creator DLC is read with a name and without one") {
  const std::string mod = "01 02 03 04 01 07 03 \"Mod\" ";
  const auto named =
      decode(paged(plain("03 00 00 00 00 00 02 05 06 07 08 13 60 2F 11 03 \"GM!\" " + mod + "00")));
  REQUIRE(named.has_value());
  CHECK_FALSE(named->partial);
  REQUIRE(named->mods.size() == 2);
  CHECK(named->mods[0].dlc);
  CHECK(named->mods[0].steam_id == 0x112f60);
  CHECK(named->mods[0].name == "GM!");
  CHECK(named->mods[1].name == "Mod");

  const auto bare = decode(paged(plain("03 00 00 00 00 00 02 05 06 07 08 13 60 2F 11 " + mod + "00")));
  REQUIRE(bare.has_value());
  CHECK_FALSE(bare->partial);
  REQUIRE(bare->mods.size() == 2);
  CHECK(bare->mods[0].dlc);
  CHECK(bare->mods[0].steam_id == 0x112f60);
  CHECK(bare->mods[0].name.empty());
  CHECK(bare->mods[1].name == "Mod");
}

TEST_CASE("data that are cut anywhere give what there is, and are partial") {
  const std::string whole = plain(arma3);
  std::size_t mods = 0;
  for (std::size_t size = 1; size < whole.size(); ++size) {
    CAPTURE(size);
    const auto rules = decode(paged(whole.substr(0, size)));
    REQUIRE(rules.has_value());
    CHECK(rules->partial);
    CHECK(rules->version == 3);
    CHECK(rules->mods.size() >= mods);
    mods = rules->mods.size();
  }
  CHECK(mods == 2);
}

TEST_CASE("what comes behind a missing page is not made up") {
  auto list = paged(plain(arma3), 10);
  list.erase(list.begin() + 4);
  const auto rules = decode(list);
  REQUIRE(rules.has_value());
  CHECK(rules->partial);
  CHECK(rules->dlcs.size() == 2);
  CHECK(rules->mods.size() == 1);

  list = paged(plain(arma3), 10);
  list.pop_back();
  CHECK(decode(list)->partial);
}

TEST_CASE("rules without a first page are no Arma rules") {
  CHECK_FALSE(decode({}).has_value());
  CHECK_FALSE(decode({{"mp_timelimit", "30"}, {"gm", "x"}, {"", ""}}).has_value());
  auto list = paged(plain(arma3), 10);
  list.erase(list.begin());
  CHECK_FALSE(decode(list).has_value());
}

TEST_CASE("data that fit no reading give the usual one of their version") {
  const auto rules = decode(paged(plain(arma3) + "more"));
  REQUIRE(rules.has_value());
  CHECK(rules->partial);
  CHECK_FALSE(rules->dayz);
  CHECK(rules->mods.size() == 2);
  CHECK(decode({{"\1\1", ""}})->partial);
}

TEST_CASE("counts that lie cost no more than the data that are there") {
  CHECK(decode(paged(plain("03 00 FF FF 00 00")))->dlcs.empty());
  CHECK(decode(paged(plain("03 00 00 00 00 00 FF")))->mods.empty());
  CHECK(decode(paged(plain("03 00 00 00 00 00 00 FF")))->signatures.empty());
  // An id that claims 15 bytes keeps the first 8.
  const auto rules = decode(paged(plain("03 00 00 00 00 00 01 01 02 03 04 0F 02*15 01 \"n\" 00")));
  REQUIRE(rules.has_value());
  CHECK_FALSE(rules->partial);
  CHECK(rules->mods.at(0).steam_id == 0x0202020202020202);
}

TEST_CASE("thousands of pages, and pages full of escapes, are read in linear time") {
  pairs list;
  for (int i = 0; i < 20000; ++i)
    list.emplace_back(std::string{static_cast<char>(1 + i % 255), static_cast<char>(1 + i % 255)},
                      std::string(5, 1));
  list.emplace_back("\1\xff", std::string(100'000, 1));
  CHECK(decode(list).has_value());
}

TEST_CASE("random pages never do harm") {
  split_mix random(6);
  for (int i = 0; i < 5000; ++i) {
    const auto count = static_cast<char>(1 + random.below(3));
    pairs list;
    for (char page = 1; page <= count; ++page)
      list.emplace_back(std::string{page, count}, random_text(random, 127));
    CHECK(decode(list).has_value());
  }
}

TEST_CASE("the bits of the DLC mask have names") {
  CHECK(a2s::arma_rules::dlc_name(0x0001, false) == "Karts");
  CHECK(a2s::arma_rules::dlc_name(0x0010, false) == "Apex");
  CHECK(a2s::arma_rules::dlc_name(0x0400, false) == "Contact");
  CHECK(a2s::arma_rules::dlc_name(0x1000, false) == "Art of War");
  CHECK(a2s::arma_rules::dlc_name(0x2000, false) == "");
  CHECK(a2s::arma_rules::dlc_name(0x0001, true) == "Livonia");
  CHECK(a2s::arma_rules::dlc_name(0x0002, true) == "Frostline");
  CHECK(a2s::arma_rules::dlc_name(0x0008, true) == "Survivor GameZ");
  CHECK(a2s::arma_rules::dlc_name(0x0010, true) == "");
  CHECK(a2s::arma_rules::dlc_name(0, false) == "");
  CHECK(a2s::arma_rules::dlc_name(3, false) == "");
}

namespace {

using keys = std::vector<std::pair<std::string_view, std::string_view>>;

}  // namespace

TEST_CASE("Unreal keywords are split at commas with a key behind them") {
  CHECK(a2s::decode_unreal_keywords(",OWNINGID:90,OWNINGNAME:90,NUMOPENPUBCONN:12,LEGACY_i:0").value() ==
        keys{{"OWNINGID", "90"}, {"OWNINGNAME", "90"}, {"NUMOPENPUBCONN", "12"}, {"LEGACY_i", "0"}});
  CHECK(a2s::decode_unreal_keywords("P2PADDR:1,P2PPORT:7777,ModId_l:0").value() ==
        keys{{"P2PADDR", "1"}, {"P2PPORT", "7777"}, {"ModId_l", "0"}});
}

TEST_CASE("values of Unreal keywords may hold commas, colons, or nothing") {
  CHECK(a2s::decode_unreal_keywords("OWNINGNAME:PvP, x2, 24/7: join,SESSIONFLAGS:683").value() ==
        keys{{"OWNINGNAME", "PvP, x2, 24/7: join"}, {"SESSIONFLAGS", "683"}});
  CHECK(a2s::decode_unreal_keywords("OWNINGNAME:a,Discord: b,c:d").value() ==
        keys{{"OWNINGNAME", "a,Discord: b,c:d"}});
  CHECK(a2s::decode_unreal_keywords("A:,B:").value() == keys{{"A", ""}, {"B", ""}});
  CHECK(a2s::decode_unreal_keywords("A:1,,").value() == keys{{"A", "1,,"}});
  CHECK(a2s::decode_unreal_keywords("A:1,B:1,A:2").value() == keys{{"A", "1"}, {"B", "1"}, {"A", "2"}});
}

TEST_CASE("other keywords are no Unreal list") {
  for (const char* text : {"", ",", ":", "alltalk,nocrits", " gm:darkrp", "a:64,s:51", "OWNINGID",
                           "OWNING ID:1", "Mixed:1", ",,A:1", "_A:1", "1A:1", "i:1"})
    CHECK_FALSE(a2s::decode_unreal_keywords(text).has_value());
}

TEST_CASE("long runs of commas and half keys are read in linear time") {
  std::string commas = "A:";
  std::string keys_without_end = "A:";
  for (int i = 0; i < 200'000; ++i) commas += ',', keys_without_end += ",KEY";
  CHECK(a2s::decode_unreal_keywords(commas).value().size() == 1);
  CHECK(a2s::decode_unreal_keywords(keys_without_end).value().size() == 1);
}

TEST_CASE("Rust's numbers are found among its keywords") {
  const auto found = a2s::decode_rust_keywords(
      "mp500,cp342,ptrak,qp17,$r?,v2593,born1718900000,h1a2b,vanilla,monthly,cpu,gmrust");
  REQUIRE(found.has_value());
  CHECK(found->players == 342);
  CHECK(found->max_players == 500);
  CHECK(found->queued == 17);
  CHECK(found->protocol == 2593);
  CHECK(found->born == 1718900000);
}

TEST_CASE("Rust's numbers need players or slots, and are numbers") {
  CHECK_FALSE(a2s::decode_rust_keywords("").has_value());
  CHECK_FALSE(a2s::decode_rust_keywords("qp1,v2,born3").has_value());
  CHECK_FALSE(a2s::decode_rust_keywords("cp,mp,cpx,mp1x,cp-1,cp 1,xcp1,mp99999999999").has_value());
  CHECK(a2s::decode_rust_keywords("cp0").value().players == 0U);
  CHECK_FALSE(a2s::decode_rust_keywords("cp0").value().max_players.has_value());
  CHECK(a2s::decode_rust_keywords(",,mp4294967295,").value().max_players == 4294967295U);
  CHECK(a2s::decode_rust_keywords("cp1,cp2").value().players == 1U);
}
