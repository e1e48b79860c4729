/// Whole conversations of rcon::client, wherever they break: what goes out when, and what is reported.
/// The login, and connections that end.
#include "client_harness.hpp"

TEST_SUITE_BEGIN("rcon client login");

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

TEST_CASE("Squad hangs up on a wrong password") {
  const auto refused_by = [](const std::string& before) {
    return script<rcon::client>(
               {.password = "secret", .profile = profile::squad, .reconnect = {.attempts = 1}})
        .asks(runs("x"))
        .sends(login("secret"))
        .receives(before);
  };
  for (const std::string& before : {std::string(), value(1)})
    for (const std::error_code how : {std::error_code{}, reset})
      refused_by(before)
          .ends(how)
          .event("failed 1: wrong password")
          .event("closed: wrong password (Squad says so by hanging up; a ban would look the same)")
          .check();
  // On what it was not told it cannot.
  script<rcon::client>(with(profile::squad))
      .deaf()
      .asks(runs("x"))
      .ends()
      .event("failed 1: the connection ended during the login; perhaps banned")
      .event(
          "closed: the connection ended during the login; perhaps banned (a ban is the usual reason; a crash "
          "would look the same)")
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

TEST_CASE("a server that has forgotten the login ends the conversation") {
  logged_in(with(profile::automatic))
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .receives(verdict(-1))
      .event("failed 1: wrong password")
      .event("closed: wrong password (the server has forgotten the login)")
      .check();
}

TEST_SUITE_END();
