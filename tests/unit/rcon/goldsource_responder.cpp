/// What rcon::goldsource::responder sends to whom, and that rcon::goldsource::client understands it.
#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/rcon/goldsource.hpp>
#include <gamewire/rcon/goldsource_responder.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"
#include "support/rcon_events.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using rcon::goldsource::responder;

const endpoint alice = endpoint::v4({192, 0, 2, 1}, 1000);
const endpoint bob = endpoint::v4({192, 0, 2, 2}, 1000);
const std::string ask =
    "\xff\xff\xff\xff"
    "challenge rcon\n";

/// What it sends, with the header left out and in the order of sending.
std::vector<std::string> drain(responder& server, const endpoint& to = alice, time_point now = {}) {
  std::vector<std::string> all;
  std::array<transmit, 3> out;
  while (const std::size_t count = server.poll_transmit(out, now)) {
    for (const transmit& one : std::span(out).first(count)) {
      CHECK(one.to == to);
      const std::string_view text = as_text(one.payload);
      CHECK(text.starts_with("\xff\xff\xff\xff"));
      all.emplace_back(text.substr(4));
    }
    server.transmitted(count, now);
  }
  return all;
}

void send(responder& server, const std::string& datagram, const endpoint& from = alice) {
  server.receive(from, exact_memory(as_bytes(datagram)).view(), {});
}

std::string challenge(responder& server, const endpoint& from = alice) {
  send(server, ask, from);
  const auto given = drain(server, from);
  REQUIRE(given.size() == 1);
  REQUIRE(given[0].starts_with("challenge rcon "));
  REQUIRE(given[0].ends_with(std::string("\n\0", 2)));
  return given[0].substr(15, given[0].size() - 17);
}

std::string request(const std::string& number, const std::string& rest) {
  return "\xff\xff\xff\xff"
         "rcon " +
         number + " " + rest;
}

std::string print(const std::string& text) { return "l" + text + std::string(2, '\0'); }

using texts = std::vector<std::string>;

const responder::options usual{.password = "pass word", .secret = {1, 2}};

std::string told(responder& server) {
  const auto event = server.poll_event();
  if (!event) return "nothing";
  if (const auto* one = std::get_if<responder::command>(&*event)) return std::string(one->text);
  if (const auto* one = std::get_if<responder::refused>(&*event))
    return "refused " + std::to_string(one->failures);
  return "closed " + std::get<closed>(*event).error.message();
}

}  // namespace

TEST_SUITE_BEGIN("rcon goldsource responder");

TEST_CASE("a challenge, a command, and its answer") {
  responder server(usual);
  const std::string number = challenge(server);
  for (const std::string& end :
       {std::string(), std::string(1, '\0'), std::string("\n"), std::string("\n\0", 2)}) {
    send(server, request(number, "\"pass word\" say \"hello\"" + end));
    CHECK(told(server) == "say \"hello\"");
    CHECK(told(server) == "nothing");
    CHECK_FALSE(server.answer(as_bytes("hello\n")));
    CHECK_FALSE(server.answer({}));
    CHECK(drain(server) == texts{print("hello\n"), print("")});
  }
}

TEST_CASE("a word without blanks needs no quotes") {
  responder server({.password = "word"});
  send(server, request(challenge(server), "word  status"));
  CHECK(told(server) == "status");
}

TEST_CASE("long answers fill datagrams, of which none is longer than allowed") {
  responder server({.password = "x", .max_datagram = 64});
  send(server, request(challenge(server), "x list"));
  CHECK(told(server) == "list");
  CHECK_FALSE(server.answer(as_bytes(std::string(57, 'a') + std::string(57, 'b') + "c")));
  CHECK(drain(server) == texts{print(std::string(57, 'a')), print(std::string(57, 'b')), print("c")});
}

TEST_CASE("a challenge is for one address, whatever its port, and for one secret") {
  responder server(usual);
  const std::string number = challenge(server);
  CHECK(challenge(server, alice.with_port(2)) == number);
  CHECK(challenge(server, bob) != number);
  responder other({.password = "pass word", .secret = {1, 3}});
  CHECK(challenge(other) != number);

  for (const std::string& wrong :
       {number + "0", std::string("1"), std::string("-1"), std::string("x"), number + "x"}) {
    send(server, request(wrong, "\"pass word\" status"));
    CHECK(told(server) == "nothing");
    CHECK(drain(server) == texts{print("Bad challenge.\n")});
  }
  send(server, request("1", "x s"));  // for which the answer would be too much
  CHECK(drain(server).empty());
}

TEST_CASE("refusals") {
  rcon::ban_list bans({.max_failures = 2});
  auto options = usual;
  options.bans = &bans;
  responder server(options);
  const std::string number = challenge(server);
  send(server, request(number, "\"pass word\""));
  CHECK(drain(server) == texts{print("Empty rcon\n")});
  for (const char* failure : {"refused 1", "refused 2"}) {
    send(server, request(number, "pass word status"));
    CHECK(told(server) == failure);
    CHECK(server.answer({}) == errc::unknown_request);
    CHECK(drain(server) == texts{print("Bad rcon_password.\n")});
  }
  send(server, request(number, "\"pass word\" status"));
  CHECK(told(server) == "nothing");
  CHECK(drain(server) == texts{print("You have been banned from this server.\n")});
  send(server, request(challenge(server, bob), "\"pass word\" status"), bob);
  CHECK(told(server) == "status");

  responder without({.secret = {1, 2}});
  send(without, request(number, "\"\" status"));
  CHECK(told(without) == "nothing");
  CHECK(drain(without) == texts{print("No password set for this server.\n")});
}

TEST_CASE("a right password makes wrong ones forgotten") {
  rcon::ban_list bans({.max_failures = 2});
  responder server({.password = "x", .bans = &bans});
  const std::string number = challenge(server);
  for (int i = 0; i < 5; ++i) {
    send(server, request(number, "y status"));
    CHECK(told(server) == "refused 1");
    send(server, request(number, "x status"));
    CHECK(told(server) == "status");
  }
}

TEST_CASE("what is none of it is passed over, and known before") {
  responder server(usual);
  const std::string number = challenge(server);
  for (const std::string& other :
       {std::string(), std::string("\xff\xff\xff"), std::string("\xff\xff\xff\xffTSource Engine Query\0", 25),
        std::string("\xff\xff\xff\xff"
                    "challenge steam"),
        std::string("\xff\xff\xff\xffrconx 1"), "\xfe" + ask.substr(1)}) {
    CHECK_FALSE(responder::concerns(as_bytes(other)));
    send(server, other);
    CHECK(told(server) == "nothing");
    CHECK(drain(server).empty());
  }
  CHECK(responder::concerns(as_bytes(ask)));
  CHECK(responder::concerns(as_bytes("\xff\xff\xff\xffrcon")));
}

TEST_CASE("a request of 512 bytes is ignored, one of 511 is not") {
  responder server(usual);
  std::string longest = request(challenge(server), "\"pass word\" ");
  longest.append(511 + 4 - longest.size(), 'x');
  send(server, longest + "x");
  CHECK(told(server) == "nothing");
  CHECK(drain(server).empty());
  send(server, longest);
  CHECK(told(server).ends_with("xx"));
}

TEST_CASE("what waits to be sent is bounded") {
  responder server({.password = "x", .max_datagram = 1000, .max_unsent = 3000});
  send(server, request(challenge(server), "x list"));
  CHECK(told(server) == "list");
  CHECK(server.answer(as_bytes(std::string(5000, 'a'))) == errc::no_room);
  CHECK(drain(server).size() == 2);
  CHECK_FALSE(server.answer(as_bytes("b")));
  std::array<transmit, 2> out;
  CHECK(server.poll_transmit(out, {}) == 1);
  server.transmit_failed(std::make_error_code(std::errc::network_unreachable), {});
  CHECK(drain(server).empty());
}

TEST_CASE("an answer is for the command before it, and for none that came later") {
  responder server(usual);
  const std::string number = challenge(server);
  CHECK(server.answer({}) == errc::unknown_request);
  send(server, request(number, "\"pass word\" one"));
  CHECK(server.answer({}) == errc::unknown_request);  // not told yet
  CHECK(told(server) == "one");
  send(server, ask, bob);
  CHECK(server.answer({}) == errc::unknown_request);
  CHECK(drain(server, bob).size() == 1);
}

TEST_CASE("the end") {
  responder server({.password = "x", .closing_timeout = 5s});
  send(server, request(challenge(server), "x list"));
  CHECK(told(server) == "list");
  CHECK_FALSE(server.answer(as_bytes("a")));
  CHECK(server.deadline() == never);
  server.close({});
  CHECK(server.deadline() == time_point{} + 5s);
  send(server, ask);
  SUBCASE("comes when all is sent") { CHECK(drain(server) == texts{print("a")}); }
  SUBCASE("or in time") {
    CHECK(told(server) == "nothing");
    server.on_timeout(time_point{} + 5s);
  }
  CHECK(server.deadline() == never);
  CHECK_FALSE(server.done());
  CHECK(told(server) == "closed " + std::error_code{}.message());
  CHECK(server.done());
  send(server, ask);
  CHECK(server.answer({}) == errc::closed);
  CHECK(drain(server).empty());
  CHECK(told(server) == "nothing");
}

TEST_CASE("options out of range close it from the start") {
  for (const auto& wrong :
       {responder::options{.max_datagram = 63}, responder::options{.max_datagram = 65508},
        responder::options{.max_unsent = 1399}, responder::options{.closing_timeout = -1ns},
        responder::options{.password = "a\"b"}, responder::options{.password = "a\nb"}}) {
    responder server(wrong);
    CHECK_FALSE(server.done());
    CHECK(server.has_secret());  // it is over, and so of no danger: a driver is to hear why
    CHECK(told(server) == "closed " + make_error_code(errc::invalid_options).message());
    CHECK(server.done());
  }
}

TEST_CASE("a client of ours understands it") {
  responder server(usual);
  rcon::goldsource::client client({.password = "pass word"});
  CHECK(client.execute("list").has_value());
  const std::string text(100'000, 'x');
  std::string log;
  time_point now{};
  for (int turn = 0; turn < 10; ++turn) {
    for (bytes out; !(out = client.poll_transmit(now)).empty(); client.transmitted(out.size(), now))
      server.receive(alice, out, now);
    if (told(server) == "list") CHECK_FALSE(server.answer(as_bytes(text)));
    for (const std::string& one : drain(server)) {
      const std::string datagram = "\xff\xff\xff\xff" + one;
      client.receive(as_bytes(datagram), now);
      while (const auto event = client.poll_event())
        if (!std::holds_alternative<rcon::chunk>(*event)) log += rcon::describe(*event) + "\n";
    }
    client.on_timeout(now += 100ms);
    while (const auto event = client.poll_event()) {
      log += rcon::describe(*event) + "\n";
      if (const auto* whole = std::get_if<rcon::reply>(&*event)) CHECK(as_text(whole->body) == text);
    }
  }
  CHECK(log.starts_with("authenticated\nreply 1 "));
}

TEST_SUITE_END();
