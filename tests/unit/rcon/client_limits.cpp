/// Whole conversations of rcon::client, wherever they break: what goes out when, and what is reported.
/// Limits, deadlines and options.
#include <limits>

#include "client_harness.hpp"

TEST_SUITE_BEGIN("rcon client limits");

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

TEST_CASE("a limit that nothing can reach holds nothing back") {
  constexpr std::size_t endless = std::numeric_limits<std::size_t>::max() / 4 + 1;
  logged_in({.password = "secret", .profile = profile::source, .max_frame = endless})
      .asks(runs("a"))
      .sends(exec(2, "a") + value(3))
      .receives(value(2, "\"some\"") + value(2, "\"more\"") + value(3))
      .event("chunk 1 \"some\"")
      .event("chunk 1 \"more\"")
      .event("reply 1 \"somemore\"")
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

/// What `expire` says, as a command that is refused for that reason.
static auto expires(unsigned id) {
  return [id](rcon::client& client) -> accepted { return std::unexpected(client.expire(request_id{id})); };
}

TEST_CASE("who is out of patience gets what has come") {
  logged_in(with(profile::source))
      .asks(runs("long"))
      .sends(exec(2, "long") + value(3))
      .receives(value(2, "\"some\""))
      .event("chunk 1 \"some\"")
      .asks_in_vain(expires(1), {})
      .event("reply 1 partial \"some\"")
      .asks_in_vain(expires(1), errc::unknown_request)
      .asks(runs("silent"))
      .sends(exec(4, "silent") + value(5))
      .asks_in_vain(expires(2), {})
      .event("failed 2: no answer in time")
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

TEST_CASE("a server without names that announces more than it sends is believed what it sent") {
  const rcon::client_options options{.password = "secret", .profile = profile::single, .deadline = 2s};
  const std::string announced_20 = "14 00 00 00 00 00 00 00 00 00 00 00 73 6F 6D 65 00 00";
  const auto cut_short = [&] {
    return logged_in(options)
        .asks(runs("a"))
        .sends(exec(2, "a"))
        .receives(announced_20.substr(0, 13 * 3))
        .passes(400ms)
        .receives(announced_20.substr(13 * 3))
        .timeout_at(500ms)
        .event("chunk 1 \"some\"")
        .event("reply 1 partial \"some\"")
        .asks(runs("b"))
        .sends(exec(3, "b"));
  };
  // The rest never comes; or it does, which is nobody's.
  cut_short().receives(value(0, "\"b\"")).event("chunk 2 \"b\"").event("reply 2 \"b\"").check();
  cut_short()
      .receives("\"rest\"")
      .receives("00 00 " + value(0, "\"b\""))
      .event("chunk 2 \"b\"")
      .event("reply 2 \"b\"")
      .check();
  // Who names a command sends what it announces, and is waited for; as is who has said nothing yet.
  const auto waits = [&](const std::string& begun) {
    return logged_in(options).asks(runs("a")).sends(exec(2, "a")).receives(begun).timeout_at(2s);
  };
  waits("14 00 00 00 02 00 00 00 00 00 00 00 \"some\"")
      .event("chunk 1 \"some\"")
      .event("reply 1 partial \"some\"")
      .check();
  for (const char* nothing : {"14 00 00 00 00 00 00 00 00 00 00", "14 00 00 00 00 00 00 00 00 00 00 00",
                              "14 00 00 00 00 00 00 00 01 00 00 00 \"chat\""})
    waits(nothing).event("failed 1: no answer in time").check();
  // Unless it names another: then it is the beginning of what that one was to get.
  logged_in(options)
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .asks(runs("b"))
      .timeout_at(500ms)
      .sends(exec(3, "b"))
      .receives("14 00 00 00 02 00 00 00 00 00 00 00 \"late\" 00 00")
      .timeout_at(1500ms)
      .event("failed 2: no answer in time")
      .check();
  // So it is with the second packet of one that sends several; but not behind what may be another's reply.
  script<rcon::client>({.password = "secret", .deadline = 2s})
      .asks(runs("a"))
      .sends(login("secret"))
      .receives(verdict(0))
      .sends(exec(2, "a"))
      .event("authenticated")
      .receives(value(0, "\"one \"") + announced_20)
      .event("chunk 1 \"one \"")
      .timeout_at(500ms)
      .event("chunk 1 \"some\"")
      .event("reply 1 partial \"one some\"")
      .check();
  logged_in(options)
      .asks(runs("slow"))
      .sends(exec(2, "slow"))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .asks(runs("a"))
      .timeout_at(500ms)
      .sends(exec(3, "a"))
      .receives(value(0, "\"of slow\"") + announced_20)
      .timeout_at(500ms)
      .event("reply 2 \"of slow\"")
      .check();
  // Nor is more than one reply waited for because one was given up.
  logged_in(options)
      .asks(runs("slow"))
      .sends(exec(2, "slow"))
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .asks(runs("a"))
      .timeout_at(500ms)
      .sends(exec(3, "a"))
      .receives(announced_20)
      .timeout_at(500ms)
      .event("chunk 2 \"some\"")
      .event("reply 2 partial \"some\"")
      .asks(runs("b"))
      .sends(exec(4, "b"))
      .receives(value(0, "\"b\""))
      .event("chunk 3 \"b\"")
      .event("reply 3 \"b\"")
      .check();
  // Where ids are repeated, sizes are right as well, and so is what comes late.
  logged_in({.password = "secret", .profile = profile::source, .deadline = 2s})
      .asks(runs("a"))
      .sends(exec(2, "a") + value(3))
      .receives("0E 00 00 00 02 00 00 00 00 00 00 00 \"so\"")
      .timeout_at(2s)
      .event("failed 1: no answer in time")
      .asks(runs("b"))
      .sends(exec(4, "b") + value(5))
      .receives("\"me\" 00 00" + value(3) + value(4, "\"b\"") + value(5))
      .event("chunk 2 \"b\"")
      .event("reply 2 \"b\"")
      .check();
  // Beyond the limit it fails as any other.
  auto narrow = options;
  narrow.max_reply = 3;
  logged_in(narrow)
      .asks(runs("a"))
      .sends(exec(2, "a"))
      .receives(announced_20)
      .timeout_at(500ms)
      .event("failed 1: the packet or reply exceeds the limits")
      .check();
}

TEST_SUITE_END();
