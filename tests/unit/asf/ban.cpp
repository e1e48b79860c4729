/// How long a client that was banned waits, and what it says of it.
#include <optional>
#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/requests.hpp>

#include "support/asf_samples.hpp"

using namespace std::chrono_literals;
using namespace gamewire;

namespace {

constexpr time_point start{1h};

/// One that has been told that it is banned.
asf::client banned(const std::string& answer) {
  asf::client client({.password = "wrong", .ban_pause = 10s});
  CHECK(client.banned_until() == time_point{});
  CHECK(client.standing() == asf::standing::welcome);
  CHECK(client.ask(asf::get_bots{.bots = "ASF"}));
  client.opened(start);
  client.transmitted(client.poll_transmit(start).size(), start);
  client.receive(as_bytes(answer), start);
  while (client.poll_event()) {
  }
  CHECK(client.standing() == asf::standing::banned);
  CHECK(client.banned_until() == start + 10s);
  return client;
}

std::error_code error_of(const std::optional<asf::client::event>& what) {
  const auto* const fault = what ? std::get_if<failed>(&*what) : nullptr;
  return fault != nullptr ? fault->error : std::error_code{};
}

}  // namespace

TEST_CASE("asf: a ban has an end, before which nothing is sent, and after which it may be tried") {
  const std::string answer = test::sample("asf_http/403_banned.http");
  asf::client client = banned(answer);
  CHECK(client.ask(asf::get_bots{.bots = "ASF"}));
  CHECK(client.poll_transmit(start + 10s - 1ns).empty());
  CHECK(error_of(client.poll_event()) == asf::errc::banned);
  client.on_timeout(start + 10s - 1ns);
  CHECK(client.ask(asf::get_bots{.bots = "ASF"}));
  client.on_timeout(start + 10s - 1ns);
  CHECK(error_of(client.poll_event()) == asf::errc::banned);
  client.on_timeout(start + 10s);
  CHECK(client.standing() != asf::standing::banned);
  CHECK(client.ask(asf::get_bots{.bots = "ASF"}));
  CHECK(!client.poll_transmit(start + 10s).empty());
}

TEST_CASE("asf: a ban ends by the clock, also when nobody has told it to the machine") {
  const std::string answer =
      "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: application/json\r\n"
      "Content-Length: 63\r\n\r\n"
      R"({"Result":{"Permanent":false,"StatusCode":403},"Success":false})";
  asf::client client = banned(answer);
  CHECK(client.deadline() == never);  // nobody drives it
  REQUIRE(client.ask(asf::get_bots{.bots = "ASF"}));
  const time_point now = start + 1h;
  CHECK(client.poll_transmit(now).empty());
  CHECK(!client.poll_event());
  REQUIRE(client.deadline() <= now);
  client.on_timeout(now);
  REQUIRE(client.wants_transport());
  client.opened(now);
  CHECK(as_text(client.poll_transmit(now)).starts_with("GET /Api/Bot/ASF"));
}
