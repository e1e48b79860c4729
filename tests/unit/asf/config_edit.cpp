#include <vector>

#include <doctest/doctest.h>

#include <gamewire/asf/config_edit.hpp>
#include <gamewire/asf/reply.hpp>
#include <gamewire/asf/requests.hpp>

#include "support/asf_samples.hpp"

using namespace gamewire;
using asf::change;

namespace {

std::string edited(std::string_view config, std::vector<change> changes, bool reconciled = false) {
  json::document document;
  const auto root = document.read(as_bytes(config));
  if (!root) return "(" + root.error().message() + ")";
  const auto result = asf::edit_config(*root, changes);
  if (!result) return "(" + result.error().message() + ")";
  CHECK(result->reconciled() == reconciled);
  return std::string(result->text());
}

constexpr const char* refused = "(this cannot be put on the wire)";

}  // namespace

TEST_SUITE_BEGIN("asf config edit");

TEST_CASE("what is not changed stays as it is, in its order, known or not") {
  CHECK(edited(R"({ "B" : [1, {"x":"\u00e9"}], "A\"": 1.50 ,"b":null})", {}) ==
        R"({"B":[1, {"x":"\u00e9"}],"A\"":1.50,"b":null})");
  CHECK(edited("{}", {}) == "{}");
}

TEST_CASE("members are changed where they stand, and new ones come last") {
  CHECK(edited(R"({"A":1,"B":{"C":2},"D":3})", {change::json("b", "[4]"), change::text("E", "\"\n"),
                                                change::clear("D"), change::id("F", 5)}) ==
        R"({"A":1,"B":[4],"D":null,"E":"\"\n","F":5})");
  CHECK(edited(R"({"A":1,"B":2})", {change::drop("A"), change::drop("C")}) == R"({"B":2})");
  CHECK(edited(R"({"A":1})", {change::json("A", "2"), change::json("A", "3"), change::json("N", "4"),
                              change::json("N", "5")}) == R"({"A":3,"N":5})");
}

TEST_CASE("an id and its twin change together") {
  const std::string config = R"({"SteamOwnerID":1,"X":0,"s_SteamOwnerID":"1"})";
  const std::string want = R"({"SteamOwnerID":76561198006963719,"X":0,"s_SteamOwnerID":"76561198006963719"})";
  CHECK(edited(config, {change::id("SteamOwnerID", 76561198006963719U)}) == want);
  CHECK(edited(config, {change::text("s_SteamOwnerID", "76561198006963719")}) == want);
  CHECK(edited(config, {change::json("steamownerid", "76561198006963719")}) == want);
  CHECK(edited("{}", {change::id("SteamMasterClanID", 3)}) ==
        R"({"SteamMasterClanID":3,"s_SteamMasterClanID":"3"})");
  CHECK(edited(config, {change::drop("SteamOwnerID")}) == R"({"X":0})");
  for (const change& wrong : {change::text("SteamOwnerID", "x"), change::json("s_SteamOwnerID", "1.5"),
                              change::clear("SteamOwnerID"), change::text("SteamOwnerID", "")})
    CHECK(edited(config, {wrong}) == refused);
}

TEST_CASE("of twins that differ the string is right") {
  CHECK(edited(R"({"SteamOwnerID":76561198006963710,"s_SteamOwnerID":"76561198006963719"})", {}, true) ==
        R"({"SteamOwnerID":76561198006963719,"s_SteamOwnerID":"76561198006963719"})");
}

TEST_CASE("what is no configuration, or no change, is refused") {
  CHECK(edited("[]", {}) == "(a JSON value of another kind than expected)");
  CHECK(edited("{\"a\":1,}", {}) == "(not JSON)");
  CHECK(edited("{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}", {}) ==
        "(JSON nested too deeply)");
  for (const char* wrong : {"", "{", "1 2", "nul", "\"\xff\""})
    CHECK(edited("{}", {change::json("A", wrong)}) == refused);
  CHECK(edited("{}", {change::text("A", "\xff")}) == refused);
  CHECK(edited("{}", {change::text("\xff", "")}) == refused);
}

TEST_CASE("from the answer to the next request") {
  const std::string body = test::sample("asf/asf_get.json");
  json::document document;
  const auto reply =
      asf::read_answer({asf::route::asf_info, 200, "application/json", as_bytes(body)}, document);
  const auto info = asf::result<asf::route::asf_info>(reply);
  REQUIRE(info);
  const std::array changes{change::text("IPCPassword", "secret")};
  const auto config = asf::edit_config(info->global_config, changes);
  REQUIRE(config);
  const auto message = asf::make(asf::configure_asf{config->text()});
  REQUIRE(message);
  std::string want = R"({"GlobalConfig":)" + std::string(info->global_config.raw());
  want.pop_back();
  CHECK(as_text(message->body()) == want + R"(,"IPCPassword":"secret"}})");
}

TEST_SUITE_END();
