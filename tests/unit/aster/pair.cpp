/// A client and a responder, and what the client comes to know.
#include <doctest/doctest.h>

#include <gamewire/aster/servers.hpp>

#include "support/aster_home.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

struct watched {
  explicit watched(aster::community& of, const aster::client_options& options) : pair(of, options) {}

  std::string settle() {
    return pair.settle([this](const aster::client::event& event) {
      known.apply(event);
      said.apply(event);
    });
  }

  aster_pair pair;
  aster::directory known;
  aster::transcript said;
};

}  // namespace

TEST_SUITE_BEGIN("aster pair");

TEST_CASE("two who chat, and know of each other") {
  aster::community community({.name = "home", .icon = as_bytes("PNG")});
  const auto ann = *community.add_user("ann", "a");
  const auto bob = *community.add_user("bob", "b");
  const auto general = *community.add_channel("general");
  watched one(community, {.name = "ann", .password = "a"});
  watched two(community, {.uuid = bob});
  two = watched(community, {.password = "b", .uuid = bob});
  CHECK(one.settle().ends_with("ready " + std::to_string(ann) + ", 1.0.0\n"));
  CHECK(!one.known.fetch(one.pair.client));
  CHECK(!one.known.complete());
  (void)one.settle();
  CHECK(one.known.complete());
  CHECK(one.known.self() == ann);
  CHECK(one.known.name() == "home");
  CHECK(as_text(one.known.icon()) == "PNG");
  CHECK(one.known.get_user(bob)->name == "bob");
  CHECK(!one.known.get_user(bob)->online);
  CHECK(one.known.get_user(ann)->online);
  CHECK(one.known.get_user(ann)->pfp.size() > 60);
  CHECK(one.known.get_user(5) == nullptr);
  CHECK(one.known.get_user_by_name("bob")->uuid == bob);
  CHECK(one.known.get_channel(general)->name == "general");
  CHECK(one.known.get_channel_by_name("#general#")->uuid == general);
  CHECK(one.known.get_channel_by_name("none") == nullptr);

  (void)two.settle();
  (void)one.settle();
  CHECK(one.known.get_user(bob)->online);
  CHECK(two.pair.client.ask(aster::send{.channel = general, .content = "hi <:home:2345:5:>"}));
  CHECK(two.pair.client.ask(aster::nick{"rob"}));
  (void)two.settle();
  (void)one.settle();
  CHECK(one.known.get_user(bob)->name == "rob");
  REQUIRE(one.said.in(general).size() == 1);
  const aster::uuid message = one.said.in(general)[0].uuid;
  CHECK(one.said.get_message(message)->author == bob);
  CHECK(two.pair.client.ask(aster::edit{message, "ho"}));
  (void)two.settle();
  (void)one.settle();
  CHECK((one.said.get_message(message)->content == "ho" && one.said.get_message(message)->edited));
  CHECK(two.pair.client.ask(aster::delete_message{message}));
  (void)two.settle();
  (void)one.settle();
  CHECK(one.said.in(general).empty());
  two.pair.client.close({});
  two.pair.server.receive_end({}, {});
  (void)one.settle();
  CHECK(!one.known.get_user(bob)->online);
}

TEST_CASE("pages of history come before what is known, and are bounded") {
  aster::community community;
  const auto ann = *community.add_user("ann", "a");
  const auto general = *community.add_channel("general");
  for (int i = 0; i < 10; ++i)
    CHECK(community.post(ann, general, std::to_string(i), time_point(std::chrono::seconds(i))));
  watched one(community, {.name = "ann", .password = "a"});
  (void)one.settle();
  const auto contents = [&] {
    std::string all;
    for (const auto& said : one.said.in(general)) all += said.content;
    return all;
  };
  CHECK(one.said.fetch_before(one.pair.client, general, 3));
  (void)one.settle();
  CHECK(contents() == "789");
  CHECK(one.said.fetch_before(one.pair.client, general, 4));
  (void)one.settle();
  CHECK(contents() == "3456789");
  CHECK(one.pair.client.ask(aster::history{.channel = general, .count = 5}));
  (void)one.settle();
  CHECK(contents() == "3456789");
  CHECK(one.said.in(1).empty());
}

TEST_CASE("several servers, as one") {
  aster::community here({.name = "here"});
  aster::community there({.name = "there", .seed = 1});
  CHECK(here.add_user("ann", "a"));
  const auto bob = *there.add_user("bob", "b");
  const auto far = *there.add_channel("far");
  aster::servers all;
  CHECK(!all.complete());
  auto* const first = all.add({"here"});
  auto* const second = all.add({"there", 2346});
  CHECK(all.add({"here", 2345}) == nullptr);
  REQUIRE((first != nullptr && second != nullptr));
  CHECK(all.find({"there", 2346}) == second);
  aster_pair to_here(here, {.name = "ann", .password = "a"});
  aster_pair to_there(there, {.name = "bob", .password = "b"});
  for (auto [pair, entry] : {std::pair(&to_here, first), std::pair(&to_there, second)}) {
    const auto hear = [entry = entry](const auto& event) { entry->directory.apply(event); };
    (void)pair->settle(hear);
    CHECK(!all.complete());
    CHECK(!entry->directory.fetch(pair->client));
    (void)pair->settle(hear);
  }
  CHECK(all.complete());
  CHECK(all.get_user(bob)->name == "bob");
  CHECK(all.get_channel(far)->name == "far");
  CHECK(all.get_channel_by_name("#far")->uuid == far);
  CHECK(all.get_channel(5) == nullptr);
}

TEST_CASE("what is kept of other servers comes back") {
  aster::community community;
  CHECK(community.add_user("ann", "a"));
  aster_pair on(community, {.name = "ann", .password = "a"});
  (void)on.settle();
  const aster::sync_entry entry{.ip = "far", .port = 1, .user = "ann2", .uuid = 5, .pfp = as_bytes("PNG")};
  CHECK(on.client.ask(aster::sync_set{"me", as_bytes("PNG")}));
  CHECK(on.client.ask(aster::sync_set_servers{{&entry, 1}}));
  CHECK(on.client.ask(aster::sync_get{}));
  CHECK(on.client.ask(aster::sync_get_servers{}));
  std::vector<aster::answer::owned> answers;
  (void)on.settle([&](const aster::client::event& event) {
    if (const auto* one = std::get_if<aster::answer>(&event)) answers.push_back(own(*one));
  });
  REQUIRE(answers.size() == 4);
  json::document a;
  json::document b;
  const auto data = aster::sync_data::of(answers[2].read(a), answers[3].read(b));
  REQUIRE(data);
  CHECK((data->user == "me" && as_text(data->pfp) == "PNG"));
  REQUIRE(data->servers.size() == 1);
  CHECK(data->servers[0].at == aster::server_name{"far", 1});
  CHECK((data->servers[0].user == "ann2" && data->servers[0].uuid == 5 &&
         as_text(data->servers[0].pfp) == "PNG"));
}

TEST_SUITE_END();
