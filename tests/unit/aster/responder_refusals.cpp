/// What aster::responder refuses, by which status, and that it changes nothing then.
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/aster/commands.hpp>

#include "responder_harness.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

const std::string long_text = '"' + std::string(101, 'x') + '"';        // where 100 are allowed
const std::string long_picture = '"' + std::string(40'961, 'x') + '"';  // where 40960 are

/// A bot that may do everything, and what is there for it to break.
struct home {
  aster::community community{{.name = "home",
                              .max_users = 3,
                              .max_channels = 2,
                              .max_groups = 2,
                              .max_text = 100,
                              .max_sync_servers = 2}};
  aster::uuid bot = *community.add_user("bot", "pw");
  aster::uuid other = *community.add_user("other", "pw");
  aster::uuid general = *community.add_channel("general");
  aster::uuid admins = *community.add_group("admins", everything_allowed);
  aster::uuid guests = *community.add_group("guests", {});
  aster::uuid foreign = *community.post(other, general, "hello", {});
  aster_talk on{community};

  home() {
    CHECK(community.add_to_group(bot, admins));
    (void)on.says(aster_command("login", R"("uname":"bot","passwd":"pw")"));
    (void)on.says(aster_command("mark_as_read", message()));
  }
  std::string message() const { return "\"message\":" + std::to_string(foreign); }
  std::string channel() const { return "\"channel\":" + std::to_string(general); }
  std::string id(aster::uuid of) const { return "\"uuid\":" + std::to_string(of); }

  /// All that can be asked about.
  std::string everything() {
    return on.says(aster_command("get_metadata") + aster_command("list_channels") +
                   aster_command("list_groups") + aster_command("history", "\"num\":9," + channel()) +
                   aster_command("sync_get") + aster_command("sync_get_servers") +
                   aster_command("get_last_reads"));
  }
  /// Each is answered by the status alone, so that nobody was told of anything either.
  void refuses(int code, const std::string& name, const std::vector<std::string>& each) {
    for (const std::string& fields : each)
      CHECK_MESSAGE(on.says(aster_command(name, fields)) == aster_status(name, code),
                    name << ' ' << fields.substr(0, 200));
  }
};

/// Such as a command has to have, all of them; what they say is nonsense.
std::string fields_of(const aster::command_row& of) {
  using aster::command;
  switch (of.which) {
    case command::nick: return R"("nick":"")";
    case command::pfp: return R"("data":"")";
    case command::change_password: return R"("new_password":"")";
    case command::send: return R"("content":"","channel":2,"reply":null)";
    case command::history: return R"("num":1,"channel":2,"before_message":null)";
    case command::edit: return R"("message":2,"new_content":"")";
    case command::delete_message:
    case command::mark_as_read: return R"("message":2)";
    case command::sync_set: return R"("uname":"","pfp":"")";
    case command::sync_set_servers:
      return R"("servers":[{"idx":0,"ip":"h","port":1,"uname":"u","name":null,"pfp":null,"uuid":null}])";
    case command::get_num_unread:
    case command::delete_channel: return R"("channel":2)";
    case command::create_channel: return R"("name":"","position":null,"permissions":{})";
    case command::update_channel: return R"("uuid":2,"name":null,"position":null,"permissions":null)";
    case command::create_group: return R"("name":"","colour":1,"position":1,"permissions":[])";
    case command::update_group:
      return R"("uuid":2,"name":null,"colour":null,"position":null,"permissions":null)";
    case command::delete_group: return R"("uuid":2)";
    case command::update_user_groups: return R"("user":2,"groups":[])";
    default: return "";  // it is plain
  }
}

}  // namespace

TEST_SUITE_BEGIN("aster responder refusals");

TEST_CASE("who is not logged in may ask for what is open to all, and for nothing else") {
  home at;
  aster_talk stranger(at.community);
  (void)stranger.says(aster_command("ping"));
  for (const aster::command_row& one : aster::command_table) {
    if (one.which == aster::command::other || one.is(aster::traits::open)) continue;
    const std::string name(one.name);
    const int code = one.which == aster::command::change_password ? 405 : 401;
    CHECK_MESSAGE(stranger.says(aster_command(name, fields_of(one))) == aster_status(name, code), name);
    CHECK_MESSAGE(stranger.says(aster_command(name, "\"x\":1")) == aster_status(name, 400), name);
  }
  for (const std::string& fields :
       {std::string(R"("passwd":"pw")"), R"("passwd":"pw","uname":)" + long_text,
        R"("uname":"new","passwd":)" + long_text, std::string(R"("uname":7,"passwd":"pw")"),
        std::string(R"("uname":"new","passwd":null)")})
    CHECK_MESSAGE(stranger.says(aster_command("register", fields)) == aster_status("register", 400), fields);
  CHECK(stranger.says(aster_command("login", R"("uname":7,"uuid":1,"passwd":"pw")")) ==
        aster_status("login", 400));
}

TEST_CASE("what cannot be read is refused before anybody is asked to log in, and what can be is not") {
  home at;
  aster_talk stranger(at.community);
  (void)stranger.says(aster_command("ping"));
  const auto says = [&](const std::string& name, const std::string& fields) {
    return stranger.says(aster_command(name, fields));
  };
  for (const char* none : {"", R"("content":"x")", R"("channel":2)", R"("content":7,"channel":2)",
                           R"("content":"x","channel":"2")", R"("content":"x","channel":2,"reply":"1")"})
    CHECK_MESSAGE(says("send", none) == aster_status("send", 400), none);
  for (const std::string& one :
       {std::string(R"("content":" ","channel":2)"), R"("channel":2,"content":)" + long_text})
    CHECK_MESSAGE(says("send", one) == aster_status("send", 401), one);
  for (const char* none : {"\"new_password\":null", "\"password\":\"x\""})
    CHECK_MESSAGE(says("change_password", none) == aster_status("change_password", 400), none);
  (void)at.on.hears();
  at.refuses(400, "login",
             {"", R"("passwd":7)", R"("passwd":"pw","uuid":"1")"});  // although it has logged in
}

TEST_CASE("fields that are missing, none or too long are refused, and nothing changes") {
  home at;
  const std::string before = at.everything();
  const std::string user = "\"user\":" + std::to_string(at.other);
  at.refuses(400, "get_user", {"\"x\":1", "\"uuid\":\"1\"", "\"uuid\":null"});
  at.refuses(400, "get_emoji", {"\"x\":1", "\"uuid\":1.5"});
  at.refuses(400, "nick", {"\"x\":1", "\"nick\":7", "\"nick\":" + long_text});
  at.refuses(400, "pfp", {"\"x\":1", "\"data\":7", "\"data\":" + long_picture});
  at.refuses(400, "change_password", {"\"x\":1", "\"new_password\":" + long_text});
  at.refuses(400, "send",
             {"\"content\":\"x\"", at.channel(), at.channel() + ",\"content\":7",
              at.channel() + ",\"content\":\"x\",\"reply\":\"1\"", at.channel() + R"(,"content":" \t\n")",
              at.channel() + ",\"content\":" + long_text});
  at.refuses(400, "history",
             {"\"num\":1", at.channel(), at.channel() + ",\"num\":-1",
              at.channel() + ",\"num\":1,\"before_message\":\"1\""});
  at.refuses(400, "edit",
             {at.message(), "\"new_content\":\"x\"", at.message() + ",\"new_content\":" + long_text});
  at.refuses(400, "delete", {"\"x\":1", "\"message\":\"1\""});
  at.refuses(400, "mark_as_read", {"\"x\":1"});
  at.refuses(400, "get_num_unread", {"\"x\":1", "\"channel\":true"});
  at.refuses(400, "sync_set",
             {R"("uname":"x")", R"("pfp":"")", R"("pfp":"","uname":)" + long_text,
              R"("uname":"x","pfp":)" + long_picture});
  const auto server = [](const std::string& more) {
    return "\"servers\":[{\"idx\":0,\"port\":1," + more + "}]";
  };
  at.refuses(400, "sync_set_servers",
             {"\"x\":1", "\"servers\":null", "\"servers\":{}", "\"servers\":[7]", "\"servers\":[{}]",
              R"("servers":[{"port":1,"ip":"h","uname":"u"}])",
              R"("servers":[{"idx":null,"port":1,"ip":"h","uname":"u"}])",
              R"("servers":[{"idx":"0","port":1,"ip":"h","uname":"u"}])",
              R"("servers":[{"idx":0,"ip":"h","uname":"u"}])", server("\"ip\":7"), server(R"("ip":"h")"),
              server(R"("uname":"u")"), server(R"("ip":"h","uname":"u","uuid":"5")"),
              server(R"("ip":"h","uname":"u"},{"idx":1,"port":1,"ip":"h","uname":"u"},)" +
                     std::string(R"({"idx":2,"port":1,"ip":"h","uname":"u")")),
              server(R"("ip":"h","uname":)" + long_text), server(R"("uname":"u","ip":)" + long_text),
              server(R"("ip":"h","uname":"u","name":)" + long_text),
              server(R"("ip":"h","uname":"u","pfp":)" + long_picture)});
  at.refuses(
      400, "create_channel",
      {R"("permissions":{})", R"("name":"x")", R"("name":"x","permissions":[])",
       R"("name":"x","permissions":{"5":[]})", R"("permissions":{},"name":)" + long_text,
       R"("name":"x","permissions":{},"position":"0")", R"("name":"x","permissions":{},"position":2)"});
  const std::string room = at.id(at.general);
  at.refuses(400, "update_channel",
             {R"("name":"x")", room + ",\"name\":7", room + ",\"position\":-1", room + ",\"position\":1",
              room + R"(,"permissions":{"5":[]})", room + ",\"name\":" + long_text});
  at.refuses(400, "delete_channel", {"\"x\":1"});
  const std::string wanted = R"("name":"x","colour":1,"position":2)";
  at.refuses(400, "create_group",
             {wanted, wanted + R"(,"permissions":{})", wanted + R"(,"permissions":[256])",
              R"("name":"x","colour":1,"permissions":[])", R"("name":"x","position":2,"permissions":[])",
              R"("colour":1,"position":2,"permissions":[])",
              R"("colour":1,"position":2,"permissions":[],"name":)" + long_text});
  const std::string group = at.id(at.guests);
  at.refuses(400, "update_group",
             {R"("name":"x")", group + ",\"name\":7", group + ",\"colour\":1.5",
              group + ",\"position\":\"1\"", group + ",\"permissions\":[-1]", group + ",\"permissions\":7",
              group + ",\"position\":2", group + ",\"name\":" + long_text});
  at.refuses(400, "delete_group", {"\"x\":1"});
  at.refuses(400, "update_user_groups",
             {user, "\"groups\":[]", user + ",\"groups\":null", user + ",\"groups\":7",
              user + ",\"groups\":[\"x\"]", user + ",\"groups\":[1.5]"});
  CHECK(at.everything() == before);
}

TEST_CASE("what is not there is not found") {
  home at;
  const std::string before = at.everything();
  at.refuses(404, "get_user", {"\"uuid\":2"});
  at.refuses(404, "get_emoji", {"\"uuid\":2"});
  at.refuses(404, "send", {R"("content":"x","channel":2)", at.channel() + R"(,"content":"x","reply":2)"});
  at.refuses(404, "history", {R"("num":1,"channel":2)", at.channel() + R"(,"num":1,"before_message":2)"});
  at.refuses(404, "edit", {R"("message":2,"new_content":"x")"});
  at.refuses(404, "delete", {"\"message\":2"});
  at.refuses(404, "mark_as_read", {"\"message\":2"});
  at.refuses(404, "sync_get", {""});
  at.refuses(404, "update_channel", {R"("uuid":2,"name":"x")"});
  at.refuses(404, "delete_channel", {"\"channel\":2"});
  at.refuses(404, "update_group", {"\"uuid\":2"});
  at.refuses(404, "delete_group", {"\"uuid\":2"});
  at.refuses(404, "update_user_groups",
             {R"("user":2,"groups":[])", "\"user\":" + std::to_string(at.other) + ",\"groups\":[2]"});
  at.refuses(409, "nick", {R"("nick":"other")", R"("nick":"bot")"});
  CHECK(at.everything() == before);
}

TEST_CASE("nobody touches a group that is not below their own, or makes one there") {
  home at;
  const std::string before = at.everything();
  const std::string made = R"("name":"x","colour":1,"permissions":[],"position":)";
  at.refuses(403, "create_group", {made + "0", made + "1"});  // and the second: there are two already
  at.refuses(403, "update_group",
             {at.id(at.admins) + R"(,"name":"x")", at.id(at.guests) + ",\"position\":0"});
  at.refuses(403, "delete_group", {at.id(at.admins)});
  CHECK(at.everything() == before);
}

TEST_CASE("who may do nothing is told so, and sees no channel and no message") {
  home at;
  aster_talk guest(at.community);
  const auto denied = at.community.add_group("x", everything_denied);
  CHECK(!denied);  // two are all there may be
  (void)at.on.says(aster_command("update_group", at.id(at.guests) + R"(,"permissions":[170,170,10])"));
  CHECK(at.community.add_to_group(at.other, at.guests));
  (void)guest.says(aster_command("login", R"("uname":"other","passwd":"pw")"));
  const auto refuses = [&](const std::string& name, const std::string& fields) {
    CHECK_MESSAGE(guest.says(aster_command(name, fields)) == aster_status(name, 403), name);
  };
  refuses("send", at.channel() + R"(,"content":"x")");
  refuses("history", at.channel() + ",\"num\":1");
  refuses("create_channel", R"("name":"x","permissions":{})");
  refuses("update_channel", at.id(at.general) + R"(,"name":"x")");
  refuses("delete_channel", at.channel());
  refuses("create_group", R"("name":"x","colour":1,"permissions":[],"position":2)");
  refuses("update_group", at.id(at.guests) + R"(,"name":"x")");
  refuses("delete_group", at.id(at.guests));
  refuses("update_user_groups", "\"user\":" + std::to_string(at.bot) + ",\"groups\":[]");
  CHECK(guest.says(aster_command("list_channels")) ==
        "{\"command\":\"list_channels\",\"data\":[],\"status\":200}\n");
  (void)at.on.says(aster_command("send", at.channel() + R"(,"content":"secret")") +
                   aster_command("update_channel", at.id(at.general) + R"(,"name":"secret")"));
  CHECK(guest.hears() == "{\"command\":\"list_channels\",\"data\":[],\"status\":200}\n");
}

TEST_CASE("messages of others are theirs, but for who manages messages") {
  home at;
  aster_talk guest(at.community);
  const std::string mine = std::to_string(*at.community.post(at.bot, at.general, "mine", {}));
  (void)guest.says(aster_command("login", R"("uname":"other","passwd":"pw")"));
  CHECK(guest.says(aster_command("delete", "\"message\":" + mine)) == aster_status("delete", 403));
  CHECK(guest.says(aster_command("edit", R"("new_content":"x","message":)" + mine)) ==
        aster_status("edit", 403));
  (void)at.on.hears();
  at.refuses(403, "edit", {at.message() + R"(,"new_content":"x")"});
  CHECK(at.on.says(aster_command("delete", at.message())).ends_with(aster_status("delete", 200)));
  at.refuses(404, "delete", {at.message()});
}

TEST_CASE("as many channels and groups as there may be, and no more") {
  home at;
  const std::string channel = R"("permissions":{},"name":"x")";
  CHECK(at.on.says(aster_command("create_channel", channel)).find("\"uuid\":") != std::string::npos);
  at.refuses(403, "create_channel", {channel});
  at.refuses(403, "create_group", {R"("name":"x","colour":1,"permissions":[],"position":2)"});
  CHECK(at.on.says(aster_command("delete_group", at.id(at.guests)))
            .ends_with(aster_status("delete_group", 200)));
  at.refuses(400, "create_group", {R"("name":"x","colour":1,"permissions":[],"position":2)"});
  CHECK(at.on.says(aster_command("create_group", R"("name":"x","colour":1,"permissions":[],"position":1)"))
            .ends_with(aster_status("create_group", 200)));
}

TEST_SUITE_END();
