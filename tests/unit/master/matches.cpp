#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/master/responder.hpp>

using namespace gamewire;

namespace {

constexpr std::string_view info =
    "\\gamedir\\tf\\map\\ctf_2fort\\appid\\440\\players\\3\\max\\24\\secure\\1\\dedicated\\1\\password\\0"
    "\\gametype\\alltalk,payload,increased_maxplayers\\gamedata\\x,y\\name\\The Arena "
    "#4\\version\\1.2.3\\lan\\0";

const master::registration server{*endpoint::parse("192.0.2.7:27015"), master::region::europe, info};

bool is_met(std::string_view filter, std::string_view by = info) {
  const auto met = master::matches(filter, {server.address, server.region, by});
  REQUIRE(met.has_value());
  return *met;
}

}  // namespace

TEST_SUITE_BEGIN("master matches");

TEST_CASE("no filter is met by all; of several conditions all must be met") {
  CHECK(is_met(""));
  CHECK(is_met("\\gamedir\\tf\\map\\ctf_2fort"));
  CHECK(!is_met("\\gamedir\\tf\\map\\cp_dustbowl"));
  CHECK(!is_met("\\map\\cp_dustbowl\\gamedir\\tf"));
  CHECK(is_met("\\gamedir\\TF"));
}

TEST_CASE("flags") {
  CHECK(is_met("\\secure\\1"));
  CHECK(!is_met("\\secure\\0"));
  CHECK(is_met("\\password\\0"));
  CHECK(!is_met("\\password\\1"));
  CHECK(is_met("\\linux\\0"));  // one it does not have
  CHECK(!is_met("\\linux\\1"));
}

TEST_CASE("empty means not empty, full not full, noplayers empty; 0 asks for nothing") {
  const auto* none = "\\players\\0\\max\\24";
  const auto* all = "\\players\\24\\max\\24";
  CHECK(is_met("\\empty\\1"));
  CHECK(!is_met("\\empty\\1", none));
  CHECK(is_met("\\full\\1"));
  CHECK(!is_met("\\full\\1", all));
  CHECK(!is_met("\\noplayers\\1"));
  CHECK(is_met("\\noplayers\\1", none));
  CHECK(is_met("\\empty\\0\\full\\0\\noplayers\\0", all));
}

TEST_CASE("apps, tags, patterns and addresses") {
  CHECK(is_met("\\appid\\440\\napp\\500\\nappid\\730"));
  CHECK(!is_met("\\napp\\440"));
  CHECK(!is_met("\\nappid\\440"));
  CHECK(is_met("\\gametype\\payload"));
  CHECK(is_met("\\gametype\\PAYLOAD,alltalk"));
  CHECK(!is_met("\\gametype\\payload,nocrits"));
  CHECK(!is_met("\\gametype\\pay"));
  CHECK(is_met("\\gamedataor\\a,b,x"));
  CHECK(!is_met("\\gamedataor\\a,b"));
  CHECK(is_met("\\gamedata\\x,y"));
  CHECK(is_met("\\gameaddr\\192.0.2.7"));
  CHECK(is_met("\\gameaddr\\192.0.2.7:27015"));
  CHECK(!is_met("\\gameaddr\\192.0.2.7:27016"));
  CHECK(!is_met("\\gameaddr\\192.0.2.8"));
  CHECK(!is_met("\\gameaddr\\nonsense"));
}

TEST_CASE("* stands for any text") {
  for (const auto* pattern :
       {"*", "**", "The Arena #4", "the arena #4", "The*", "*#4", "*arena*", "T*A*4", "*****4"}) {
    CAPTURE(pattern);
    CHECK(is_met("\\name_match\\" + std::string(pattern)));
  }
  for (const auto* pattern : {"The", "Arena", "*Arena", "The Arena #4?", "*5", "T*B*4", "The Arena #4 *"}) {
    CAPTURE(pattern);
    CHECK(!is_met("\\name_match\\" + std::string(pattern)));
  }
  CHECK(is_met("\\version_match\\1.*"));
  CHECK(!is_met("\\version_match\\2.*"));
}

TEST_CASE("what the server does not know judges nothing, in a group neither") {
  CHECK(is_met("\\clver\\0.21"));
  CHECK(is_met("\\collapse_addr_hash\\1"));
  CHECK(is_met("\\nor\\1\\clver\\0.21"));
  CHECK(!is_met("\\nor\\2\\clver\\0.21\\gamedir\\tf"));
  CHECK(is_met("\\nand\\2\\clver\\0.21\\gamedir\\cstrike"));
  CHECK(is_met("\\nand\\1\\clver\\0.21"));
  CHECK(is_met("\\or\\1\\clver\\0.21"));
  CHECK(!is_met("\\or\\2\\clver\\0.21\\gamedir\\cstrike"));
  CHECK(is_met("\\lan\\0"));
  CHECK(!is_met("\\lan\\1"));
}

TEST_CASE("groups") {
  // Two that are met, one that is, none.
  const std::string both = "\\gamedir\\tf\\secure\\1";
  const std::string one = "\\gamedir\\tf\\secure\\0";
  const std::string none = "\\gamedir\\cstrike\\secure\\0";
  CHECK(!is_met("\\nor\\2" + both));
  CHECK(!is_met("\\nor\\2" + one));
  CHECK(is_met("\\nor\\2" + none));
  CHECK(!is_met("\\nand\\2" + both));
  CHECK(is_met("\\nand\\2" + one));
  CHECK(is_met("\\nand\\2" + none));
  CHECK(is_met("\\or\\2" + both));
  CHECK(is_met("\\or\\2" + one));
  CHECK(!is_met("\\or\\2" + none));
  CHECK(is_met("\\and\\2" + both));
  CHECK(!is_met("\\and\\2" + one));
  CHECK(!is_met("\\and\\2" + none));
}

TEST_CASE("a group judges as many pairs as it counts, and those in its groups with them") {
  CHECK(is_met("\\nor\\1\\gamedir\\cstrike\\secure\\1"));
  CHECK(!is_met("\\nor\\1\\gamedir\\cstrike\\secure\\0"));
  // not (cstrike or (secure and not secure))
  CHECK(is_met("\\nor\\4\\gamedir\\cstrike\\and\\2\\secure\\1\\secure\\0"));
  CHECK(!is_met("\\nor\\4\\gamedir\\cstrike\\and\\2\\secure\\1\\dedicated\\1"));
  CHECK(!is_met("\\nor\\4\\gamedir\\cstrike\\and\\2\\secure\\1\\secure\\0\\map\\other"));
  CHECK(is_met("\\nor\\3\\nor\\2\\or\\1\\secure\\1"));  // not not
  CHECK(!is_met("\\nor\\2\\or\\1\\secure\\1"));
}

TEST_CASE("counts that do not add up are no filter, nor are groups without end") {
  for (const auto* filter : {"\\nor\\2\\a\\b", "\\nor\\0\\a\\b", "\\nor\\", "\\nor\\x\\a\\b",
                             "\\nor\\-1\\a\\b", "\\nor\\1", "\\nor\\2\\and\\2\\a\\b\\c\\d",
                             "\\nor\\1\\and\\1\\a\\b", "\\nor\\99999999999\\a\\b", "a\\b", "\\a"}) {
    CAPTURE(filter);
    CHECK(master::matches(filter, server).error() == master::errc::bad_filter);
  }
  std::string deep;
  for (int depth = 20; depth > 0; --depth) deep += "\\and\\" + std::to_string(depth);
  CHECK(master::matches(deep + "\\a\\b", server).error() == master::errc::bad_filter);
}

TEST_SUITE_END();
