/// What is asked of several servers that none of them knows, and of what they keep that is odd.
#include <string>

#include <doctest/doctest.h>

#include <gamewire/aster/servers.hpp>
#include <gamewire/json/document.hpp>

using namespace gamewire;

namespace {

/// What two packets say that a user keeps.
std::optional<aster::sync_data> kept(std::string_view profile, std::string_view servers) {
  json::document one;
  json::document two;
  return aster::sync_data::of(one.read(as_bytes(profile)).value(), two.read(as_bytes(servers)).value());
}

constexpr std::string_view nobody = R"({"command":"sync_get","pfp":"","status":200,"uname":"me"})";

}  // namespace

TEST_SUITE_BEGIN("aster servers");

TEST_CASE("what none of them knows") {
  aster::servers all;
  CHECK(all.get_user(1) == nullptr);
  CHECK(all.find({"here"}) == nullptr);
  REQUIRE(all.add({"here"}) != nullptr);
  REQUIRE(all.add({"here", 1}) != nullptr);
  CHECK(all.find({"there"}) == nullptr);
  CHECK(all.get_user(1) == nullptr);
  CHECK(all.get_channel(1) == nullptr);
  CHECK(all.get_channel_by_name("general") == nullptr);
  CHECK(!all.complete());
  CHECK(all.all().size() == 2);
}

TEST_CASE("marks that are no emoji are passed over on the way to one that is") {
  const auto found = aster::emoji_mark::find("<:a:> <:b:1:x:> <:c:1:2:> <:d:1:2:>");
  REQUIRE(found);
  CHECK(found->second == "<:c:1:2:>");
  CHECK(!aster::emoji_mark::find("<:a:> <:b:1:x:> <:"));
  CHECK(!aster::emoji_mark::find(""));
  CHECK(!aster::emoji_mark::find("no mark"));
}

TEST_CASE("half a million marks that begin and do not end are looked through once") {
  std::string text;
  for (int i = 0; i < 500'000; ++i) text += "<:";
  CHECK(!aster::emoji_mark::find(text));
  CHECK(!aster::emoji_mark::find(text + " :>"));
  text += "a:1:2:> <:b:1:2:>";
  const auto found = aster::emoji_mark::find(text);
  CHECK((found && found->second == "<:a:1:2:>"));
}

TEST_CASE("packets that keep nothing") {
  for (const char* none : {"{}", "[]", R"({"servers":7})", R"({"servers":[7]})", R"({"servers":[{"ip":7}]})"})
    CHECK_MESSAGE(!kept(nobody, none), none);
  for (const char* none : {"[]", R"({"uname":7})", R"({"pfp":{}})"})
    CHECK_MESSAGE(!kept(none, R"({"servers":[]})"), none);
  const auto empty = kept(nobody, R"({"servers":[]})");
  REQUIRE(empty);
  CHECK((empty->user == "me" && empty->pfp.empty() && empty->servers.empty()));
}

TEST_CASE("entries with as little as there may be, and pictures that are none") {
  const auto data = kept(
      R"({"pfp":"no picture","uname":"me"})",
      R"({"servers":[{"ip":"a","port":1,"uname":"u"},{"ip":"b","port":65535,"uname":"v","name":"n","pfp":"!","uuid":5}]})");
  REQUIRE(data);
  CHECK(data->pfp.empty());
  REQUIRE(data->servers.size() == 2);
  CHECK(data->servers[0].at == aster::server_name{"a", 1});
  CHECK((data->servers[0].name.empty() && data->servers[0].pfp.empty() && !data->servers[0].uuid));
  CHECK(data->servers[1].at == aster::server_name{"b", 65535});
  CHECK((data->servers[1].name == "n" && data->servers[1].pfp.empty() && data->servers[1].uuid == 5));
}

TEST_CASE("an entry with a port that is none leads nowhere, and not to another port") {
  const auto data =
      kept(nobody, R"({"servers":[{"ip":"a","port":67881},{"ip":"b","port":-1},{"ip":"c","port":2345}]})");
  REQUIRE(data);
  REQUIRE(data->servers.size() == 1);
  CHECK(data->servers[0].at == aster::server_name{"c", 2345});
}

TEST_SUITE_END();
