#include <doctest/doctest.h>

#include <gamewire/websocket/error.hpp>

#include "support/aster_script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

constexpr auto about = 200ms;  // of a back-off of a second, or two

aster::client_options lasting(aster::entry enter = aster::entry::login) {
  aster::client_options options{.enter = enter, .name = "bot", .password = "pw"};
  options.reconnect.attempts = 2;
  return options;
}
const std::string login_again = line(R"({"command":"login","uuid":111,"passwd":"pw"})");

}  // namespace

TEST_SUITE_BEGIN("aster client reconnect");

TEST_CASE("it logs in again, by the id it was told, as often as it may") {
  aster_logged_in(aster_script(lasting()))
      .ends()
      .event("disconnected: closed, again in about 1 s")
      .wants_transport(false)
      .timeout_at(1s, about)
      .wants_transport(true)
      .opens()
      .sends(login_again)
      .receives(aster_welcome)
      .event("ready 111, 1.0.0")
      .receives(line(R"({"command":"message_deleted","message":1,"status":200})"))
      .event("deleted 1")
      .ends()
      .event("disconnected: closed, again in about 1 s")
      .timeout_at(1s, about)
      .ends(std::make_error_code(std::errc::connection_refused))
      .event("disconnected: Connection refused, again in about 2 s")
      .timeout_at(2s, about)
      .ends(std::make_error_code(std::errc::connection_refused))
      .event("closed: Connection refused")
      .check();
}

TEST_CASE("what would go wrong again is not tried again") {
  for (const std::error_code why :
       {make_error_code(errc::invalid_options), make_error_code(websocket::errc::refused_by_close)})
    aster_script(lasting()).ends(why).event("closed: " + why.message()).check();
}

TEST_CASE("what only reads is asked again, in its order; what may have been done is not") {
  aster_logged_in(aster_script(lasting()))
      .asks(asking(aster::get_name{}))
      .sends(line(R"({"command":"get_name"})"))
      .asks(asking(aster::send{.channel = 7, .content = "hi"}))
      .sends(line(R"({"command":"send","content":"hi","channel":7})"))
      .asks(asking(aster::online{}))
      .sends(line(R"({"command":"online"})") + line(R"({"command":"ping"})"))
      .deaf()
      .asks(asking(aster::nick{"x"}))
      .receives(line(R"({"command":"online","data":[1],"status":200})"))
      .event("online 1")
      .ends(std::make_error_code(std::errc::connection_reset))
      .event("failed 2: Connection reset by peer")
      .event("disconnected: Connection reset by peer, again in about 1 s")
      .deaf(false)
      .asks(asking(aster::get_icon{}))
      .timeout_at(1s, about)
      .opens()
      .sends(login_again)
      .receives(aster_welcome)
      .event("ready 111, 1.0.0")
      .timeout_at(1ns)
      .sends(line(R"({"command":"get_name"})"))
      .sends(line(R"({"command":"online"})") + line(R"({"command":"ping"})"))
      .sends(line(R"({"command":"nick","nick":"x"})"))
      .sends(line(R"({"command":"get_icon"})"))
      .check();
}

TEST_CASE("a connection that ends before the answer") {
  aster_logged_in(aster_script(aster_options))
      .asks(asking(aster::nick{"x"}))
      .sends(line(R"({"command":"nick","nick":"x"})"))
      .deaf()
      .asks(asking(aster::nick{"y"}))
      .ends()
      .event("failed 1: the connection ended before the answer")
      .event("failed 2: closed")
      .event("closed: closed")
      .check();
}

TEST_CASE("what waits for a connection has its deadline") {
  aster::client_options options = lasting();
  options.deadline = 1min;
  aster_logged_in(aster_script(options))
      .ends()
      .event("disconnected: closed, again in about 1 s")
      .asks(asking(aster::nick{"x"}, 100ms))
      .asks(asking(aster::nick{"y"}))
      .timeout_at(100ms)
      .event("failed 1: no answer in time")
      .timeout_at(900ms, about)
      .opens()
      .sends(login_again)
      .receives(aster_welcome)
      .event("ready 111, 1.0.0")
      .timeout_at(1ns)
      .sends(line(R"({"command":"nick","nick":"y"})"))
      .check();
}

TEST_CASE("a refused login is not tried again, nor a version that is not understood") {
  aster_script(lasting())
      .deaf(false)
      .sends(aster_login)
      .receives(line(R"({"command":"login","status":403})"))
      .event("closed: login refused (wrong password)")
      .check();
  aster_script(lasting())
      .deaf(false)
      .sends(aster_login)
      .receives(line(R"({"command":"API_version","status":200,"version":[2,0,0]})"))
      .event("closed: the server speaks another version of the protocol (a newer server)")
      .check();
}

TEST_CASE("a registration is done once") {
  const std::string registration = line(R"({"command":"register","uname":"bot","passwd":"pw"})");
  aster_script(lasting(aster::entry::registration))
      .deaf(false)
      .sends(registration)
      .receives(line(R"({"command":"register","status":200,"uuid":111})"))
      .event("ready 111, 0.0.0")
      .ends()
      .event("disconnected: closed, again in about 1 s")
      .timeout_at(1s, about)
      .opens()
      .sends(login_again)
      .check();
  // A login that was lost is none.
  aster_script(lasting())
      .deaf(false)
      .sends(aster_login)
      .ends()
      .event("disconnected: closed, again in about 1 s")
      .timeout_at(1s, about)
      .opens()
      .sends(aster_login)
      .receives(line(R"({"command":"login","status":404})"))
      .event("closed: login refused (no such user)")
      .check();
  // Its answer was lost: it may have been done, or not.
  aster_script(lasting(aster::entry::registration))
      .deaf(false)
      .sends(registration)
      .ends()
      .event("disconnected: closed, again in about 1 s")
      .timeout_at(1s, about)
      .opens()
      .sends(aster_login)
      .receives(line(R"({"command":"login","status":404})"))
      .timeout_at(1ns)
      .sends(registration)
      .receives(line(R"({"command":"register","status":200,"uuid":111})"))
      .event("ready 111, 0.0.0")
      .check();
}

TEST_CASE("a changed password is the one for the next login") {
  aster_logged_in(aster_script(lasting()))
      .asks(asking(aster::change_password{"n\"w"}))
      .sends(line(R"({"command":"change_password","new_password":"n\"w"})"))
      .receives(line(R"({"command":"change_password","status":200})"))
      .event(R"(answer 1: {"command":"change_password","status":200})")
      .asks(asking(aster::change_password{"other"}))
      .sends(line(R"({"command":"change_password","new_password":"other"})"))
      .receives(line(R"({"command":"change_password","status":405})"))
      .event(R"(failed 2: not possible in this state ({"command":"change_password","status":405}))")
      .ends()
      .event("disconnected: closed, again in about 1 s")
      .timeout_at(1s, about)
      .opens()
      .sends(line(R"({"command":"login","uuid":111,"passwd":"n\"w"})"))
      .check();
}

TEST_CASE("a change of the password whose answer was lost may have been done") {
  const auto login = [](const std::string& password) {
    return line(R"({"command":"login","uuid":111,"passwd":")" + password + "\"}");
  };
  const auto change = [](const std::string& password) {
    return line(R"({"command":"change_password","new_password":")" + password + "\"}");
  };
  const std::string refused = line(R"({"command":"login","status":403})");
  const auto lost = [&](auto&& with_two_changes) {
    return std::move(with_two_changes)
        .ends()
        .event("failed 1: the connection ended before the answer")
        .event("failed 2: the connection ended before the answer")
        .event("disconnected: closed, again in about 1 s")
        .timeout_at(1s, about)
        .opens()
        .sends(login("pw"))
        .receives(line(aster_banner) + refused)
        .timeout_at(1ns)
        .sends(login("n1"));
  };
  const auto changing = [&] {
    return aster_logged_in(aster_script(lasting()))
        .asks(asking(aster::change_password{"n1"}))
        .sends(change("n1"))
        .asks(asking(aster::change_password{"n2"}))
        .sends(change("n2"));
  };
  // Which of them it is, is tried until one is taken; that is the one then.
  lost(changing())
      .receives(refused)
      .timeout_at(1ns)
      .sends(login("n2"))
      .receives(aster_welcome)
      .event("ready 111, 1.0.0")
      .ends()
      .event("disconnected: closed, again in about 2 s")
      .timeout_at(2s, about)
      .opens()
      .sends(login("n2"))
      .check();
  lost(changing())
      .receives(aster_welcome)
      .event("ready 111, 1.0.0")
      .ends()
      .event("disconnected: closed, again in about 2 s")
      .timeout_at(2s, about)
      .opens()
      .sends(login("n1"))
      .receives(refused)
      .event("closed: login refused (wrong password)")
      .check();
  lost(changing())
      .receives(refused)
      .timeout_at(1ns)
      .sends(login("n2"))
      .receives(refused)
      .event("closed: login refused (wrong password)")
      .check();
}

TEST_CASE("a change of the password that comes late, that never comes, that is passed over, that is a no") {
  const std::string change = line(R"({"command":"change_password","new_password":"new"})");
  const std::string refused = line(R"({"command":"login","status":403})");
  const std::string login_anew = line(R"({"command":"login","uuid":111,"passwd":"new"})");
  const auto changing = [&] {
    return aster_logged_in(aster_script(lasting())).asks(asking(aster::change_password{"new"})).sends(change);
  };
  const auto again = [](auto&& script) {
    return std::move(script)
        .ends()
        .event("disconnected: closed, again in about 1 s")
        .timeout_at(1s, about)
        .opens();
  };
  again(changing()
            .cancels(1)
            .event("failed 1: cancelled")
            .receives(line(R"({"command":"change_password","status":200})")))
      .sends(login_anew)
      .receives(refused)
      .event("closed: login refused (wrong password)")
      .check();
  again(changing().cancels(1).event("failed 1: cancelled"))
      .sends(login_again)
      .receives(refused)
      .timeout_at(1ns)
      .sends(login_anew)
      .check();
  again(changing()
            .asks(asking(aster::ping{}))
            .sends(line(R"({"command":"ping"})"))
            .receives(line(R"({"command":"ping","status":200})"))
            .event(R"(answer 2: {"command":"ping","status":200})")
            .event("failed 1: the server left the request unanswered"))
      .sends(login_again)
      .receives(refused)
      .timeout_at(1ns)
      .sends(login_anew)
      .check();
  again(changing()
            .receives(line(R"({"command":"change_password","status":405})"))
            .event(R"(failed 1: not possible in this state ({"command":"change_password","status":405}))"))
      .sends(login_again)
      .receives(refused)
      .event("closed: login refused (wrong password)")
      .check();
}

TEST_CASE("the server that is silent is left, and asked anew") {
  aster_logged_in(aster_script(lasting()))
      .timeout_at(60s)
      .sends(line(R"({"command":"ping"})"))
      .timeout_at(10s)
      .event("disconnected: no answer in time (the server is silent), again in about 1 s")
      .timeout_at(1s, about)
      .opens()
      .sends(login_again)
      .check();
}

TEST_CASE("what runs out with the patience for a silent server fails, too") {
  aster_logged_in(aster_script(lasting()))
      .timeout_at(60s)
      .sends(line(R"({"command":"ping"})"))
      .asks(asking(aster::get_name{}))
      .sends(line(R"({"command":"get_name"})"))
      .deaf()
      .asks(asking(aster::get_icon{}))
      .timeout_at(10s)
      .event("failed 2: no answer in time")
      .event("failed 1: no answer in time")
      .event("disconnected: no answer in time (the server is silent), again in about 1 s")
      .check();
}

TEST_SUITE_END();
