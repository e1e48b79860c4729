#include <doctest/doctest.h>

#include "support/aster_home.hpp"
#include "support/observed.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

const std::string banner = "{\"command\":\"API_version\",\"status\":200,\"version\":[1,0,0]}\n";
std::string status(const std::string& command, int code) {
  return R"({"command":")" + command + R"(","status":)" + std::to_string(code) + "}\n";
}
std::string command(const std::string& name, const std::string& fields = "") {
  return R"({"command":")" + name + '"' + (fields.empty() ? "" : "," + fields) + "}\n";
}

struct home {
  aster::community community{
      {.name = "home", .epoch = 1700000000, .max_users = 4, .max_messages = 3, .max_text = 100}};
  aster::uuid bot = *community.add_user("bot", "pw");
  aster::uuid general = *community.add_channel("general");
  std::string login = command("login", R"("uname":"bot","passwd":"pw")");

  [[nodiscard]] std::string id() const { return std::to_string(bot); }
  [[nodiscard]] std::string channel() const { return "\"channel\":" + std::to_string(general); }
  /// As an administrator.
  void promote() {
    const auto all = community.add_group("all", aster::permissions({0x55, 0x55, 0x05}));
    CHECK(community.add_to_group(bot, *all));
  }
};

}  // namespace

TEST_SUITE_BEGIN("aster responder");

TEST_CASE("it waits until the peer speaks, and greets then") {
  home at;
  aster_talk on(at.community);
  CHECK(on.hears().empty());
  CHECK(on.says("{").substr(0, banner.size()) == banner);
  CHECK(on.says("\"command\":\"ping\"}\r\n") == status("ping", 200));
}

TEST_CASE("a login is told to all, and answered then") {
  home at;
  aster_talk on(at.community);
  aster_talk other(at.community);
  (void)other.says(command("ping"));
  const std::string told = on.says(at.login);
  const std::string users = R"({"command":"get_metadata","data":[{"groups":[],"name":"bot","pfp":")";
  CHECK(told.starts_with(banner + users));
  CHECK(told.ends_with("{\"command\":\"online\",\"data\":[" + at.id() + "],\"status\":200}\n" +
                       R"({"command":"login","status":200,"uuid":)" + at.id() + "}\n"));
  CHECK(other.hears().starts_with(users));
  on.server.receive_end({}, {});
  CHECK(on.hears().empty());
  CHECK(on.ended == "closed");
  CHECK(other.hears() == "{\"command\":\"online\",\"data\":[],\"status\":200}\n");
}

TEST_CASE("logins and registrations that are refused") {
  home at;
  aster_talk on(at.community);
  const auto refused = [&](const std::string& name, const std::string& fields, int code) {
    const std::string said = on.says(command(name, fields));
    return said.ends_with(status(name, code));
  };
  CHECK(refused("login", R"("uname":"nobody","passwd":"pw")", 404));
  CHECK(refused("login", R"("uname":"bot","passwd":"no")", 403));
  CHECK(refused("login", R"("uuid":5,"passwd":"pw")", 404));
  CHECK(refused("login", R"("uuid":"5","passwd":"pw")", 400));
  CHECK(refused("login", R"("passwd":"pw")", 400));
  CHECK(refused("login", R"("uname":"bot")", 400));
  CHECK(refused("register", R"("uname":" \t","passwd":"pw")", 400));
  CHECK(refused("register", R"("uname":"bot","passwd":"pw")", 409));
  CHECK(refused("change_password", R"("new_password":"x")", 405));
  CHECK(on.says(at.login).ends_with(R"("uuid":)" + at.id() + "}\n"));
  CHECK(refused("login", R"("uname":"bot","passwd":"pw")", 405));
  CHECK(refused("register", R"("uname":"x","passwd":"pw")", 405));
}

TEST_CASE("what is no request") {
  home at;
  aster_talk on(at.community);
  CHECK(on.says("{}\n") == banner + status("unknown", 400));
  for (const char* none :
       {"not json", "[1]", "7", R"({"command":7})", R"({"command":"ping"} x)", R"({"command":)", ""})
    CHECK_MESSAGE(on.says(std::string(none) + '\n') == status("unknown", 400), none);
  CHECK(on.says("{\"command\":\"\xff\"}\n").empty());
  CHECK(on.says(command("nope")) == status("nope", 400));
  CHECK(on.says(command("ping", "\"more\":1")) == status("ping", 400));
  CHECK(on.says(command("get_user", "\"uuid\":1.5")) == status("get_user", 400));
  CHECK(on.says(command("get_user", "\"uuid\":9223372036854775808")) == status("get_user", 400));
  CHECK(on.says(command("get_user", "\"uuid\":1")) == status("get_user", 404));
  CHECK(on.says(command("send", "\"content\":\"x\"," + at.channel())) == status("send", 401));
}

TEST_CASE("a message, and what becomes of it") {
  home at;
  aster_talk on(at.community);
  (void)on.says(at.login);
  on.now += 1s;
  const std::string sent = on.says(command("send", "\"content\":\"hi\"," + at.channel()));
  const std::size_t answer = sent.find("{\"command\":\"send\",\"message\":");
  REQUIRE(answer != sent.npos);
  const std::string id = sent.substr(answer + 28, sent.find(',', answer + 28) - answer - 28);
  const std::string fields = R"("content":"hi","date":1700000001,"edited":false,"reply":null,)";
  CHECK(sent.starts_with(R"({"author_uuid":)" + at.id() + ",\"channel_uuid\":" + std::to_string(at.general) +
                         R"(,"command":"content",)" + fields + R"("status":200,"uuid":)" + id + "}\n"));
  const std::string page = on.says(command("history", "\"num\":5," + at.channel()));
  CHECK(page.find(fields + "\"uuid\":" + id + "}]") != page.npos);
  CHECK(on.says(command("history", "\"num\":5," + at.channel() + ",\"before_message\":" + id)) ==
        "{\"command\":\"history\",\"data\":[],\"status\":200}\n");
  CHECK(on.says(command("edit", "\"message\":" + id + ",\"new_content\":\"ho\"")) ==
        R"({"command":"message_edited","message":)" + id + ",\"new_content\":\"ho\",\"status\":200}\n" +
            status("edit", 200));
  CHECK(on.says(command("mark_as_read", "\"message\":" + id)) == status("mark_as_read", 200));
  CHECK(on.says(command("get_num_unread", at.channel())) ==
        "{\"command\":\"get_num_unread\",\"num\":0,\"status\":200}\n");
  (void)on.says(command("send", "\"content\":\"again\"," + at.channel() + ",\"reply\":" + id));
  CHECK(on.says(command("get_last_reads")) == R"({"command":"get_last_reads","last_reads":{")" +
                                                  std::to_string(at.general) +
                                                  "\":[1700000001,1]},\"status\":200}\n");
  CHECK(on.says(command("delete", "\"message\":" + id)) ==
        R"({"command":"message_deleted","message":)" + id + ",\"status\":200}\n" + status("delete", 200));
  CHECK(on.says(command("delete", "\"message\":" + id)) == status("delete", 404));
  CHECK(on.says(command("send", "\"content\":\" \"," + at.channel())) == status("send", 400));
  CHECK(on.says(command("send", "\"content\":\"x\",\"channel\":1")) == status("send", 404));
  CHECK(on.says(command("send", "\"content\":\"" + std::string(101, 'x') + "\"," + at.channel())) ==
        status("send", 400));
}

TEST_CASE("only those who may change channels and groups") {
  home at;
  aster_talk on(at.community);
  (void)on.says(at.login);
  const std::string made = command("create_channel", R"("name":"new","permissions":{})");
  const std::string group =
      command("create_group", R"("permissions":[1],"name":"g","colour":1,"position":1)");
  CHECK(on.says(made) == status("create_channel", 403));
  CHECK(on.says(group) == status("create_group", 403));
  CHECK(on.says(command("delete_channel", at.channel())) == status("delete_channel", 403));
  at.promote();
  CHECK(on.says(made).find(R"("name":"new","permissions":{},"position":1)") != std::string::npos);
  CHECK(on.says(command("create_channel", R"("name":"new","permissions":{"5":[]})")) ==
        status("create_channel", 400));
  CHECK(on.says(command("create_channel", R"("name":"new","position":9,"permissions":{})")) ==
        status("create_channel", 400));
  CHECK(on.says(group).ends_with(status("create_group", 200)));
  CHECK(on.says(command("create_group", R"("permissions":[1],"name":"g","colour":1,"position":0)")) ==
        status("create_group", 403));
  CHECK(on.says(command("list_groups")).find(R"("name":"g","permissions":[1,0,0],"position":1)") !=
        std::string::npos);
  CHECK(on.says(command("delete_channel", at.channel())).ends_with(status("delete_channel", 200)));
}

TEST_CASE("it is bounded") {
  home at;
  for (int i = 0; i < 3; ++i) CHECK(at.community.add_user(std::string("u") + std::to_string(i), "x"));
  CHECK(!at.community.add_user("one more", "x"));
  aster_talk on(at.community);
  CHECK(on.says(command("register", R"("uname":"x","passwd":"pw")")).ends_with(status("register", 403)));
  (void)on.says(at.login);
  for (int i = 0; i < 10; ++i) (void)on.says(command("send", "\"content\":\"x\"," + at.channel()));
  const std::string all = on.says(command("history", "\"num\":4294967295," + at.channel()));
  CHECK(std::ranges::count(all, 'x') == 3);  // messages, their content
}

TEST_CASE("who is no peer of this protocol, or says too much at once, or nothing") {
  home at;
  aster_talk web(at.community);
  CHECK(web.says("GET / HTTP/1.1\r\n").empty());
  CHECK(web.ended == "not a packet of aster");
  aster_talk endless(at.community, {.max_line = 1024});
  for (int i = 0; i < 1100; ++i) (void)endless.says("{");
  CHECK(endless.ended == "a line that is too long");
  aster_talk at_once(at.community, {.max_line = 1024});
  (void)at_once.says('{' + std::string(1100, ' ') + "\n");
  CHECK(at_once.ended == "a line that is too long");
  aster_talk silent(at.community);
  silent.server.on_timeout({});
  silent.server.on_timeout(time_point(30s));
  CHECK(silent.hears().empty());
  CHECK(silent.ended == "no answer in time");
}

TEST_CASE("a line that only drips ends in time, and one that is whole takes the time from the next") {
  home at;
  aster::responder server({.of = &at.community, .line_timeout = 10s});
  const auto ended = [&] {
    std::error_code why;
    while (const auto event = server.poll_event())
      if (const auto* end = std::get_if<closed>(&*event)) why = end->error;
    return why;
  };
  for (bytes out; !(out = server.poll_transmit({})).empty();) server.transmitted(out.size(), {});
  server.receive(as_bytes(command("ping")), time_point(1s));
  server.transmitted(server.poll_transmit(time_point(1s)).size(), time_point(1s));
  CHECK(!ended());
  CHECK(server.deadline() == never);
  for (int second = 2; second < 12; ++second) {
    server.receive(as_bytes(second == 2 ? "{" : " "), time_point(std::chrono::seconds(second)));
    CHECK(!ended());
    CHECK(server.deadline() == time_point(12s));
  }
  server.receive(as_bytes("}\n{"), time_point(11s));
  server.transmitted(server.poll_transmit(time_point(11s)).size(), time_point(11s));
  CHECK(!ended());
  CHECK(server.deadline() == time_point(21s));
  server.on_timeout(time_point(21s));
  CHECK(ended() == aster::errc::timeout);
}

TEST_CASE("who takes nothing is read no further, and then left") {
  home at;
  aster::responder server({.of = &at.community, .max_line = 1024, .max_unsent = 2000});
  std::string asks;
  for (int i = 0; i < 20; ++i) asks += command("get_icon");
  server.receive(as_bytes(asks), {});
  while (server.poll_event()) {
  }
  CHECK(server.poll_transmit({}).size() < 2500);
  std::size_t answers = 0;
  for (bytes out = server.poll_transmit({}); !out.empty(); out = server.poll_transmit({})) {
    answers += static_cast<std::size_t>(std::ranges::count(as_text(out), '\n'));
    server.transmitted(out.size(), {});
  }
  CHECK(answers == 21);
  server.receive(as_bytes(asks), {});
  (void)server.poll_transmit({});
  CHECK(server.deadline() == time_point(30s));
  server.on_timeout(time_point(30s));
  const auto event = server.poll_event();
  CHECK((event && std::get<closed>(*event).error == aster::errc::timeout));

  aster::responder flooded({.of = &at.community, .max_line = 1024, .max_unsent = 2000});
  std::error_code why;
  for (int i = 0; i < 100 && !flooded.done(); ++i) {
    flooded.receive(as_bytes(asks), {});
    while (const auto told = flooded.poll_event())
      if (const auto* end = std::get_if<closed>(&*told)) why = end->error;
  }
  CHECK(why == aster::errc::too_slow);
}

TEST_CASE("who hears too slowly what others do is left behind") {
  aster::community community({.max_news = 500});
  const auto user = community.add_user("bot", "pw");
  const auto channel = community.add_channel("general");
  aster_talk on(community);
  (void)on.says(command("ping"));
  for (int i = 0; i < 10; ++i) CHECK(community.post(*user, *channel, "a text of some length", {}));
  (void)on.hears();
  CHECK(on.ended == "the peer takes too little of what it is sent");
}

TEST_CASE("emoji and what users keep of other servers") {
  home at;
  const auto cat = at.community.add_emoji("cat", as_bytes("PNG"));
  aster_talk on(at.community);
  (void)on.says(at.login);
  const std::string id = std::to_string(*cat);
  CHECK(on.says(command("list_emoji")) ==
        "{\"command\":\"list_emoji\",\"data\":[[\"cat\"," + id + "]],\"status\":200}\n");
  CHECK(on.says(command("get_emoji", "\"uuid\":" + id)) ==
        R"({"command":"get_emoji","data":{"data":"UE5H","name":"cat","uuid":)" + id + "},\"status\":200}\n");
  CHECK(on.says(command("sync_get")) == status("sync_get", 404));
  CHECK(on.says(command("sync_set", R"("uname":"b","pfp":"UE5H")")) == status("sync_set", 200));
  CHECK(on.says(command("sync_get")) ==
        "{\"command\":\"sync_get\",\"pfp\":\"UE5H\",\"status\":200,\"uname\":\"b\"}\n");
  CHECK(on.says(command("sync_get_servers")) ==
        "{\"command\":\"sync_get_servers\",\"servers\":[],\"status\":200}\n");
  CHECK(on.says(command("sync_set_servers", R"("servers":[{"uname":"u","ip":"h","port":1,"idx":7}])")) ==
        status("sync_set_servers", 200));
  CHECK(
      on.says(command("sync_get_servers")) ==
      R"({"command":"sync_get_servers","servers":[{"idx":0,"ip":"h","name":null,"pfp":null,"port":1,"uname":"u","uuid":null}],"status":200})"
      "\n");
  CHECK(on.says(command("sync_set_servers", R"("servers":[7])")) == status("sync_set_servers", 400));
}

TEST_CASE("options that are none") {
  aster::responder none{aster::responder_options{}};
  const auto event = none.poll_event();
  CHECK((event && std::get<closed>(*event).error == errc::invalid_options));
  CHECK(none.done());
}

TEST_SUITE_END();
