/// What is known, from events that are odd or of older servers.
#include <doctest/doctest.h>

#include <gamewire/aster/servers.hpp>

#include "support/hex.hpp"

using namespace gamewire;

namespace {

/// The event of a client that is logged in.
class hearing {
 public:
  hearing() {
    client_.transmitted(client_.poll_transmit({}).size(), {});
    hear(R"({"command":"login","status":200,"uuid":111})");
  }
  void hear(const std::string& line) {
    const std::string in = line + '\n';
    client_.receive(as_bytes(in), {});
    while (const auto event = client_.poll_event()) {
      known.apply(*event);
      said.apply(*event);
    }
  }

  aster::directory known;
  aster::transcript said{3};

 private:
  aster::client client_{aster::client_options{.name = "bot", .password = "pw"}};
};

}  // namespace

TEST_SUITE_BEGIN("aster known");

TEST_CASE("a pushed list of channels replaces the old one, in order of position") {
  hearing on;
  on.hear(
      R"({"command":"list_channels","data":[{"name":"b","position":1,"uuid":2},{"name":"a","position":0,"uuid":1}],"status":200})");
  REQUIRE(on.known.channels().size() == 2);
  CHECK(on.known.channels()[0].name == "a");
  on.hear(R"({"command":"list_channels","data":[{"name":"old","uuid":9}],"status":200})");
  REQUIRE(on.known.channels().size() == 1);
  CHECK(on.known.channels()[0].uuid == 9);
}

TEST_CASE("a user changes only in what is said") {
  hearing on;
  on.hear(
      R"({"command":"get_metadata","data":[{"groups":[1,2],"name":"a","pfp":"UE5H","uuid":5}],"status":200})");
  on.hear(R"({"command":"get_metadata","data":[{"group_uuid":7,"name":"b","uuid":5}],"status":200})");
  const auto* user = on.known.get_user(5);
  REQUIRE(user != nullptr);
  CHECK((user->name == "b" && as_text(user->pfp) == "PNG" && user->groups == std::vector<aster::uuid>{7}));
  on.hear(R"({"command":"get_metadata","data":[{"name":"b","pfp":"no picture","uuid":5}],"status":200})");
  CHECK(on.known.get_user(5)->pfp.empty());
  on.hear(R"({"command":"online","data":[5,6],"status":200})");
  CHECK((on.known.get_user(5)->online && on.known.get_user(6)->online && on.known.get_user(6)->name.empty()));
}

TEST_CASE("groups, the highest first") {
  hearing on;
  on.hear(
      R"({"command":"list_groups","data":[{"name":"b","permissions":[],"position":1,"uuid":2},{"name":"a","permissions":[1,2,3,4],"position":0,"uuid":1}],"status":200})");
  REQUIRE(on.known.groups().size() == 2);
  CHECK(on.known.groups()[0].permissions.get(aster::permission::modify_channels) == aster::stance::allow);
}

TEST_CASE("a transcript keeps the newest, and knows nothing of what it has not heard") {
  hearing on;
  for (int i = 1; i < 6; ++i)
    on.hear(R"({"channel_uuid":7,"command":"content","content":"x","date":1,"status":200,"uuid":)" +
            std::to_string(i) + '}');
  REQUIRE(on.said.in(7).size() == 3);
  CHECK(on.said.in(7)[0].uuid == 3);
  on.hear(R"({"command":"message_edited","message":1,"new_content":"y","status":200})");
  on.hear(R"({"command":"message_deleted","message":1,"status":200})");
  CHECK(on.said.in(7).size() == 3);
  on.hear(R"({"channel_uuid":7,"command":"content","content":"z","date":1,"status":200,"uuid":4})");
  CHECK((on.said.in(7).size() == 3 && on.said.get_message(4)->content == "z"));
}

TEST_CASE("a transcript that is full asks for nothing that it would drop") {
  hearing on;
  const auto post = [&](int id) {
    on.hear(R"({"channel_uuid":7,"command":"content","content":"x","date":1,"status":200,"uuid":)" +
            std::to_string(id) + '}');
  };
  post(1);
  post(2);
  aster::client asked{aster::client_options{.name = "bot", .password = "pw"}};
  CHECK(on.said.fetch_before(asked, 7));
  post(3);
  CHECK(on.said.fetch_before(asked, 7).error() == errc::no_room);
  CHECK(on.said.fetch_before(asked, 8));
  on.hear(R"({"command":"message_deleted","message":2,"status":200})");
  CHECK(on.said.fetch_before(asked, 7));
}

TEST_CASE("emoji in texts") {
  const auto mark = aster::emoji_mark::parse("<:home.example:2345:8714093:>");
  REQUIRE(mark);
  CHECK((mark->host == "home.example" && mark->port == 2345 && mark->uuid == 8714093));
  CHECK(mark->text() == "<:home.example:2345:8714093:>");
  for (const char* none : {"", "<:>", "<::>", "<:a:>", "<:a:1:>", "<:a:1:2:3:>", "<:a:65536:2:>", "<:a:x:2:>",
                           "<:a:1:2x:>", "<::1:2:>", " <:a:1:2:>", "<:a:1:2>", "<:a:1:9223372036854775808:>"})
    CHECK_MESSAGE(!aster::emoji_mark::parse(none), none);
  const auto found = aster::emoji_mark::find("a <: b <:h:1:2:> c");
  REQUIRE(found);
  CHECK((found->second == "<:h:1:2:>" && found->first.uuid == 2));
  CHECK(!aster::emoji_mark::find("a <:h:1:2:"));
}

TEST_SUITE_END();
