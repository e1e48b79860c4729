/// Whole conversations of rcon::client: what goes out when, what is reported, and (by `check()`) that the
/// contract holds wherever they break.
#include <doctest/doctest.h>

#include <gamewire/rcon/client.hpp>

#include "support/rcon_events.hpp"
#include "support/rcon_wire.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::rcon_wire;

namespace {

using rcon::profile;

auto runs(std::string command) {
  return [command](rcon::client& client) { return client.execute(command); };
}
auto runs_unanswered(std::string command) {
  return [command](rcon::client& client) { return client.execute_unanswered(command); };
}

rcon::client_options with(profile kind) { return {.password = "secret", .profile = kind}; }

/// Logged in, at the time 0.
script<rcon::client> logged_in(const rcon::client_options& options) {
  script<rcon::client> conversation(options);
  return std::move(conversation)
      .asks_in_vain([](rcon::client& c) { return c.execute(std::string(1, '\0')); }, errc::invalid_argument)
      .sends(login("secret"))
      .receives(verdict(1))
      .event("authenticated");
}

const std::error_code reset = std::make_error_code(std::errc::connection_reset);
const std::error_code refused = std::make_error_code(std::errc::connection_refused);

}  // namespace

TEST_SUITE_BEGIN("rcon client scripts");

TEST_CASE("a command waits for the login, and Source's reply ends with the marker") {
  script<rcon::client>(with(profile::source))
      .asks(runs("echo hi"))
      .sends(login("secret"))
      .passes(20ms)
      .receives(value(1) + verdict(1))
      .sends(exec(2, "echo hi") + value(3))
      .event("authenticated")
      .receives(value(2, "\"hi\" 0A"))
      .event("chunk 1 \"hi\\x0A\"")
      .receives(value(3) + trailer(3))
      .event("reply 1 \"hi\\x0A\"")
      .closes()
      .event("closed")
      .check();
}

TEST_CASE("a reply in many packets is one text") {
  logged_in(with(profile::source))
      .asks(runs("status"))
      .sends(exec(2, "status") + value(3))
      .receives(value(2, "\"one \"") + value(2, "\"two \"") + value(2) + value(2, "\"three\"") + value(3))
      .event("chunk 1 \"one \"")
      .event("chunk 1 \"two \"")
      .event("chunk 1 \"three\"")
      .event("reply 1 \"one two three\"")
      .check();
}

TEST_CASE("any number of empty packets, and a text, may come with the verdict") {
  script<rcon::client>(with(profile::automatic))
      .asks(runs("x"))
      .sends(login("secret"))
      .receives(value(1) + value(1) + value(1) + packet(1, rcon::type::auth_response, "\"welcome\""))
      .sends(exec(2, "x"))
      .event("authenticated")
      .check();
}

TEST_CASE("the odd verdicts of an npm package are understood") {
  script<rcon::client>(with(profile::automatic))
      .asks_in_vain([](rcon::client& c) { return c.execute(std::string(2000, 'x')); }, errc::invalid_argument)
      .sends(login("secret"))
      .receives(packet(1, 3))
      .event("authenticated")
      .check();
  script<rcon::client>(with(profile::automatic))
      .asks(runs("x"))
      .sends(login("secret"))
      .receives(packet(1, -1))
      .event("failed 1: wrong password")
      .event("closed: wrong password")
      .check();
}

TEST_CASE("a refused login ends all, and its text is told") {
  for (const auto kind : {profile::source, profile::minecraft, profile::automatic, profile::single})
    script<rcon::client>(with(kind))
        .asks(runs("x"))
        .sends(login("secret"))
        .asks(runs("y"))
        .receives(packet(-1, rcon::type::auth_response, "\"go away\""))
        .event("failed 1: wrong password")
        .event("failed 2: wrong password")
        .event("closed: wrong password (go away)")
        .check();
}

TEST_CASE("a connection that ends during the login hints at a ban; one that never was does not") {
  const std::string why = "the connection ended during the login; perhaps banned";
  for (const std::error_code how : {std::error_code{}, reset}) {
    script<rcon::client>(with(profile::automatic))
        .asks(runs("x"))
        .sends(login("secret"))
        .ends(how)
        .event("failed 1: " + why)
        .event("closed: " + why + " (a ban is the usual reason; a crash would look the same)")
        .check();
  }
  script<rcon::client>(with(profile::automatic))
      .asks(runs("x"))
      .sends(login("secret"))
      .ends(refused)
      .event("failed 1: " + refused.message())
      .event("closed: " + refused.message())
      .check();
}

TEST_CASE("a login without a verdict times out") {
  script<rcon::client>({.password = "secret", .login_timeout = 3s})
      .asks(runs("x"))
      .sends(login("secret"))
      .receives(value(1))
      .timeout_at(3s)
      .event("failed 1: no answer in time")
      .event("closed: no answer in time (during the login)")
      .check();
}

TEST_CASE("another protocol is told from a broken stream") {
  script<rcon::client>(with(profile::automatic))
      .asks(runs("x"))
      .sends(login("secret"))
      .receives("\"HTTP/1.1 400 Bad Request\"")
      .event("failed 1: not an RCON server")
      .event("closed: not an RCON server")
      .check();
  logged_in(with(profile::automatic))
      .receives("\"HTTP\"")
      .event("closed: a packet with an impossible size")
      .check();
}

TEST_CASE("Minecraft is asked one thing at a time, and a marker only follows a long packet") {
  const std::string full = "\"x\"*4096";
  const std::string shown = '"' + std::string(100, 'x') + "\"... ";
  logged_in(with(profile::minecraft))
      .asks(runs("list"))
      .sends(exec(2, "list"))
      .asks(runs("help"))
      .passes(1ms)
      .receives(value(2, "\"nobody\""))
      .sends(exec(3, "help"))
      .event("chunk 1 \"nobody\"")
      .event("reply 1 \"nobody\"")
      .receives(value(3, full))
      .sends(value(4))
      .event("chunk 2 " + shown + "4096 bytes")
      .receives(value(3, "\"rest\""))
      .event("chunk 2 \"rest\"")
      .receives(value(4, "\"Unknown request 0\""))
      .event("reply 2 " + shown + "4100 bytes")
      .check();
}

TEST_CASE("a server without splits is believed its first packet; a second one is late") {
  for (const auto kind : {profile::source2, profile::single})
    logged_in(with(kind))
        .asks(runs("a"))
        .sends(exec(2, "a"))
        .asks(runs("b"))
        .receives(value(2, "\"one\""))
        .sends(exec(3, "b"))
        .event("chunk 1 \"one\"")
        .event("reply 1 \"one\"")
        .receives(value(2, "\"late\"") + value(3))
        .event("reply 2 \"\"")
        .check();
}

TEST_CASE("a single packet may have another id, or not come") {
  logged_in(with(profile::single))
      .asks(runs("info"))
      .sends(exec(2, "info"))
      .receives(value(0, "\"Welcome\""))
      .event("chunk 1 \"Welcome\"")
      .event("reply 1 \"Welcome\"")
      .check();
  // The reply of a command that was given up may still come: then another follows it.
  logged_in({.password = "secret", .profile = profile::single, .deadline = 2s})
      .asks(runs("slow"))
      .sends(exec(2, "slow"))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .asks(runs("quick"))
      .timeout_at(500ms)
      .sends(exec(3, "quick"))
      .receives(value(0, "\"of slow\""))
      .passes(100ms)
      .receives(value(0, "\"of quick\""))
      .event("chunk 2 \"of quick\"")
      .event("reply 2 \"of quick\"")
      .check();
  logged_in({.password = "secret", .profile = profile::single, .deadline = 2s})
      .asks(runs("never"))
      .sends(exec(2, "never"))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .asks(runs("quick"))
      .timeout_at(500ms)
      .sends(exec(3, "quick"))
      .receives(value(0, "\"of quick\""))
      .timeout_at(500ms)
      .event("reply 2 \"of quick\"")
      .asks(runs("next"))
      .sends(exec(4, "next"))
      .receives(value(0, "\"of next\""))
      .event("chunk 3 \"of next\"")
      .event("reply 3 \"of next\"")
      .check();
}

TEST_CASE("Rust's echo is skipped, and is all that some commands get") {
  const std::string echo = packet(-1, 4, "\"[RCON][1.2.3.4:5] say\"");
  logged_in(with(profile::rust_legacy))
      .asks(runs("say"))
      .sends(exec(2, "say"))
      .asks(runs("status"))
      .receives(echo)
      .timeout_at(500ms)
      .sends(exec(3, "status"))
      .event("reply 1 \"\"")
      .receives(echo + value(3, "\"up\""))
      .event("chunk 2 \"up\"")
      .event("reply 2 \"up\"")
      .receives(echo)
      .event("unsolicited type 4, id -1 \"[RCON][1.2.3.4:5] say\"")
      .check();
}

TEST_CASE("Squad's stray bytes and events do not harm") {
  logged_in(with(profile::squad))
      .asks(runs("ListPlayers"))
      .sends(exec(2, "ListPlayers") + value(3))
      .asks(runs("x"))
      .receives(value(2, "\"Ann\"") + packet(0, 1, "\"[ChatAll] hello\"") + value(3))
      .sends(exec(4, "x") + value(5))
      .event("chunk 1 \"Ann\"")
      .event("unsolicited type 1, id 0 \"[ChatAll] hello\"")
      .event("reply 1 \"Ann\"")
      .receives(value(3) + stray + value(4, "\"y\"") + value(5))
      .event("chunk 2 \"y\"")
      .event("reply 2 \"y\"")
      .check();
}

TEST_CASE("Squad's stray bytes are skipped behind the markers of commands that were given up, too") {
  logged_in({.password = "secret", .profile = profile::squad, .deadline = 2s, .max_in_flight = 2})
      .asks(runs("a"))
      .sends(exec(2, "a") + value(3))
      .asks(runs("b"))
      .sends(exec(4, "b") + value(5))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .event("failed 2: no answer in time")
      .asks(runs("c"))
      .sends(exec(6, "c") + value(7))
      .receives(value(2, "\"1\"") + value(3) + value(3) + stray)
      .receives(value(4, "\"2\"") + value(5) + value(5) + stray)
      .receives(value(6, "\"3\"") + value(7))
      .event("chunk 3 \"3\"")
      .event("reply 3 \"3\"")
      .check();
}

TEST_CASE("a packet that answers nothing is told, and in no reply") {
  logged_in(with(profile::source))
      .receives(value(77, "\"stray\""))
      .event("unsolicited type 0, id 77 \"stray\"")
      .asks(runs("a"))
      .sends(exec(2, "a") + value(3))
      .receives(value(0, "\"stray\"") + packet(2, 7, "\"odd\"") + value(2, "\"mine\"") + value(3))
      .event("unsolicited type 0, id 0 \"stray\"")
      .event("unsolicited type 7, id 2 \"odd\"")
      .event("chunk 1 \"mine\"")
      .event("reply 1 \"mine\"")
      .check();
}

TEST_CASE("a reply that never comes, or never ends, fails alone, and what is late is dropped") {
  logged_in({.password = "secret", .profile = profile::source, .deadline = 2s})
      .asks(runs("a"))
      .sends(exec(2, "a") + value(3))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .asks(runs("b"))
      .sends(exec(4, "b") + value(5))
      .receives(value(2, "\"late\"") + value(3) + trailer(3) + value(4, "\"some\""))
      .event("chunk 2 \"some\"")
      .timeout_at(2s)
      .event("reply 2 partial \"some\"")
      .asks(runs("c"))
      .sends(exec(6, "c") + value(7))
      .receives(value(4, "\"more\"") + value(5) + value(6, "\"c\"") + value(7))
      .event("chunk 3 \"c\"")
      .event("reply 3 \"c\"")
      .check();
}

TEST_CASE("a connection that ends gives what has come") {
  logged_in(with(profile::source))
      .asks(runs("a"))
      .sends(exec(2, "a") + value(3))
      .asks(runs("b"))
      .receives(value(2, "\"some\""))
      .event("chunk 1 \"some\"")
      .ends(reset)
      .event("reply 1 partial \"some\"")
      .event("failed 2: " + reset.message())
      .event("closed: " + reset.message())
      .check();
  logged_in(with(profile::source))
      .asks(runs("quit"))
      .sends(exec(2, "quit") + value(3))
      .asks(runs("b"))
      .ends()
      .event("failed 1: the connection ended before the answer")
      .event("failed 2: closed")
      .event("closed: closed")
      .check();
}

TEST_CASE("a command without an answer ends when it is sent, and its reply is dropped") {
  logged_in(with(profile::source))
      .asks(runs_unanswered("say hello"))
      .sends(exec(2, "say hello"))
      .event("sent 1")
      .asks(runs("a"))
      .sends(exec(3, "a") + value(4))
      .receives(value(2) + value(3, "\"mine\"") + value(4))
      .event("chunk 2 \"mine\"")
      .event("reply 2 \"mine\"")
      .check();
  // Minecraft needs the time to read it by itself.
  logged_in(with(profile::minecraft))
      .asks(runs_unanswered("say hello"))
      .sends(exec(2, "say hello"))
      .event("sent 1")
      .asks(runs("a"))
      .timeout_at(500ms)
      .sends(exec(3, "a"))
      .check();
}

TEST_CASE("a cancelled command leaves no trace in the next reply") {
  logged_in(with(profile::minecraft))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .asks(runs("b"))
      .asks(runs("c"))
      .cancels(2)
      .event("failed 2: cancelled")
      .cancels(1)
      .event("failed 1: cancelled")
      .passes(100ms)
      .receives(value(2, "\"late\""))
      .timeout_at(500ms)
      .sends(exec(3, "c"))
      .receives(value(3, "\"c\""))
      .event("chunk 3 \"c\"")
      .event("reply 3 \"c\"")
      .check();
}

TEST_CASE("Source is sent several commands ahead, if so chosen") {
  logged_in({.password = "secret", .profile = profile::source, .max_in_flight = 2})
      .asks(runs("a"))
      .sends(exec(2, "a") + value(3))
      .asks(runs("b"))
      .sends(exec(4, "b") + value(5))
      .asks(runs("c"))
      .receives(value(2, "\"1\"") + value(3) + trailer(3) + value(4, "\"2\""))
      .sends(exec(6, "c") + value(7))
      .event("chunk 1 \"1\"")
      .event("reply 1 \"1\"")
      .event("chunk 2 \"2\"")
      .receives(value(5) + trailer(5) + value(6, "\"3\"") + value(7))
      .event("reply 2 \"2\"")
      .event("chunk 3 \"3\"")
      .event("reply 3 \"3\"")
      .check();
}

TEST_CASE("limits are told to the caller, and change nothing") {
  const auto long_one = [](rcon::client& c) { return c.execute(std::string(4087, 'x')); };
  logged_in({.password = "secret", .profile = profile::source, .max_commands = 2, .max_queued_bytes = 10})
      .asks_in_vain(long_one, errc::invalid_argument)
      .asks_in_vain(runs("12345678901"), errc::busy)
      .asks(runs("1234567890"))
      .sends(exec(2, "1234567890") + value(3))
      .asks(runs("1234567890"))
      .asks_in_vain(runs("x"), errc::busy)
      .closes()
      .asks_in_vain(runs("x"), errc::closed)
      .check();
}

TEST_CASE("a reply beyond the limit fails its command alone") {
  logged_in({.password = "secret", .profile = profile::source, .max_reply = 5})
      .asks(runs("a"))
      .sends(exec(2, "a") + value(3))
      .asks(runs("b"))
      .receives(value(2, "\"123\"") + value(2, "\"456\"") + value(2, "\"789\"") + value(3))
      .sends(exec(4, "b") + value(5))
      .event("chunk 1 \"123\"")
      .event("failed 1: the packet or reply exceeds the limits")
      .receives(value(4, "\"12345\"") + value(5))
      .event("chunk 2 \"12345\"")
      .event("reply 2 \"12345\"")
      .check();
  logged_in({.password = "secret", .max_frame = 4096})
      .receives("FD 0F 00 00")
      .event("closed: the packet or reply exceeds the limits")
      .check();
}

TEST_CASE("a server that has forgotten the login ends the conversation") {
  logged_in(with(profile::automatic))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .receives(verdict(-1))
      .event("failed 1: wrong password")
      .event("closed: wrong password (the server has forgotten the login)")
      .check();
}

TEST_CASE("an idle connection is kept alive, if so chosen") {
  logged_in({.password = "secret", .profile = profile::source, .keep_alive = 60s})
      .timeout_at(60s)
      .sends(value(2))
      .receives(value(2) + trailer(2))
      .passes(59s)
      .timeout_at(1s)
      .sends(value(3))
      .check();
}

TEST_CASE("a transport that takes nothing ends commands as well") {
  logged_in({.password = "secret", .profile = profile::source, .deadline = 2s})
      .deaf()
      .asks(runs("a"))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .deaf(false)
      .asks(runs("b"))
      .sends(exec(4, "b") + value(5))
      .check();
}

TEST_CASE("the automatic profile sends its marker behind the first packet, and from then on at once") {
  logged_in(with(profile::automatic))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .asks(runs("b"))
      .receives(value(2, "\"a\""))
      .sends(value(3))
      .event("chunk 1 \"a\"")
      .receives(value(3) + trailer(3))
      .sends(exec(4, "b") + value(5))
      .event("reply 1 \"a\"")
      .check();
}

TEST_CASE("the automatic profile takes a late marker for what it is") {
  // Nothing of the next reply has come by then; or some of it has.
  for (const bool some : {false, true}) {
    const std::string one = value(3);
    const std::string two = value(4, "\"b\"");
    logged_in(with(profile::automatic))
        .asks(runs("a"))
        .sends(exec(2, "a"))
        .receives(value(2, "\"a\""))
        .sends(value(3))
        .event("chunk 1 \"a\"")
        .timeout_at(500ms)
        .event("reply 1 \"a\"")
        .asks(runs("b"))
        .sends(exec(4, "b"))
        .receives(some ? two + one : one + two)
        .sends(value(5))
        .event("chunk 2 \"b\"")
        .receives(value(5))
        .event("reply 2 \"b\"")
        .asks(runs("c"))
        .sends(exec(6, "c") + value(7))
        .check();
  }
}

TEST_CASE("a command that was sent without a marker gets it when a late one shows that they are answered") {
  logged_in(with(profile::automatic))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .receives(value(2, "\"a\""))
      .sends(value(3))
      .event("chunk 1 \"a\"")
      .timeout_at(500ms)
      .event("reply 1 \"a\"")
      .asks(runs("b"))
      .sends(exec(4, "b"))
      .receives(value(3))
      .timeout_at(500ms)
      .sends(value(5))
      .receives(value(5))
      .event("reply 2 \"\"")
      .check();
}

TEST_CASE("the automatic profile believes a packet that nobody would split, until it is shown wrong") {
  const std::string shown = '"' + std::string(100, 'x') + "\"... 13000 bytes";
  logged_in(with(profile::automatic))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .receives(value(2, "\"x\"*13000"))
      .sends(value(3))
      .event("chunk 1 " + shown)
      .timeout_at(500ms)
      .event("reply 1 " + shown)
      .asks(runs("b"))
      .sends(exec(4, "b"))
      .receives(value(4, "\"1\"") + value(4, "\"2\""))
      .event("chunk 2 \"1\"")
      .event("reply 2 \"1\"")
      .asks(runs("c"))
      .sends(exec(5, "c"))
      .receives(value(5, "\"1\"") + value(5, "\"2\""))
      .event("chunk 3 \"1\"")
      .event("chunk 3 \"2\"")
      .timeout_at(500ms)
      .event("reply 3 \"12\"")
      .check();
}

TEST_CASE("the automatic profile sends no marker to a server that names nothing") {
  script<rcon::client>(with(profile::automatic))
      .asks(runs("info"))
      .sends(login("secret"))
      .receives(verdict(0))
      .sends(exec(2, "info"))
      .event("authenticated")
      .receives(value(0, "\"Welcome\""))
      .event("chunk 1 \"Welcome\"")
      .timeout_at(500ms)
      .event("reply 1 \"Welcome\"")
      .check();
}

TEST_CASE("silence is four round trips, and is broken by part of a packet") {
  script<rcon::client>(with(profile::automatic))
      .asks(runs("a"))
      .sends(login("secret"))
      .passes(300ms)
      .receives(verdict(1))
      .sends(exec(2, "a"))
      .event("authenticated")
      .passes(1000ms)
      .receives("0B 00 00")
      .passes(1000ms)
      .receives("00 02 00 00 00")
      .passes(1000ms)
      .receives("00 00 00 00 \"a\" 00 00")
      .sends(value(3))
      .event("chunk 1 \"a\"")
      .timeout_at(1200ms)
      .event("reply 1 \"a\"")
      .check();
}

TEST_CASE("what a server without names says to a command that was given up is dropped") {
  logged_in({.password = "secret", .profile = profile::single, .deadline = 2s})
      .asks(runs("slow"))
      .sends(exec(2, "slow"))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .receives(value(0, "\"of slow\""))
      .receives(value(0, "\"of nobody\""))
      .event("unsolicited type 0, id 0 \"of nobody\"")
      .check();
  // Two that are never answered are not waited for twice.
  logged_in({.password = "secret", .profile = profile::single, .deadline = 2s})
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .asks(runs("b"))
      .timeout_at(500ms)
      .sends(exec(3, "b"))
      .timeout_at(1500ms)
      .event("failed 2: no answer in time")
      .asks(runs("c"))
      .timeout_at(500ms)
      .sends(exec(4, "c"))
      .receives(value(0, "\"c\""))
      .timeout_at(500ms)
      .event("reply 3 \"c\"")
      .asks(runs("d"))
      .sends(exec(5, "d"))
      .receives(value(0, "\"d\""))
      .event("chunk 4 \"d\"")
      .event("reply 4 \"d\"")
      .check();
  // What never went out has no reply.
  logged_in({.password = "secret", .profile = profile::single, .deadline = 2s})
      .deaf()
      .asks(runs("a"))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .deaf(false)
      .asks(runs("b"))
      .sends(exec(3, "b"))
      .receives(value(0, "\"b\""))
      .event("chunk 2 \"b\"")
      .event("reply 2 \"b\"")
      .check();
}

TEST_CASE("Minecraft is asked again as soon as it has read what was asked before") {
  const std::string full = "\"x\"*4096";
  const std::string shown = "chunk 1 \"" + std::string(100, 'x') + "\"... 4096 bytes";
  logged_in(with(profile::minecraft))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .receives(value(2, full))
      .sends(value(3))
      .event(shown)
      .cancels(1)
      .event("failed 1: cancelled")
      .asks(runs("b"))
      .passes(100ms)
      .receives(value(3, "\"Unknown request 0\""))
      .sends(exec(4, "b"))
      .check();
  for (const bool answered : {false, true}) {
    auto idle = logged_in({.password = "secret", .profile = profile::minecraft, .keep_alive = 60s})
                    .timeout_at(60s)
                    .sends(value(2))
                    .asks(runs("a"))
                    .passes(100ms);
    if (answered)
      std::move(idle).receives(value(2, "\"Unknown request 0\"")).sends(exec(3, "a")).check();
    else
      std::move(idle).timeout_at(400ms).sends(exec(3, "a")).check();
  }
}

TEST_CASE("no option is valid that makes no sense") {
  const std::string long_password(1447, 'x');
  for (const rcon::client_options& wrong :
       {rcon::client_options{.login_timeout = 0s}, rcon::client_options{.deadline = -1s},
        rcon::client_options{.quiet_time = 0s}, rcon::client_options{.keep_alive = -1s},
        rcon::client_options{.max_frame = 4095}, rcon::client_options{.max_reply = 0},
        rcon::client_options{.max_commands = 0}, rcon::client_options{.max_in_flight = 0},
        rcon::client_options{.password = std::string_view("a\0b", 3)},
        rcon::client_options{.password = long_password}}) {
    CHECK(wrong.validate() == errc::invalid_options);
    rcon::client client(wrong);
    CHECK(client.poll_transmit({}).empty());
    const auto event = client.poll_event();
    REQUIRE(event);
    CHECK(describe(*event) == "closed: an option is out of range");
    CHECK(client.done());
  }
  CHECK_FALSE(rcon::client_options{}.validate());
}

TEST_CASE("traces see no password, and nothing else is hidden from them") {
  rcon::client client({.password = "secret", .profile = profile::source});
  CHECK(client.execute("status"));
  const auto shown_is = [&](const std::string& hex) {
    CHECK(to_hex(client.shown_transmit()) == to_hex(from_hex(hex)));
  };
  CHECK(to_hex(client.poll_transmit({})) == to_hex(from_hex(login("secret"))));
  shown_is(login("******"));
  client.transmitted(14, {});
  CHECK(as_text(client.poll_transmit({})).substr(0, 4) == "cret");
  CHECK(as_text(client.shown_transmit()).substr(0, 4) == "****");
  client.transmitted(6, {});
  shown_is("");
  const buffer yes = from_hex(verdict(1));
  client.receive(yes, {});
  CHECK(to_hex(client.poll_transmit({})) == to_hex(from_hex(exec(2, "status") + value(3))));
  shown_is(exec(2, "status") + value(3));
}

TEST_SUITE_END();
