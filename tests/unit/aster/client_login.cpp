#include <doctest/doctest.h>

#include "support/aster_script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

std::string refusal(const std::string& command, int status) {
  return line(R"({"command":")" + command + R"(","status":)" + std::to_string(status) + '}');
}
aster::client_options registering() {
  return {.enter = aster::entry::registration, .name = "bot", .password = "pw"};
}
const std::string registration = line(R"({"command":"register","uname":"bot","passwd":"pw"})");

}  // namespace

TEST_SUITE_BEGIN("aster client login");

TEST_CASE("by name, by id, and with an id of 63 bits") {
  aster_logged_in(aster_script(aster_options)).check();
  aster_script({.name = "bot", .password = "p\"w", .uuid = 9223372036854775807})
      .deaf(false)
      .sends(line(R"({"command":"login","uuid":9223372036854775807,"passwd":"p\"w"})"))
      .receives(line(R"({"command":"login","status":200,"uuid":9223372036854775807})"))
      .event("ready 9223372036854775807, 0.0.0")
      .check();
}

TEST_CASE("by registration") {
  aster::client_options with_id = registering();
  with_id.uuid = 7;  // of which there is none yet
  aster_script(with_id).deaf(false).sends(registration).check();
  aster_script(registering())
      .deaf(false)
      .sends(registration)
      .receives(line(aster_banner) + line(R"({"command":"register","status":200,"uuid":5})"))
      .event("ready 5, 1.0.0")
      .check();
  aster_script(registering())
      .deaf(false)
      .sends(registration)
      .receives(line(aster_banner) + refusal("register", 409))
      .event("closed: login refused (the name is taken)")
      .check();
}

TEST_CASE("not at all: the client still speaks first") {
  aster_script({.enter = aster::entry::none})
      .asks(asking(aster::get_name{}))
      .sends(line(R"({"command":"ping"})"))
      .receives(line(aster_banner))
      .receives(line(R"({"command":"ping","status":200})"))
      .event("ready 0, 1.0.0")
      .timeout_at(1ns)
      .sends(line(R"({"command":"get_name"})"))
      .receives(line(R"({"command":"get_name","data":"x","status":200})"))
      .event(R"(answer 1: {"command":"get_name","data":"x","status":200})")
      .asks(asking(aster::log_in{.name = "bot", .password = "pw"}))
      .sends(aster_login)
      .receives(line(R"({"command":"login","status":200,"uuid":111})"))
      .event(R"(answer 2: {"command":"login","status":200,"uuid":111})")
      .check();
}

TEST_CASE("a refused login ends everything, and says why") {
  const std::pair<int, std::string> refusals[] = {{400, " (the server does not take the name)"},
                                                  {403, " (wrong password)"},
                                                  {404, " (no such user)"},
                                                  {405, ""},
                                                  {777, ""}};
  for (const auto& [status, why] : refusals)
    aster_script(aster_options)
        .asks(asking(aster::get_name{}))
        .sends(aster_login)
        .receives(line(aster_banner) + refusal("login", status))
        .event("failed 1: login refused")
        .event("closed: login refused" + why)
        .check();
  aster_script(aster_options)
      .deaf(false)
      .sends(aster_login)
      .receives(refusal("unknown", 400))
      .event("closed: login refused (the server does not take the name)")
      .check();
}

TEST_CASE("a login that says nothing of use, or nothing") {
  aster_script(aster_options)
      .deaf(false)
      .sends(aster_login)
      .receives(line(R"({"command":"login","status":200})"))
      .event("closed: not a packet of aster (a login without an id)")
      .check();
  aster_script(aster_options)
      .deaf(false)
      .sends(aster_login)
      .receives(refusal("login", 500))
      .event("closed: the server failed (during the login)")
      .check();
  aster_script(aster_options)
      .deaf(false)
      .sends(aster_login)
      .timeout_at(10s)
      .event("closed: no answer in time (during the login)")
      .check();
  aster_script(aster_options)
      .deaf(false)
      .sends(aster_login)
      .receives(wire(R"({"command":"log)"))
      .ends()
      .event("closed: closed (inside a line)")
      .check();
}

TEST_CASE("versions 0 and 1 are understood, no others") {
  for (const char* version : {"[0,1,0]", "[0,2,0]", "[1,0,0]", "[1,255,255]"}) {
    std::string said(version);
    for (char& c : said)
      if (c == ',') c = '.';
    aster_script(aster_options)
        .deaf(false)
        .sends(aster_login)
        .receives(line(std::string(R"({"command":"API_version","status":200,"version":)") + version + '}') +
                  line(R"({"command":"login","status":200,"uuid":111})"))
        .event("ready 111, " + said.substr(1, said.size() - 2))
        .check();
  }
  for (const char* version : {"[2,0,0]", "[255,0,0]", "[4294967295,0,0]"})
    aster_script(aster_options)
        .asks(asking(aster::get_name{}))
        .sends(aster_login)
        .receives(line(std::string(R"({"command":"API_version","status":200,"version":)") + version + '}'))
        .event("failed 1: the server speaks another version of the protocol")
        .event("closed: the server speaks another version of the protocol (a newer server)")
        .check();
  for (const char* version : {R"("0.1.0")", "[1,0]", "[-1,0,0]", "null"})
    aster_script(aster_options)
        .deaf(false)
        .sends(aster_login)
        .receives(line(std::string(R"({"command":"API_version","status":200,"version":)") + version + '}') +
                  line(R"({"command":"login","status":200,"uuid":111})"))
        .event("ready 111, 0.0.0")
        .check();
}

TEST_CASE("options that are none") {
  const auto refused = [](aster::client_options options) {
    aster::client subject(options);
    const auto event = subject.poll_event();
    return event && describe(*event) == "closed: an option is out of range" && subject.done();
  };
  CHECK(refused({}));
  CHECK(refused({.enter = aster::entry::registration, .uuid = 5}));
  CHECK(refused({.name = "\xff"}));
  CHECK(refused({.name = "a", .password = "\xff"}));
  CHECK(refused({.name = "a", .deadline = 0s}));
  CHECK(refused({.name = "a", .keep_alive = -1s}));
  CHECK(refused({.name = "a", .max_line = 1023}));
  CHECK(refused({.name = "a", .max_requests = 0}));
  CHECK(!refused({.name = "a"}));
  CHECK(!refused({.uuid = 5}));
  CHECK(!refused({.enter = aster::entry::none}));
}

TEST_CASE("passwords are not shown") {
  aster::client subject(aster_options);
  const auto shows = [&](std::string_view sent, std::string_view shown) {
    const bool as_said =
        as_text(subject.poll_transmit({})) == sent && as_text(subject.shown_transmit()) == shown;
    subject.transmitted(5, {});
    const bool rest = as_text(subject.poll_transmit({})) == sent.substr(5) &&
                      as_text(subject.shown_transmit()) == shown.substr(5);
    subject.transmitted(sent.size() - 5, {});
    return as_said && rest;
  };
  CHECK(shows("{\"command\":\"login\",\"uname\":\"bot\",\"passwd\":\"pw\"}\n",
              "{\"command\":\"login\",\"uname\":\"bot\",\"passwd\":\"**\"}\n"));
  const std::string in = aster_banner + "\n" + R"({"command":"login","status":200,"uuid":111})" + "\n";
  subject.receive(as_bytes(in), {});
  while (subject.poll_event()) {
  }
  CHECK(subject.ask(aster::change_password{"n\"w"}));
  CHECK(shows("{\"command\":\"change_password\",\"new_password\":\"n\\\"w\"}\n",
              "{\"command\":\"change_password\",\"new_password\":\"****\"}\n"));
  CHECK(subject.ask(aster::call{R"( {"passwd":"x", "command":"login"})"}));
  CHECK(shows("{\"passwd\":\"x\", \"command\":\"login\"}\n", "{\"passwd\":\"*\", \"command\":\"login\"}\n"));
  CHECK(subject.ask(aster::call{R"({"command":"change_password","passwd":"OLD","new_password":"NEW"})"}));
  CHECK(shows("{\"command\":\"change_password\",\"passwd\":\"OLD\",\"new_password\":\"NEW\"}\n",
              "{\"command\":\"change_password\",\"passwd\":\"***\",\"new_password\":\"***\"}\n"));
  CHECK(subject.ask(aster::call{R"({"command":"x","new_password":[7,"a"],"p\u0061sswd":1234})"}));
  CHECK(shows("{\"command\":\"x\",\"new_password\":[7,\"a\"],\"p\\u0061sswd\":1234}\n",
              "{\"command\":\"x\",\"new_password\":*******,\"p\\u0061sswd\":****}\n"));
  CHECK(subject.ask(aster::ping{}));
  CHECK(shows("{\"command\":\"ping\"}\n", "{\"command\":\"ping\"}\n"));
}

TEST_SUITE_END();
