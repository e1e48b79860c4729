/// Whose is an answer? Events between a request and its answer, four of which are named as answers are.
#include <doctest/doctest.h>

#include "support/aster_script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

aster_script logged_in(const aster::client_options& options = aster_options) {
  return aster_logged_in(aster_script(options));
}
std::string fenced(const std::string& command) {
  return line(R"({"command":")" + command + R"("})") + ' ' + line(R"({"command":"ping"})");
}
std::string packet(const std::string& command, const std::string& data) {
  return R"({"command":")" + command + R"(","data":)" + data + R"(,"status":200})";
}
const std::string pong = line(R"({"command":"ping","status":200})");
std::string user(int id) { return R"({"name":"u","uuid":)" + std::to_string(id) + '}'; }

}  // namespace

TEST_SUITE_BEGIN("aster client answers");

TEST_CASE("of those four what comes last before the fence is the answer, the others are events") {
  for (const std::string command : {"list_channels", "list_groups"}) {
    const std::string what = command.substr(5);
    const auto asks = [command](aster::client& on) {
      return command == "list_channels" ? on.ask(aster::list_channels{}) : on.ask(aster::list_groups{});
    };
    const auto all = [&](int id) { return packet(command, '[' + user(id) + ']'); };
    logged_in()
        .asks(asks)
        .sends(fenced(command))
        .receives(line(all(1)))
        .receives(pong)
        .event("answer 1: " + all(1))
        .asks(asks)
        .sends(fenced(command))
        .receives(line(all(2)))
        .receives(line(all(3)) + line(all(4)) + pong)
        .event(what + " 2 u")
        .event(what + " 3 u")
        .event("answer 2: " + all(4))
        .receives(line(all(5)))
        .event(what + " 5 u")
        .check();
  }
}

TEST_CASE("all users are the answer at once, one may be an event") {
  const std::string both = packet("get_metadata", '[' + user(1) + ',' + user(2) + ']');
  const auto one = [](int id) { return packet("get_metadata", '[' + user(id) + ']'); };
  logged_in()
      .asks(asking(aster::get_metadata{}))
      .sends(fenced("get_metadata"))
      .receives(line(one(1)))
      .receives(line(both))
      .event("users 1 u")
      .event("answer 1: " + both)
      .receives(line(one(2)))
      .event("users 2 u")
      .receives(pong)
      .asks(asking(aster::get_metadata{}))
      .sends(fenced("get_metadata"))
      .receives(line(one(1)))
      .receives(pong)
      .event("answer 2: " + one(1))
      .check();
}

TEST_CASE("who was ever online is the answer, who is there now an event") {
  const std::string ever = packet("online", "[1,2,3]");
  const std::string now = packet("online", "[1,2]");
  logged_in()
      .asks(asking(aster::online{}))
      .sends(fenced("online"))
      .receives(line(now) + line(ever))
      .event("online 1 2")
      .receives(line(now))
      .event("answer 1: " + ever)
      .event("online 1 2")
      .receives(line(ever))
      .event("online 1 2 3")
      .receives(pong)
      .check();
}

TEST_CASE("of two lists that are as long the last is the answer") {
  logged_in()
      .asks(asking(aster::online{}))
      .sends(fenced("online"))
      .receives(line(packet("online", "[1,2]")) + line(packet("online", "[3,4]")))
      .event("online 1 2")
      .receives(pong)
      .event("answer 1: " + packet("online", "[3,4]"))
      .check();
}

TEST_CASE("an answer is not answered a second time") {
  const std::string both = packet("get_metadata", '[' + user(1) + ',' + user(2) + ']');
  const std::string fault = R"({"command":"get_metadata","status":500})";
  logged_in()
      .asks(asking(aster::get_metadata{}))
      .sends(fenced("get_metadata"))
      .receives(line(both) + line(fault))
      .event("answer 1: " + both)
      .event("unsolicited: the server failed: " + fault)
      .receives(pong)
      .check();
}

TEST_CASE("what was given up and is answered after all takes no room any more") {
  aster::client_options options = aster_options;
  options.max_requests = 1;
  auto script = logged_in(options);
  for (unsigned id = 1; id != 4; ++id)
    (void)std::move(script)
        .asks(asking(aster::get_name{}))
        .sends(line(R"({"command":"get_name"})"))
        .cancels(id)
        .event("failed " + std::to_string(id) + ": cancelled")
        .asks_in_vain(asking(aster::get_icon{}), errc::busy)
        .receives(line(packet("get_name", "\"x\"")));
  std::move(script).check();
}

TEST_CASE("an error is an answer, whatever came before it") {
  logged_in()
      .asks(asking(aster::list_groups{}))
      .sends(fenced("list_groups"))
      .asks(asking(aster::get_name{}))
      .sends(line(R"({"command":"get_name"})"))
      .receives(line(packet("list_groups", "[]")))
      .receives(line(R"({"command":"list_groups","status":500})"))
      .event("groups")
      .event(R"(failed 1: the server failed ({"command":"list_groups","status":500}))")
      .receives(pong)
      .receives(line(packet("get_name", "\"x\"")))
      .event("answer 2: " + packet("get_name", "\"x\""))
      .check();
}

TEST_CASE("two of the same name, and pings of one's own") {
  const auto all = [](int id) { return packet("list_channels", '[' + user(id) + ']'); };
  logged_in()
      .asks(asking(aster::list_channels{}))
      .sends(fenced("list_channels"))
      .asks(asking(aster::ping{}))
      .sends(line(R"({"command":"ping"})"))
      .asks(asking(aster::list_channels{}))
      .sends(fenced("list_channels"))
      .receives(line(all(1)))
      .receives(pong)
      .event("answer 1: " + all(1))
      .receives(line(all(2)))
      .event("channels 2 u")
      .receives(pong)
      .event(R"(answer 2: {"command":"ping","status":200})")
      .receives(line(all(3)))
      .receives(pong)
      .event("answer 3: " + all(3))
      .check();
}

TEST_CASE("what is passed over is not waited for") {
  logged_in()
      .asks(asking(aster::get_name{}))
      .sends(line(R"({"command":"get_name"})"))
      .asks(asking(aster::online{}))
      .sends(fenced("online"))
      .asks(asking(aster::nick{"a"}))
      .sends(line(R"({"command":"nick","nick":"a"})"))
      .receives(line(R"({"command":"nick","status":200})"))
      .event(R"(answer 3: {"command":"nick","status":200})")
      .event("failed 1: the server left the request unanswered")
      .event("failed 2: the server left the request unanswered")
      .asks(asking(aster::online{}))
      .sends(fenced("online"))
      .receives(pong)
      .event("failed 4: the server left the request unanswered")
      .asks(asking(aster::online{}))
      .sends(fenced("online"))
      .asks(asking(aster::get_name{}))
      .sends(line(R"({"command":"get_name"})"))
      .receives(line(packet("online", "[7]")))
      .receives(line(packet("get_name", "\"x\"")))
      .event("answer 5: " + packet("online", "[7]"))
      .event("answer 6: " + packet("get_name", "\"x\""))
      .check();
}

TEST_CASE("a failure is told before what came behind it") {
  logged_in()
      .asks(asking(aster::online{}))
      .sends(fenced("online"))
      .receives(pong + line(R"({"command":"message_deleted","message":5,"status":200})"))
      .event("failed 1: the server left the request unanswered")
      .event("deleted 5")
      .check();
}

TEST_CASE("the answer that comes too late is nobody else's") {
  logged_in()
      .asks(asking(aster::get_user{5}, 1s))
      .sends(line(R"({"command":"get_user","uuid":5})"))
      .timeout_at(1s)
      .event("failed 1: no answer in time")
      .asks(asking(aster::get_user{6}))
      .sends(line(R"({"command":"get_user","uuid":6})"))
      .receives(line(packet("get_user", user(5))))
      .receives(line(packet("get_user", user(6))))
      .event("answer 2: " + packet("get_user", user(6)))
      .check();
}

TEST_CASE("a late answer with an event's name is one, and its fence is no other's") {
  logged_in()
      .asks(asking(aster::list_channels{}, 1s))
      .sends(fenced("list_channels"))
      .receives(line(packet("list_channels", "[" + user(1) + "]")))
      .cancels(1)
      .event("failed 1: cancelled")
      .asks(asking(aster::ping{}))
      .sends(line(R"({"command":"ping"})"))
      .receives(pong)
      .event("channels 1 u")
      .receives(pong)
      .event(R"(answer 2: {"command":"ping","status":200})")
      .asks(asking(aster::list_channels{}, 1s))
      .sends(fenced("list_channels"))
      .asks(asking(aster::ping{}))
      .sends(line(R"({"command":"ping"})"))
      .cancels(3)
      .event("failed 3: cancelled")
      .receives(line(R"({"command":"list_channels","status":401})"))
      .receives(pong)
      .receives(pong)
      .event(R"(answer 4: {"command":"ping","status":200})")
      .check();
}

TEST_CASE("unknown answers the oldest") {
  logged_in()
      .asks(asking(aster::get_name{}))
      .sends(line(R"({"command":"get_name"})"))
      .asks(asking(aster::get_icon{}))
      .sends(line(R"({"command":"get_icon"})"))
      .receives(line(R"({"command":"unknown","status":400})"))
      .event(R"(failed 1: the server does not take the request ({"command":"unknown","status":400}))")
      .receives(line(packet("get_icon", "\"UE5H\"")))
      .event("answer 2: " + packet("get_icon", "\"UE5H\""))
      .receives(line(R"({"command":"unknown","status":400})"))
      .event(R"(unsolicited: the server does not take the request: {"command":"unknown","status":400})")
      .check();
}

TEST_CASE("nothing is answered before it has gone out") {
  logged_in()
      .asks(asking(aster::get_name{}))
      .sends(line(R"({"command":"get_name"})"))
      .deaf()
      .asks(asking(aster::get_icon{}))
      .receives(line(packet("get_icon", "\"UE5H\"")))
      .event("unsolicited: " + packet("get_icon", "\"UE5H\""))
      .receives(line(packet("get_name", "\"x\"")))
      .event("answer 1: " + packet("get_name", "\"x\""))
      .deaf(false)
      .sends(line(R"({"command":"get_icon"})"))
      .check();
}

TEST_CASE("a server that answers nothing is given up") {
  aster::client_options options = aster_options;
  options.max_requests = 2;
  logged_in(options)
      .asks(asking(aster::get_name{}, 1s))
      .sends(line(R"({"command":"get_name"})"))
      .asks(asking(aster::get_icon{}, 2s))
      .sends(line(R"({"command":"get_icon"})"))
      .timeout_at(1s)
      .event("failed 1: no answer in time")
      .asks_in_vain(asking(aster::get_icon{}), errc::busy)
      .timeout_at(1s)
      .event("failed 2: no answer in time")
      .event("closed: no answer in time (the server answers nothing)")
      .check();
}

TEST_CASE("but not before those that were cancelled have had their time") {
  aster::client_options options = aster_options;
  options.max_requests = 2;
  logged_in(options)
      .asks(asking(aster::get_name{}, 2s))
      .sends(line(R"({"command":"get_name"})"))
      .passes(1s)
      .asks(asking(aster::get_icon{}, 2s))
      .sends(line(R"({"command":"get_icon"})"))
      .cancels(1)
      .event("failed 1: cancelled")
      .cancels(2)
      .event("failed 2: cancelled")
      .asks_in_vain(asking(aster::get_icon{}), errc::busy)
      .passes(1s)
      .timeout_at(1s)
      .event("closed: no answer in time (the server answers nothing)")
      .check();
  logged_in(options)
      .asks(asking(aster::get_name{}, 2s))
      .sends(line(R"({"command":"get_name"})"))
      .asks(asking(aster::get_icon{}, 2s))
      .sends(line(R"({"command":"get_icon"})"))
      .cancels(1)
      .event("failed 1: cancelled")
      .cancels(2)
      .event("failed 2: cancelled")
      .passes(1s)
      .receives(line(packet("get_name", "\"x\"")))
      .asks(asking(aster::get_icon{}, 3s))
      .sends(line(R"({"command":"get_icon"})"))
      .passes(2s)
      .receives(line(packet("get_icon", "\"1\"")) + ' ' + line(packet("get_icon", "\"2\"")))
      .event("answer 3: " + packet("get_icon", "\"2\""))
      .check();
}

TEST_CASE("a request whose first half has gone out can be answered, without its fence") {
  aster::client subject(aster_options);
  const auto send = [&](std::size_t size) {
    while (size != 0) {
      const std::size_t part = std::min(size, subject.poll_transmit({}).size());
      if (part == 0) return false;
      subject.transmitted(part, {});
      size -= part;
    }
    return true;
  };
  const auto hear = [&](const std::string& what) {
    subject.receive(as_bytes(what), {});
    std::string all;
    while (const auto event = subject.poll_event()) all += describe(*event) + '\n';
    return all;
  };
  CHECK(send(subject.poll_transmit({}).size()));
  CHECK(hear(aster_banner + "\n" + R"({"command":"login","status":200,"uuid":111})" + "\n") ==
        "ready 111, 1.0.0\n");
  const std::string all = packet("list_channels", "[]");
  CHECK(subject.ask(aster::list_channels{}));
  CHECK(send(26));
  CHECK(hear(all + '\n') == "channels\n");  // not its turn: a byte of the line is missing
  CHECK(send(3));
  CHECK(hear(all + '\n').empty());
  CHECK(send(subject.poll_transmit({}).size()));
  CHECK(hear("{\"command\":\"ping\",\"status\":200}\n") == "answer 1: " + all + '\n');
}

TEST_SUITE_END();
