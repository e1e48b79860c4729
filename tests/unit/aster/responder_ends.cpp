/// How a conversation with aster::responder ends, and what still happens before.
#include <doctest/doctest.h>

#include "responder_harness.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

/// Takes what there is to take, so many bytes at once.
std::string take_all(aster::responder& from, std::size_t at_once, time_point now = {}) {
  std::string all;
  for (bytes out = from.poll_transmit(now); !out.empty(); out = from.poll_transmit(now)) {
    const bytes some = out.first(std::min(out.size(), at_once));
    all += as_text(some);
    from.transmitted(some.size(), now);
  }
  return all;
}
std::string end_of(aster::responder& of) {
  while (const auto event = of.poll_event())
    if (const auto* end = std::get_if<closed>(&*event)) return end->error ? end->error.message() : "closed";
  return "open";
}
std::string pings(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += aster_command("ping");
  return all;
}

}  // namespace

TEST_SUITE_BEGIN("aster responder ends");

TEST_CASE("who has said all gets all answers, however much is still to be read") {
  aster::community community;
  aster::responder server({.of = &community, .max_line = 1024, .max_unsent = 100});
  server.receive(as_bytes(pings(20)), {});
  server.receive_end({}, {});
  CHECK(end_of(server) == "open");
  server.receive(as_bytes(pings(20)), {});  // there is nothing behind the end
  const std::string said = take_all(server, 30);
  CHECK(std::ranges::count(said, '\n') == 21);
  CHECK(end_of(server) == "closed");
  CHECK(server.done());
}

TEST_CASE("channels that change often while somebody takes nothing are told as they are at last, once") {
  aster::community community;
  const auto all = *community.add_group("all", everything_allowed);
  for (const char* name : {"a", "b"}) CHECK(community.add_to_group(*community.add_user(name, "p"), all));
  aster_talk changes(community), listens(community);
  for (auto& [talk, name] : {std::pair{&changes, "a"}, std::pair{&listens, "b"}})
    (void)talk->says(aster_command("login", R"("uname":")" + std::string(name) + R"(","passwd":"p")"));
  (void)listens.hears();
  for (int i = 0; i < 50; ++i) {
    const std::string name = std::string(1000, 'c') + std::to_string(i);
    CHECK(changes.says(aster_command("create_channel", R"("permissions":{},"name":")" + name + '"')) != "");
  }
  const std::string told = listens.hears();
  CHECK(std::ranges::count(told, '\n') == 1);
  CHECK(told.find("c49\"") != told.npos);
}

TEST_CASE("who was left behind does nothing any more") {
  aster::community community({.max_news = 4096});
  const auto user = *community.add_user("u", "p");
  const auto channel = *community.add_channel("c");
  aster_talk late(community);
  (void)late.says(aster_command("ping"));
  for (int i = 0; i < 100; ++i) CHECK(community.post(user, channel, std::string(100, 'x'), {}));
  CHECK(late.says(aster_command("register", R"("uname":"late","passwd":"p")")).empty());
  CHECK(late.ended == make_error_code(aster::errc::too_slow).message());
  CHECK(community.add_user("late", "p"));  // nobody has that name
}

TEST_CASE("half a line at the end is no request") {
  aster::community community;
  aster::responder server({.of = &community});
  server.receive(as_bytes(aster_command("ping") + R"({"command":"ping"})"), {});
  server.receive_end({}, {});
  CHECK(std::ranges::count(take_all(server, 1000), '\n') == 2);
  CHECK(end_of(server) == "closed");
}

TEST_CASE("closed, it reads no more and sends what is owed, for a while") {
  aster::community community;
  aster::responder server({.of = &community, .closing_timeout = 5s});
  server.receive(as_bytes(aster_command("ping")), time_point(1s));
  server.close(time_point(1s));
  server.receive(as_bytes(aster_command("ping")), time_point(1s));
  CHECK(end_of(server) == "open");
  CHECK(server.deadline() == time_point(6s));
  SUBCASE("which the peer takes, even when it has said its last") {
    server.receive_end({}, time_point(2s));
    CHECK(end_of(server) == "open");
    CHECK(std::ranges::count(take_all(server, 10, time_point(2s)), '\n') == 2);
    CHECK(end_of(server) == "closed");
  }
  SUBCASE("or not") {
    server.on_timeout(time_point(5s));
    CHECK(end_of(server) == "open");
    server.on_timeout(time_point(6s));
    CHECK(end_of(server) == "no answer in time");
  }
  SUBCASE("or cannot") {
    server.receive_end(std::make_error_code(std::errc::connection_reset), time_point(2s));
    CHECK(end_of(server) == std::make_error_code(std::errc::connection_reset).message());
  }
  CHECK(server.deadline() == never);
  CHECK(server.poll_transmit(time_point(7s)).empty());
}

TEST_CASE("a peer that takes a little at a time is given the time for it") {
  aster::community community;
  aster::responder server({.of = &community, .stall_timeout = 10s});
  server.receive(as_bytes(pings(3)), {});
  for (int second = 0; second < 60; second += 9) {
    const time_point now{std::chrono::seconds(second)};
    server.on_timeout(now);
    REQUIRE(!server.poll_transmit(now).empty());
    server.transmitted(1, now);
    CHECK(server.deadline() == now + 10s);
  }
  server.transmitted(0, time_point(55s));  // takes nothing
  server.on_timeout(time_point(64s));
  CHECK(end_of(server) == "no answer in time");
}

TEST_CASE("after its end it does nothing") {
  aster::community community;
  aster::responder server({.of = &community});
  server.receive_end(std::make_error_code(std::errc::connection_reset), {});
  CHECK(end_of(server) == std::make_error_code(std::errc::connection_reset).message());
  CHECK(server.done());
  server.receive(as_bytes(aster_command("ping")), {});
  server.receive_end({}, {});
  server.transmitted(5, {});
  server.on_timeout(time_point(1h));
  server.close({});
  CHECK(server.poll_transmit({}).empty());
  CHECK(server.deadline() == never);
  CHECK(!server.poll_event());
}

TEST_CASE("options that make no sense are refused, each by itself") {
  aster::community community;
  using options = aster::responder_options;
  CHECK(!options{.of = &community}.validate());
  for (const options& wrong :
       {options{}, options{.of = &community, .opening_timeout = 0s},
        options{.of = &community, .line_timeout = 0s}, options{.of = &community, .stall_timeout = 0s},
        options{.of = &community, .closing_timeout = 0s}, options{.of = &community, .max_line = 1023},
        options{.of = &community, .max_line = (std::size_t{1} << 30U) + 1},
        options{.of = &community, .max_line = static_cast<std::size_t>(-1)},
        options{.of = &community, .max_unsent = 0}}) {
    CHECK(wrong.validate() == errc::invalid_options);
    aster::responder server(wrong);
    server.receive(as_bytes(aster_command("ping")), {});
    CHECK(server.poll_transmit({}).empty());
    CHECK(end_of(server) == make_error_code(errc::invalid_options).message());
    CHECK(server.done());
  }
}

TEST_SUITE_END();
