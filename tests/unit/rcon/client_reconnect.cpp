/// Conversations of rcon::client that outlive their connections.
#include "client_harness.hpp"

namespace {

constexpr auto tenth = 100ms;

rcon::client_options persistent(profile kind = profile::source, std::uint32_t attempts = 3) {
  return {.password = "secret", .profile = kind, .reconnect = {.attempts = attempts}};
}

std::string lost(std::error_code why, int seconds, std::string_view detail = {}) {
  std::string text = "disconnected: " + why.message();
  if (!detail.empty()) text += " (" + std::string(detail) + ')';
  return text + ", again in about " + std::to_string(seconds) + " s";
}

}  // namespace

TEST_SUITE_BEGIN("rcon client reconnects");

TEST_CASE("what has gone out fails with its connection, what has not goes out through the next") {
  greeted(persistent())
      .asks(runs("a"))
      .asks(runs("b"))
      .receives(verdict(1))
      .sends(exec(2, "a") + value(3))
      .event("authenticated")
      .ends(reset)
      .event("failed 1: " + reset.message())
      .event(lost(reset, 1))
      .wants_transport(false)
      .timeout_at(1s, tenth)
      .opens()
      .sends(login("secret"))
      .receives(value(1) + verdict(1))
      .sends(exec(4, "b") + value(5))
      .event("authenticated")
      .receives(value(4, "\"b\"") + value(5))
      .event("chunk 2 \"b\"")
      .event("reply 2 \"b\"")
      .check();
}

TEST_CASE("what would go wrong again is not tried again") {
  const auto invalid = make_error_code(errc::invalid_options);
  script<rcon::client>(persistent()).ends(invalid).event("closed: " + invalid.message()).check();
}

TEST_CASE("what has come of a reply is given when the connection is lost") {
  greeted(persistent())
      .asks(runs("a"))
      .receives(verdict(1))
      .sends(exec(2, "a") + value(3))
      .event("authenticated")
      .receives(value(2, "\"some\"") + "0A 00")
      .event("chunk 1 \"some\"")
      .ends()
      .event("reply 1 partial \"some\"")
      .event(lost(errc::closed, 1))
      .timeout_at(1s, tenth)
      .opens()
      .sends(login("secret"))
      .receives(verdict(1))
      .event("authenticated")
      .check();
}

TEST_CASE("a command of which nothing has left yet is not lost") {
  greeted(persistent())
      .receives(verdict(1))
      .event("authenticated")
      .deaf()
      .asks(runs("a"))
      .ends(reset)
      .event(lost(reset, 1))
      .deaf(false)
      .timeout_at(1s, tenth)
      .opens()
      .sends(login("secret"))
      .receives(verdict(1))
      .sends(exec(4, "a") + value(5))
      .event("authenticated")
      .check();
}

TEST_CASE("connections that cannot be made are tried again, ever later, and so often") {
  greeted(persistent())
      .asks(runs("a"))
      .ends(refused)
      .event(lost(refused, 1))
      .timeout_at(1s, tenth)
      .ends(refused)
      .event(lost(refused, 2))
      .timeout_at(2s, 2 * tenth)
      .ends(refused)
      .event(lost(refused, 4))
      .timeout_at(4s, 4 * tenth)
      .ends(refused)
      .event("failed 1: " + refused.message())
      .event("closed: " + refused.message())
      .check();
}

TEST_CASE("the count starts anew when something was heard after the login, or after a while, not before") {
  // It takes who logs in, and drops him.
  greeted(persistent(profile::source, 1))
      .receives(verdict(1))
      .event("authenticated")
      .ends(reset)
      .event(lost(reset, 1))
      .timeout_at(1s, tenth)
      .opens()
      .sends(login("secret"))
      .receives(verdict(1))
      .event("authenticated")
      .ends(reset)
      .event("closed: " + reset.message())
      .check();
  for (const bool heard : {true, false}) {
    auto second = greeted(persistent(profile::source, 1))
                      .receives(verdict(1))
                      .event("authenticated")
                      .ends(reset)
                      .event(lost(reset, 1))
                      .timeout_at(1s, tenth)
                      .opens()
                      .sends(login("secret"))
                      .receives(verdict(1))
                      .event("authenticated");
    auto of_use = heard ? std::move(second)
                              .receives(packet(0, 1, "\"hello\""))
                              .event("unsolicited type 1, id 0 \"hello\"")
                        : std::move(second).passes(60s);
    std::move(of_use).ends(reset).event(lost(reset, 1)).check();
  }
}

TEST_CASE("a refused login, an end during it, and another protocol are not tried again") {
  greeted(persistent()).receives(verdict(-1)).event("closed: wrong password").check();
  const std::string hint = "the connection ended during the login; perhaps banned";
  for (const std::error_code how : {std::error_code{}, reset})
    greeted(persistent())
        .ends(how)
        .event("closed: " + hint + " (a ban is the usual reason; a crash would look the same)")
        .check();
  greeted(persistent()).receives("\"HTTP\"").event("closed: not an RCON server").check();
}

TEST_CASE("a login without a verdict is tried again, each for its time") {
  rcon::client_options options = persistent();
  options.login_timeout = 3s;
  greeted(options)
      .timeout_at(3s)
      .event(lost(rcon::errc::timeout, 1, "during the login"))
      .wants_transport(false)
      .timeout_at(1s, tenth)
      .timeout_at(3s)  // connecting counts
      .event(lost(rcon::errc::timeout, 2, "during the login"))
      .check();
}

TEST_CASE("a stream out of step and a forgotten login are left for another connection") {
  greeted(persistent())
      .asks(runs("a"))
      .receives(verdict(1))
      .sends(exec(2, "a") + value(3))
      .event("authenticated")
      .receives("09 00 00 00" + value(2, "\"of what was left\""))
      .event("failed 1: a packet with an impossible size")
      .event(lost(rcon::errc::bad_frame, 1))
      .wants_transport(false)
      .receives(value(2, "\"late\""))
      .ends(reset)
      .timeout_at(1s, tenth)
      .opens()
      .sends(login("secret"))
      .check();
  greeted(persistent(profile::minecraft))
      .asks(runs("a"))
      .asks(runs("b"))
      .receives(verdict(1))
      .sends(exec(2, "a"))
      .event("authenticated")
      .receives(verdict(-1))
      .event("failed 1: wrong password")
      .event(lost(rcon::errc::login_refused, 1, "the server has forgotten the login"))
      .wants_transport(false)
      .timeout_at(1s, tenth)
      .opens()
      .sends(login("secret"))
      .receives(verdict(1))
      .sends(exec(3, "b"))
      .event("authenticated")
      .check();
}

TEST_CASE("deadlines go on while there is no connection, and a close waits for what is open") {
  rcon::client_options options = persistent();
  options.deadline = 3s;
  options.reconnect = {.attempts = 9, .delay = 2s, .max_delay = 2s};
  greeted(options)
      .receives(verdict(1))
      .event("authenticated")
      .ends(reset)
      .event(lost(reset, 2))
      .asks(runs("a"))
      .asks_in_vain(runs(std::string(1, '\0')), errc::invalid_argument)
      .timeout_at(2s, 2 * tenth)
      .ends(refused)
      .event(lost(refused, 2))
      .timeout_at(1s, 2 * tenth)
      .event("failed 1: no answer in time")
      .asks(runs("b"))
      .closes()
      .timeout_at(1s, 2 * 2 * tenth)
      .opens()
      .sends(login("secret"))
      .receives(verdict(1))
      .sends(exec(2, "b") + value(3))
      .event("authenticated")
      .receives(value(2) + value(3))
      .event("reply 2 \"\"")
      .event("closed")
      .check();
  greeted(options)
      .receives(verdict(1))
      .event("authenticated")
      .ends(reset)
      .event(lost(reset, 2))
      .closes()
      .event("closed")
      .check();
}

TEST_CASE("a stray byte of the old connection is nothing to the new one") {
  greeted(persistent())
      .receives(verdict(1) + "0A 00")
      .event("authenticated")
      .ends(reset)
      .event(lost(reset, 1))
      .timeout_at(1s, tenth)
      .opens()
      .sends(login("secret"))
      .receives(value(1) + verdict(1))
      .event("authenticated")
      .check();
}

TEST_CASE("reconnect options are the client's") {
  CHECK(rcon::client_options{.reconnect = {.attempts = 1, .delay = 0s}}.validate() == errc::invalid_options);
  CHECK_FALSE(persistent().validate());
}

TEST_SUITE_END();
