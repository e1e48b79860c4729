/// Every request as it goes out, and what its answer says.
#include <array>

#include <doctest/doctest.h>

#include "support/aster_script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using aster::permission;
using aster::stance;

namespace {

/// A client that is logged in, and what it sends next.
class talk {
 public:
  talk() : client_(aster_options) {
    sent();
    hear(aster_banner + "\n" + R"({"command":"login","status":200,"uuid":111})" + "\n");
  }
  template <class Request>
  std::string asks(const Request& what) {
    if (!client_.ask(what)) return "refused";
    return sent();
  }
  std::string sent() {
    std::string all;
    while (true) {
      const std::string_view out = as_text(client_.poll_transmit({}));
      if (out.empty()) return all;
      all += out;
      client_.transmitted(out.size(), {});
    }
  }
  void hear(const std::string& what) {
    client_.receive(as_bytes(what), {});
    while (client_.poll_event()) {
    }
  }
  /// Asks, gets this answer, and has `look` look at what it says.
  template <class Request, class Look>
  bool answers(const Request& what, const std::string& members, Look look) {
    (void)asks(what);
    const std::string in = R"({"command":")" + std::string(row(Request::which).name) + R"(",)" + members +
                           R"("status":200})" + "\n" + R"({"command":"ping","status":200})" + "\n";
    client_.receive(as_bytes(in), {});
    bool good = false;
    while (const auto event = client_.poll_event())
      if (const auto* answer = std::get_if<aster::answer>(&*event))
        if (const auto said = aster::result<Request>(*answer)) good = look(*said);
    return good;
  }

 private:
  aster::client client_;
};

bytes file(std::string_view text) { return as_bytes(text); }

}  // namespace

TEST_SUITE_BEGIN("aster requests");

TEST_CASE("every request is written as the protocol has it") {
  talk on;
  const std::string fence = "{\"command\":\"ping\"}\n";
  CHECK(on.asks(aster::register_user{"a", "b"}) ==
        "{\"command\":\"register\",\"uname\":\"a\",\"passwd\":\"b\"}\n");
  CHECK(on.asks(aster::log_in{.name = "a", .password = "b"}) ==
        "{\"command\":\"login\",\"uname\":\"a\",\"passwd\":\"b\"}\n");
  CHECK(on.asks(aster::log_in{.password = "b", .uuid = -5}) ==
        "{\"command\":\"login\",\"uuid\":-5,\"passwd\":\"b\"}\n");
  CHECK(on.asks(aster::ping{}) == "{\"command\":\"ping\"}\n");
  CHECK(on.asks(aster::leave{}) == "{\"command\":\"leave\"}\n");
  CHECK(on.asks(aster::get_metadata{}) == "{\"command\":\"get_metadata\"}\n" + fence);
  CHECK(on.asks(aster::get_user{5}) == "{\"command\":\"get_user\",\"uuid\":5}\n");
  CHECK(on.asks(aster::get_name{}) == "{\"command\":\"get_name\"}\n");
  CHECK(on.asks(aster::get_icon{}) == "{\"command\":\"get_icon\"}\n");
  CHECK(on.asks(aster::list_emoji{}) == "{\"command\":\"list_emoji\"}\n");
  CHECK(on.asks(aster::get_emoji{5}) == "{\"command\":\"get_emoji\",\"uuid\":5}\n");
  CHECK(on.asks(aster::nick{"☕\n"}) == "{\"command\":\"nick\",\"nick\":\"☕\\n\"}\n");
  CHECK(on.asks(aster::pfp{file("PNG")}) == "{\"command\":\"pfp\",\"data\":\"UE5H\"}\n");
  CHECK(on.asks(aster::pfp{file("P")}) == "{\"command\":\"pfp\",\"data\":\"UA==\"}\n");
  CHECK(on.asks(aster::pfp{file("PN")}) == "{\"command\":\"pfp\",\"data\":\"UE4=\"}\n");
  CHECK(on.asks(aster::pfp{file("")}) == "{\"command\":\"pfp\",\"data\":\"\"}\n");
  CHECK(on.asks(aster::change_password{"x"}) == "{\"command\":\"change_password\",\"new_password\":\"x\"}\n");
  CHECK(on.asks(aster::online{}) == "{\"command\":\"online\"}\n" + fence);
  CHECK(on.asks(aster::list_channels{}) == "{\"command\":\"list_channels\"}\n" + fence);
  CHECK(on.asks(aster::send{.channel = 7, .content = "x"}) ==
        "{\"command\":\"send\",\"content\":\"x\",\"channel\":7}\n");
  CHECK(on.asks(aster::history{.channel = 7}) == "{\"command\":\"history\",\"num\":100,\"channel\":7}\n");
  CHECK(on.asks(aster::edit{5, "x"}) == "{\"command\":\"edit\",\"message\":5,\"new_content\":\"x\"}\n");
  CHECK(on.asks(aster::delete_message{5}) == "{\"command\":\"delete\",\"message\":5}\n");
  CHECK(on.asks(aster::sync_set{"a", file("PNG")}) ==
        "{\"command\":\"sync_set\",\"uname\":\"a\",\"pfp\":\"UE5H\"}\n");
  CHECK(on.asks(aster::sync_get{}) == "{\"command\":\"sync_get\"}\n");
  const std::array servers{
      aster::sync_entry{.ip = "a", .user = "u"},
      aster::sync_entry{.ip = "b", .port = 1, .user = "v", .uuid = 5, .name = "n", .pfp = file("PNG")}};
  CHECK(
      on.asks(aster::sync_set_servers{servers}) ==
      "{\"command\":\"sync_set_servers\",\"servers\":[{\"uname\":\"u\",\"ip\":\"a\",\"port\":2345,\"idx\":0},"
      "{\"uuid\":5,\"uname\":\"v\",\"ip\":\"b\",\"port\":1,\"pfp\":\"UE5H\",\"name\":\"n\",\"idx\":1}]}\n");
  CHECK(on.asks(aster::sync_get_servers{}) == "{\"command\":\"sync_get_servers\"}\n");
  CHECK(on.asks(aster::get_last_reads{}) == "{\"command\":\"get_last_reads\"}\n");
  CHECK(on.asks(aster::mark_as_read{5}) == "{\"command\":\"mark_as_read\",\"message\":5}\n");
  CHECK(on.asks(aster::get_num_unread{7}) == "{\"command\":\"get_num_unread\",\"channel\":7}\n");
  CHECK(on.asks(aster::create_channel{"a"}) ==
        "{\"command\":\"create_channel\",\"name\":\"a\",\"permissions\":{}}\n");
  CHECK(on.asks(aster::create_channel{"a", 3}) ==
        "{\"command\":\"create_channel\",\"name\":\"a\",\"position\":3,\"permissions\":{}}\n");
  CHECK(on.asks(aster::update_channel{7, "a"}) ==
        "{\"command\":\"update_channel\",\"uuid\":7,\"name\":\"a\"}\n");
  CHECK(on.asks(aster::delete_channel{7}) == "{\"command\":\"delete_channel\",\"channel\":7}\n");
  CHECK(on.asks(aster::list_groups{}) == "{\"command\":\"list_groups\"}\n" + fence);
  const auto allowed = aster::permissions().set(permission::send_messages, stance::allow);
  CHECK(on.asks(aster::create_group{.name = "g", .permissions = allowed, .colour = 255, .position = 1}) ==
        "{\"command\":\"create_group\",\"permissions\":[0,4,0],\"name\":\"g\",\"colour\":255,\"position\":1}"
        "\n");
  CHECK(on.asks(aster::delete_group{5}) == "{\"command\":\"delete_group\",\"uuid\":5}\n");
  CHECK(on.asks(aster::update_group{.group = 5, .permissions = allowed, .position = 2}) ==
        "{\"command\":\"update_group\",\"uuid\":5,\"permissions\":[0,4,0],\"position\":2}\n");
  const std::array<aster::uuid, 2> groups{1, 2};
  CHECK(on.asks(aster::update_user_groups{5, groups}) ==
        "{\"command\":\"update_user_groups\",\"user\":5,\"groups\":[1,2]}\n");
}

TEST_CASE("a packet of one's own goes out as it is, on one line") {
  talk on;
  CHECK(on.asks(aster::call{" \n{ \"command\" : \"x\",\r\n \"a\":[1] }"}) ==
        "{ \"command\" : \"x\",   \"a\":[1] }\n");
  CHECK(on.asks(aster::call{R"({"command":"online"})"}) ==
        "{\"command\":\"online\"}\n{\"command\":\"ping\"}\n");
  for (const char* none :
       {"", "7", "[]", "{}", R"({"command":7})", R"({"command":"x"} {})", R"({"command":"x",})",
        R"({"command":"x"}x)", R"({"command":"x","passwd":"a","passwd":"b"})", R"({"command":"\u0041"})",
        R"({"command":""})", "{\"command\":\"x\n\"}"})
    CHECK_MESSAGE(on.asks(aster::call{none}) == "refused", none);
}

TEST_CASE("every answer is read as the protocol has it") {
  talk on;
  CHECK(on.answers(aster::register_user{"a", "b"}, R"("uuid":5,)", [](auto id) { return id == 5; }));
  CHECK(on.answers(aster::log_in{"a", "b"}, R"("uuid":-5,)", [](auto id) { return id == -5; }));
  CHECK(on.answers(
      aster::get_metadata{},
      R"("data":[{"groups":[1,2],"name":"a","pfp":"UE5H","uuid":5},{"group_uuid":7,"name":"b","uuid":6}],)",
      [](const auto& users) {
        auto at = users.begin();
        const bool first = at->uuid == 5 && at->groups.size() == 2 && at->pfp.file()->size() == 3;
        ++at;
        return first && at->uuid == 6 && *at->group == 7 && at->pfp.empty() && users.complete();
      }));
  CHECK(on.answers(aster::get_user{5}, R"("data":{"name":"a","uuid":5},)",
                   [](const auto& user) { return user.name == "a"; }));
  CHECK(on.answers(aster::get_name{}, R"("data":"\u00fc",)", [](const auto& name) { return name == "ü"; }));
  CHECK(on.answers(aster::get_icon{}, R"("data":"UE5H",)",
                   [](const auto& icon) { return icon.file()->size() == 3; }));
  CHECK(on.answers(aster::list_emoji{}, R"("data":[["cat",5],["dog",6]],)", [](const auto& all) {
    return all.size() == 2 && all.begin()->name == "cat" && all.begin()->uuid == 5 && all.complete();
  }));
  CHECK(on.answers(aster::get_emoji{5}, R"("data":{"data":"UE5H","name":"cat","uuid":5},)",
                   [](const auto& one) { return one.name == "cat" && one.data.file()->size() == 3; }));
  CHECK(on.answers(aster::online{}, R"("data":[5,6],)", [](const auto& all) { return all.size() == 2; }));
  CHECK(on.answers(aster::list_channels{}, R"("data":[{"name":"a","uuid":7}],)",
                   [](const auto& all) { return !all.begin()->position && all.begin()->uuid == 7; }));
  CHECK(on.answers(aster::send{7, "x"}, R"("message":901,)", [](auto id) { return id == 901; }));
  CHECK(on.answers(
      aster::history{7}, R"("data":[{"content":"x","date":1700000000,"uuid":9}],)", [](const auto& all) {
        const aster::message one = *all.begin();
        return !one.edited && one.reply.absent() && one.time() == std::chrono::sys_seconds(1700000000s);
      }));
  CHECK(on.answers(aster::sync_get{}, R"("pfp":"UE5H","uname":"a",)",
                   [](const auto& mine) { return mine.uname == "a" && mine.pfp.file()->size() == 3; }));
  CHECK(on.answers(
      aster::sync_get_servers{},
      R"("servers":[{"idx":0,"ip":"h","name":null,"pfp":null,"port":2345,"uname":"a","uuid":null}],)",
      [](const auto& all) {
        const aster::sync_server one = *all.begin();
        return one.ip == "h" && one.port == 2345 && one.name.is_null() && !one.uuid && !one.pfp;
      }));
  CHECK(on.answers(aster::get_last_reads{}, R"("last_reads":{"7":[1700000000,3]},)", [](const auto& all) {
    const auto one = all.find("7");
    return one && one->date == 1700000000 && one->unread == 3;
  }));
  CHECK(on.answers(aster::get_num_unread{7}, R"("num":3,)", [](auto count) { return count == 3; }));
  CHECK(on.answers(aster::create_channel{"a"}, R"("uuid":7,)", [](auto id) { return id == 7; }));
  CHECK(on.answers(aster::list_groups{},
                   R"("data":[{"colour":1,"name":"g","permissions":[1],"position":0,"uuid":5}],)",
                   [](const auto& all) {
                     const aster::permissions can = all.begin()->permissions;
                     return can.get(permission::modify_channels) == stance::allow &&
                            can.get(permission::view_channel) == stance::inherit;
                   }));
}

TEST_CASE("an answer that lacks what it should say") {
  talk on;
  const auto any = [](const auto&) { return true; };
  CHECK(!on.answers(aster::get_name{}, R"("data":7,)", any));
  CHECK(!on.answers(aster::get_name{}, "", any));
  CHECK(!on.answers(aster::send{7, "x"}, R"("message":1.5,)", any));
  CHECK(!on.answers(aster::send{7, "x"}, R"("message":9223372036854775808,)", any));
  CHECK(!on.answers(aster::get_user{5}, R"("data":[],)", any));
  CHECK(!on.answers(aster::get_num_unread{7}, R"("num":-1,)", any));
}

TEST_SUITE_END();
