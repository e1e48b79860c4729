/// Calls of rcon::goldsource::responder out of turn, and wrong passwords that nobody counts.
#include <array>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/rcon/goldsource_responder.hpp>

#include "support/hex.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using rcon::goldsource::responder;

namespace {

const endpoint peer = endpoint::v4({192, 0, 2, 1}, 1000);

void ask(responder& of, const std::string& request) {
  const std::string datagram = "\xff\xff\xff\xff" + request;
  of.receive(peer, as_bytes(datagram), {});
}
/// The next datagram, without its header.
std::string sent(responder& of) {
  std::array<transmit, 1> out;
  if (of.poll_transmit(out, {}) == 0) return "";
  std::string text(as_text(out[0].payload).substr(4));
  of.transmitted(1, {});
  return text;
}
std::string challenge_of(responder& of) {
  ask(of, "challenge rcon\n");
  const std::string given = sent(of);
  return given.substr(15, given.size() - 17);
}

}  // namespace

TEST_SUITE_BEGIN("rcon goldsource responder ends");

TEST_CASE("without a list of bans each wrong password is the first") {
  responder server({.password = "word"});
  const std::string number = challenge_of(server);
  for (int i = 0; i < 3; ++i) {
    ask(server, "rcon " + number + " wrong status");
    const auto event = server.poll_event();
    REQUIRE(event);
    const auto& refused = std::get<responder::refused>(*event);
    CHECK((refused.from == peer && refused.failures == 1));
    CHECK(sent(server) == "lBad rcon_password.\n" + std::string(2, '\0'));
  }
}

TEST_CASE("where there is no password nobody gets in, with none either") {
  responder server(responder::options{});
  const std::string number = challenge_of(server);
  for (const char* password : {"\"\"", "word"}) {
    ask(server, "rcon " + number + ' ' + password + " status");
    CHECK(!server.poll_event());
    CHECK(sent(server) == "lNo password set for this server.\n" + std::string(2, '\0'));
  }
}

TEST_CASE("what a transport says of datagrams that are not there changes nothing") {
  responder server({.password = "word"});
  server.transmitted(5, {});
  server.transmit_failed(std::make_error_code(std::errc::network_unreachable), {});
  CHECK(!challenge_of(server).empty());
  server.transmitted(1, {});
  CHECK(!challenge_of(server).empty());
}

TEST_CASE("what has gone does not count against what may wait") {
  responder server({.password = "word", .max_datagram = 64, .max_unsent = 400});
  std::size_t waits = 0;
  const auto fill = [&] {
    for (int i = 0; i < 10; ++i) ask(server, "challenge rcon\n");
    std::array<transmit, 20> out;
    waits = server.poll_transmit(out, {});
  };
  fill();
  const std::size_t most = waits;
  REQUIRE(most > 2);
  REQUIRE(most < 10);
  server.transmitted(1, {});
  fill();
  CHECK(waits == most);
}

TEST_CASE("who closes twice does not wait twice") {
  responder server({.password = "word", .closing_timeout = 5s});
  ask(server, "challenge rcon\n");
  server.close({});
  server.close(time_point(3s));
  CHECK(server.deadline() == time_point(5s));
  server.on_timeout(time_point(4s));
  CHECK(!server.poll_event());
  std::array<transmit, 1> out;
  CHECK(server.poll_transmit(out, time_point(4s)) == 1);
  server.on_timeout(time_point(5s));
  CHECK(server.poll_transmit(out, time_point(5s)) == 0);
  const auto event = server.poll_event();
  CHECK((event && !std::get<closed>(*event).error && server.done()));
}

TEST_CASE("a password that no request could hold is refused") {
  const std::string word(511, 'x');
  CHECK(responder::options{.password = word}.validate() == errc::invalid_options);
  CHECK(!responder::options{.password = std::string_view(word).substr(1)}.validate());
}

TEST_SUITE_END();
