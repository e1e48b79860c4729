/// Whole conversations of rcon::client, wherever they break: what goes out when, and what is reported.
/// Commands and replies, as servers of each kind have them.
#include "client_harness.hpp"

TEST_SUITE_BEGIN("rcon client profiles");

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

TEST_CASE("whose marker is on its way is waited for, however long the server pauses") {
  logged_in(with(profile::source))
      .asks(runs("cvarlist"))
      .sends(exec(2, "cvarlist") + value(3))
      .receives(value(2, "\"one \""))
      .event("chunk 1 \"one \"")
      .passes(3s)
      .receives(value(2, "\"two \"") + value(2, "\"three\"") + value(3) + trailer(3))
      .event("chunk 1 \"two \"")
      .event("chunk 1 \"three\"")
      .event("reply 1 \"one two three\"")
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
        .receives(value(2, "\"late\"") + value(2) + value(3))
        .event("unsolicited type 0, id 2 \"late\"")
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

TEST_CASE("a packet with another's id is no reply, even of a server that does not repeat ids") {
  const auto strayed = [](profile kind) {
    return logged_in(with(kind))
        .asks(runs("info"))
        .sends(exec(2, "info"))
        .receives(value(77, "\"stray\""))
        .event("unsolicited type 0, id 77 \"stray\"");
  };
  strayed(profile::automatic).check();
  for (const profile kind : {profile::single, profile::rust_legacy})
    strayed(kind).receives(value(-1, "\"mine\"")).event("chunk 1 \"mine\"").event("reply 1 \"mine\"").check();
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

TEST_SUITE_END();
