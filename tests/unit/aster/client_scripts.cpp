/// The usual course: the login, requests, and what others do.
#include <doctest/doctest.h>

#include "support/aster_script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

aster_script logged_in(const aster::client_options& options = aster_options) {
  return aster_logged_in(aster_script(options));
}

}  // namespace

TEST_SUITE_BEGIN("aster client scripts");

TEST_CASE("an exchange, byte for byte") {
  aster_script(aster_options)
      .asks(asking(aster::send{.channel = 7, .content = "hi", .reply = 900}))
      .sends(line(R"({"command":"login","uname":"bot","passwd":"pw"})"))
      .receives(line(R"({"command":"API_version","status":200,"version":[1,0,0]})"))
      .receives(line(
          R"({"command":"get_metadata","data":[{"groups":[],"name":"bot","pfp":"UE5H","uuid":111}],"status":200})"))
      .event("users 111 bot")
      .receives(line(R"({"command":"online","data":[111],"status":200})"))
      .event("online 111")
      .receives(line(R"({"command":"login","status":200,"uuid":111})"))
      .event("ready 111, 1.0.0")
      .timeout_at(1ns)
      .sends(line(R"({"command":"send","content":"hi","channel":7,"reply":900})"))
      .receives(line(
          R"({"author_uuid":111,"channel_uuid":7,"command":"content","content":"hi","date":1700000001,"edited":false,"reply":900,"status":200,"uuid":901})"))
      .event("posted 901 in 7 by 111 to 900: hi")
      .receives(line(R"({"command":"send","message":901,"status":200})"))
      .event(R"(answer 1: {"command":"send","message":901,"status":200})")
      .asks(asking(aster::history{.channel = 7, .count = 2, .before = 901}))
      .sends(line(R"({"command":"history","num":2,"channel":7,"before_message":901})"))
      .receives(line(
          R"({"command":"history","data":[{"author_uuid":111,"channel_uuid":7,"content":"old","date":1700000000,"edited":false,"reply":null,"uuid":900}],"status":200})"))
      .event(
          R"(answer 2: {"command":"history","data":[{"author_uuid":111,"channel_uuid":7,"content":"old","date":1700000000,"edited":false,"reply":null,"uuid":900}],"status":200})")
      .asks(asking(aster::call{R"({"command":"nope"})"}))
      .sends(line(R"({"command":"nope"})"))
      .receives(line(R"({"command":"nope","status":400})"))
      .event(R"(failed 3: the server does not take the request ({"command":"nope","status":400}))")
      .check();
}

TEST_CASE("requests go out behind the login, in their order, and are answered in it") {
  aster_script(aster_options)
      .asks(asking(aster::get_name{}))
      .sends(aster_login)
      .asks(asking(aster::get_icon{}))
      .receives(aster_welcome)
      .event("ready 111, 1.0.0")
      .timeout_at(1ns)
      .sends(line(R"({"command":"get_name"})"))
      .sends(line(R"({"command":"get_icon"})"))
      .asks(asking(aster::mark_as_read{901}))
      .sends(line(R"({"command":"mark_as_read","message":901})"))
      .receives(line(R"({"command":"get_name","data":"home","status":200})"))
      .event(R"(answer 1: {"command":"get_name","data":"home","status":200})")
      .receives(line(R"({"command":"get_icon","status":500})") +
                line(R"({"command":"mark_as_read","status":404})"))
      .event(R"(failed 2: the server failed ({"command":"get_icon","status":500}))")
      .event(R"(failed 3: no such thing on the server ({"command":"mark_as_read","status":404}))")
      .check();
}

TEST_CASE("what others do") {
  logged_in()
      .receives(line(R"({"command":"message_edited","message":901,"new_content":"ho\nho","status":200})"))
      .event(R"(edited 901: ho\nho)")
      .receives(line(R"({"command":"message_deleted","message":901,"status":200})"))
      .event("deleted 901")
      .receives(line(
          R"({"command":"list_channels","data":[{"name":"a","permissions":{},"position":0,"uuid":7}],"status":200})"))
      .event("channels 7 a")
      .receives(line(
          R"({"command":"list_groups","data":[{"colour":16711680,"name":"all","permissions":[84,1,5],"position":0,"uuid":5}],"status":200})"))
      .event("groups 5 all")
      .receives(line(R"({"command":"online","data":[],"status":200})"))
      .event("online")
      .receives(line(
          R"({"author_uuid":1,"channel_uuid":7,"command":"content","content":"\u00fc","date":1,"edited":true,"status":200,"uuid":9223372036854775807})"))
      .event("posted 9223372036854775807 in 7 by 1 (edited): ü")
      .check();
}

TEST_CASE("lines may end in CR LF, be empty, and come in any pieces") {
  const std::string all = aster_banner + "\r\n\r\n\n" + R"({"command":"login","status":200,"uuid":111})" +
                          "\r\n" + R"({"command":"message_deleted","message":5,"status":200})" + "\n";
  for (const std::size_t size : {1U, 2U, 7U, 64U, 1000U}) {
    auto script = aster_script(aster_options).deaf(false).sends(aster_login);
    for (std::size_t at = 0; at < all.size(); at += size) {
      (void)std::move(script).receives(wire(all.substr(at, size)));
      const auto passed = [&](const std::string& what) {
        const std::size_t end = all.find(what) + what.size();
        return end > at && end <= at + size;
      };
      if (passed("111}\r\n")) (void)std::move(script).event("ready 111, 1.0.0");
      if (passed("200}\n")) (void)std::move(script).event("deleted 5");
    }
    std::move(script).check();
  }
}

TEST_CASE("a line of another kind is told, and the conversation goes on") {
  logged_in()
      .receives(line("garbage"))
      .event("unsolicited: not a packet of aster: garbage")
      .receives(line("[1,2]"))
      .event("unsolicited: not a packet of aster: [1,2]")
      .receives(line("7"))
      .event("unsolicited: not a packet of aster: 7")
      .receives(line(R"({"command":7,"status":200})"))
      .event(R"(unsolicited: not a packet of aster: {"command":7,"status":200})")
      .receives(line(R"({"command":"x"})"))
      .event(R"(unsolicited: not a packet of aster: {"command":"x"})")
      .receives(line(R"({"command":"x","status":200} {})"))
      .event(R"(unsolicited: not a packet of aster: {"command":"x","status":200} {})")
      .receives(line(R"({"command":"x","status":99999999999})"))
      .event(R"(unsolicited: not a packet of aster: {"command":"x","status":99999999999})")
      .receives(line(R"({"command":"whisper","status":200})"))
      .event(R"(unsolicited: {"command":"whisper","status":200})")
      .receives(line(R"({"command":"send","status":404})"))
      .event(R"(unsolicited: no such thing on the server: {"command":"send","status":404})")
      .receives(line(R"({"command":"send","status":777})"))
      .event(R"(unsolicited: an unexpected status: {"command":"send","status":777})")
      .receives(line(R"({"command":"content","content":"x","status":200,"uuid":99999999999999999999})"))
      .event(
          R"(unsolicited: not a packet of aster: {"command":"content","content":"x","status":200,"uuid":99999999999999999999})")
      .receives(line(R"({"command":"content","content":"x","status":200})"))
      .event(R"(unsolicited: not a packet of aster: {"command":"content","content":"x","status":200})")
      .receives(line(R"({"command":"message_edited","new_content":"x","status":200})"))
      .event(
          R"(unsolicited: not a packet of aster: {"command":"message_edited","new_content":"x","status":200})")
      .receives(line(R"({"command":"message_deleted","message":"x","status":200})"))
      .event(
          R"(unsolicited: not a packet of aster: {"command":"message_deleted","message":"x","status":200})")
      .receives(line(R"({"command":"online","data":{},"status":200})"))
      .event(R"(unsolicited: not a packet of aster: {"command":"online","data":{},"status":200})")
      .receives(line(R"({"command":"online","data":[1,"x"],"status":200})"))
      .event("online 1 (cut short)")
      .receives("7B FF 7D 0A")
      .event(R"(unsolicited: JSON that is not UTF-8: {�})")
      .check();
}

TEST_CASE("what looks like something that was said, and is not") {
  const auto content = [](const std::string& end) {
    return R"({"author_uuid":1,"channel_uuid":7,"command":"content","content":"x","date":1,"edited":false,"reply":null,)" +
           end;
  };
  const std::string failed = content(R"("status":404,"uuid":9})");
  const std::string nothing = content(R"("status":200,"uuid":0})");
  const std::string two = content(R"("status":200,"uuid":9} {})");
  logged_in()
      .receives(line(failed))
      .event("unsolicited: no such thing on the server: " + failed)
      .receives(line(nothing))
      .event("unsolicited: not a packet of aster: " + nothing)
      .receives(line(two))
      .event("unsolicited: not a packet of aster: " + two)
      .receives(line(content(R"("status":200,"uuid":9})")))
      .event("posted 9 in 7 by 1: x")
      .check();
}

TEST_CASE("a line has a longest length, however it comes") {
  aster::client_options options = aster_options;
  options.max_line = 1024;
  const std::string fits = R"({"command":"x","status":200,"y":")" + std::string(1024 - 35, 'y') + "\"}";
  REQUIRE(fits.size() == 1024);
  for (const std::size_t size : {1U, 100U, 1024U, 4096U}) {
    auto script = logged_in(options);
    for (std::size_t at = 0; at < fits.size(); at += size)
      (void)std::move(script).receives(wire(fits.substr(at, size)));
    (void)std::move(script)
        .receives(wire("\r\n"))
        .event("unsolicited: " + fits.substr(0, 200) + "... 1024 bytes");
    const std::string long_one = fits + "zz\n";
    for (std::size_t at = 0; at < fits.size(); at += size)
      (void)std::move(script).receives(wire(long_one.substr(at, std::min(size, fits.size() - at))));
    std::move(script).receives(wire("zz\n")).event("closed: a line that is too long").check();
  }
}

TEST_CASE("it says something after a long silence, and gives up on one who does not answer") {
  logged_in()
      .passes(59s)
      .receives(line(R"({"command":"message_deleted","message":1,"status":200})"))
      .event("deleted 1")
      .timeout_at(60s)
      .sends(line(R"({"command":"ping"})"))
      .receives(line(R"({"command":"ping","status":200})"))
      .timeout_at(60s)
      .sends(line(R"({"command":"ping"})"))
      .timeout_at(10s)
      .event("closed: no answer in time (the server is silent)")
      .check();
}

TEST_CASE("it gives up on one who takes half a request, and no ping behind it") {
  aster::client_options options = aster_options;
  options.keep_alive = 5s;
  aster::client subject(options);
  const auto hear = [&] {
    std::string all;
    while (const auto event = subject.poll_event()) all += describe(*event) + '\n';
    return all;
  };
  subject.transmitted(subject.poll_transmit({}).size(), {});
  const std::string in = aster_banner + "\n" + R"({"command":"login","status":200,"uuid":111})" + "\n";
  subject.receive(as_bytes(in), {});
  CHECK(hear() == "ready 111, 1.0.0\n");
  CHECK(subject.ask(aster::nick{"x"}));
  CHECK(!subject.poll_transmit({}).empty());
  subject.transmitted(5, {});
  std::string all;
  while (!subject.done() && subject.deadline() != never) {
    const time_point now = subject.deadline();
    subject.on_timeout(now);
    all += std::to_string(now.time_since_epoch() / 1s) + " s " + hear();
    CHECK(subject.cancel(request_id::none) == errc::unknown_request);  // the ping's
    if (!subject.done()) CHECK(as_text(subject.poll_transmit(now)).starts_with("mand\":\"nick\""));
  }
  CHECK(all ==
        "5 s 10 s failed 1: no answer in time\n"
        "15 s closed: no answer in time (the server is silent)\n");
}

TEST_CASE("closing waits for what is open") {
  logged_in()
      .asks(asking(aster::get_name{}))
      .sends(line(R"({"command":"get_name"})"))
      .closes()
      .asks_in_vain(asking(aster::get_name{}), errc::closed)
      .receives(line(R"({"command":"get_name","data":"x","status":200})"))
      .event(R"(answer 1: {"command":"get_name","data":"x","status":200})")
      .event("closed")
      .check();
}

TEST_CASE("limits of what is open") {
  aster::client_options options = aster_options;
  options.max_requests = 2;
  options.max_queued_bytes = 100;
  aster_script(options)
      .deaf(false)
      .sends(aster_login)
      .asks_in_vain(
          asking(aster::nick{std::string_view("a string that is longer than what may wait in all, with its "
                                              "command before it, and so is refused")}),
          errc::busy)
      .asks_in_vain(asking(aster::nick{"\xff"}), errc::invalid_argument)
      .asks(asking(aster::nick{"a"}))
      .asks(asking(aster::nick{"b"}))
      .asks_in_vain(asking(aster::nick{"c"}), errc::busy)
      .cancels(1)
      .event("failed 1: cancelled")
      .asks(asking(aster::nick{"d"}))
      .receives(aster_welcome)
      .event("ready 111, 1.0.0")
      .timeout_at(1ns)
      .sends(line(R"({"command":"nick","nick":"b"})"))
      .sends(line(R"({"command":"nick","nick":"d"})"))
      .check();
}

TEST_CASE("the packet behind an event can be looked at while it is told") {
  aster::client subject(aster_options);
  subject.transmitted(subject.poll_transmit({}).size(), {});
  const std::string stream = R"({"command":"message_deleted","message":5,"more":1,"status":200})"
                             "\n";
  subject.receive(as_bytes(stream), {});
  CHECK(subject.last_packet().empty());
  CHECK(subject.poll_event());
  CHECK(subject.last_packet() == stream.substr(0, stream.size() - 1));
  CHECK(!subject.poll_event());
  CHECK(subject.last_packet().empty());
}

TEST_SUITE_END();
