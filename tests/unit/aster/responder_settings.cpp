/// Channels, groups and lists that aster::responder is asked to change, and does.
#include <doctest/doctest.h>

#include "responder_harness.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

struct home {
  aster::community community;
  aster::uuid bot = *community.add_user("bot", "pw");
  aster::uuid other = *community.add_user("other", "pw");
  aster::uuid first = *community.add_channel("first");
  aster::uuid second = *community.add_channel("second");
  aster::uuid third = *community.add_channel("third");
  aster::uuid admins = *community.add_group("admins", everything_allowed);
  aster::uuid friends = *community.add_group("friends", {});
  aster::uuid guests = *community.add_group("guests", {});
  aster_talk on{community};

  home() {
    CHECK(community.add_to_group(bot, admins));
    (void)on.says(aster_command("login", R"("uname":"bot","passwd":"pw")"));
  }
  /// Its names, in their order.
  std::string names(const std::string& list) {
    const std::string all = on.says(aster_command(list));
    std::string found;
    for (std::size_t at = all.find("\"name\":\""); at != all.npos; at = all.find("\"name\":\"", at + 1))
      found += all.substr(at + 8, all.find('"', at + 8) - at - 8) + ' ';
    return found;
  }
  /// Done, and told to those who are here.
  void does(const std::string& name, const std::string& fields) {
    const std::string said = on.says(aster_command(name, fields));
    CHECK_MESSAGE(said.ends_with(aster_status(name, 200)), said);
    CHECK(said.starts_with(name.ends_with("channel") ? R"({"command":"list_channels")"
                                                     : R"({"command":"list_groups")"));
  }
  static std::string id(aster::uuid of) { return "\"uuid\":" + std::to_string(of); }
};

}  // namespace

TEST_SUITE_BEGIN("aster responder settings");

TEST_CASE("a channel gets another name, another place, or both") {
  home at;
  at.does("update_channel", home::id(at.first) + R"(,"name":"renamed")");
  CHECK(at.names("list_channels") == "renamed second third ");
  at.does("update_channel", home::id(at.first) + ",\"position\":2,\"name\":null");
  CHECK(at.names("list_channels") == "second third renamed ");
  at.does("update_channel", home::id(at.third) + R"(,"position":0,"name":"last","permissions":{})");
  CHECK(at.names("list_channels") == "last second renamed ");
  CHECK(at.on.says(aster_command("create_channel", R"("name":"new","position":1,"permissions":{})"))
            .find("\"uuid\":") != std::string::npos);
  CHECK(at.names("list_channels") == "last new second renamed ");
}

TEST_CASE("with a channel go its messages, and how far they were read") {
  home at;
  const auto post = [&](aster::uuid channel) {
    return "\"message\":" + std::to_string(*at.community.post(at.other, channel, "x", {}));
  };
  const std::string gone = post(at.first);
  const std::string kept = post(at.second);
  for (const std::string& one : {gone, kept}) (void)at.on.says(aster_command("mark_as_read", one));
  at.does("delete_channel", "\"channel\":" + std::to_string(at.first));
  CHECK(at.names("list_channels") == "second third ");
  CHECK(at.on.says(aster_command("mark_as_read", gone)) == aster_status("mark_as_read", 404));
  CHECK(at.on.says(aster_command("mark_as_read", kept)) == aster_status("mark_as_read", 200));
  CHECK(at.on.says(aster_command("get_last_reads")) == R"({"command":"get_last_reads","last_reads":{")" +
                                                           std::to_string(at.second) +
                                                           "\":[0,0]},\"status\":200}\n");
}

TEST_CASE("what came after the last that was read is unread, also when that one is gone") {
  home at;
  const std::string channel = std::to_string(at.first);
  const auto unread = [&](int count) {
    CHECK(at.on.says(aster_command("get_num_unread", "\"channel\":" + channel)) ==
          R"({"command":"get_num_unread","num":)" + std::to_string(count) + ",\"status\":200}\n");
  };
  const auto read = at.community.post(at.bot, at.first, "read", time_point(std::chrono::seconds(5)));
  (void)at.on.hears();
  unread(0);  // none was ever read
  (void)at.on.says(aster_command("mark_as_read", "\"message\":" + std::to_string(*read)));
  for (const char* text : {"a", "b"}) CHECK(at.community.post(at.other, at.first, text, {}));
  CHECK(at.community.post(at.other, at.second, "elsewhere", {}));
  (void)at.on.hears();
  unread(2);
  (void)at.on.says(aster_command("delete", "\"message\":" + std::to_string(*read)));
  unread(2);
  CHECK(at.on.says(aster_command("get_last_reads")) ==
        R"({"command":"get_last_reads","last_reads":{")" + channel + "\":[0,2]},\"status\":200}\n");
}

TEST_CASE("a group gets another name, colour, place and other permissions, each by itself") {
  home at;
  at.does("update_group", home::id(at.friends) + R"(,"name":"pals")");
  CHECK(at.names("list_groups") == "admins pals guests ");
  at.does("update_group", home::id(at.friends) + ",\"position\":2");
  CHECK(at.names("list_groups") == "admins guests pals ");
  at.does("update_group", home::id(at.friends) + ",\"colour\":255,\"permissions\":[1,2,3]");
  CHECK(at.on.says(aster_command("list_groups"))
            .find(R"({"colour":255,"name":"pals","permissions":[1,2,3],"position":2,)" +
                  home::id(at.friends)) != std::string::npos);
}

TEST_CASE("users are given their groups, each once, and lose those that are no more") {
  home at;
  const auto groups_of = [&](aster::uuid user) {
    const std::string said = at.on.says(aster_command("get_user", home::id(user)));
    const std::size_t from = said.find("\"groups\":[") + 10;
    return said.substr(from, said.find(']', from) - from);
  };
  const std::string guests = std::to_string(at.guests);
  const std::string friends = std::to_string(at.friends);
  CHECK(at.on.says(aster_command("update_user_groups", "\"user\":" + std::to_string(at.other) +
                                                           ",\"groups\":[" + guests + ',' + friends + ',' +
                                                           guests + ']')) ==
        aster_status("update_user_groups", 200));
  CHECK(groups_of(at.other) == guests + ',' + friends);
  at.does("delete_group", home::id(at.guests));
  CHECK(groups_of(at.other) == friends);
  CHECK(at.on.says(
            aster_command("update_user_groups", "\"user\":" + std::to_string(at.other) + ",\"groups\":[]")) ==
        aster_status("update_user_groups", 200));
  CHECK(groups_of(at.other).empty());
}

TEST_CASE("oneself: another name, picture and password, told to all but the last") {
  home at;
  const std::string users = R"({"command":"get_metadata","data":[{"groups":[)";
  CHECK(at.on.says(aster_command("nick", R"("nick":"rob")")).starts_with(users));
  CHECK(at.on.says(aster_command("pfp", R"("data":"UE5H")")).find(R"("name":"rob","pfp":"UE5H")") !=
        std::string::npos);
  CHECK(at.on.says(aster_command("change_password", R"("new_password":"other")")) ==
        aster_status("change_password", 200));
  aster_talk again(at.community);
  CHECK(again.says(aster_command("login", R"("uname":"rob","passwd":"pw")"))
            .ends_with(aster_status("login", 403)));
  CHECK(again.says(aster_command("login", home::id(at.bot) + R"(,"passwd":"other")"))
            .ends_with(home::id(at.bot) + "}\n"));
}

TEST_CASE("the list of other servers, with all that an entry may have") {
  home at;
  CHECK(
      at.on.says(aster_command(
          "sync_set_servers",
          R"("servers":[{"uname":"u","ip":"h","port":1,"idx":7,"uuid":5,"name":"n","pfp":"UE5H"},{"uname":"v","ip":"i","port":2,"idx":7}])")) ==
      aster_status("sync_set_servers", 200));
  CHECK(
      at.on.says(aster_command("sync_get_servers")) ==
      R"({"command":"sync_get_servers","servers":[{"idx":0,"ip":"h","name":"n","pfp":"UE5H","port":1,"uname":"u","uuid":5},{"idx":1,"ip":"i","name":null,"pfp":null,"port":2,"uname":"v","uuid":null}],"status":200})"
      "\n");
}

TEST_CASE("who is logged in twice has left when both have") {
  home at;
  aster_talk again(at.community);
  (void)again.says(aster_command("login", R"("uname":"bot","passwd":"pw")"));
  (void)at.on.hears();
  again.server.receive_end({}, {});
  (void)again.hears();
  CHECK(at.on.hears().empty());
}

TEST_SUITE_END();
