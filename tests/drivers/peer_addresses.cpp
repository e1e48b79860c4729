// Names: what a peer does with a resolver's answer.
#include <doctest/doctest.h>

#include <gamewire/blocking/peer.hpp>

#include "echo.hpp"
#include "loopback.hpp"
#include "native.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::closed_port;
using loopback::finds;
using loopback::server;

namespace {

using peer = blocking::peer<echo::client>;

std::expected<peer, std::error_code> connect(std::vector<endpoint> addresses, driver_options chosen = {}) {
  chosen.resolve = finds(std::move(addresses));
  return peer::connect({"play.example.org", 27015}, echo::client(), std::move(chosen));
}

}  // namespace

TEST_CASE(
    "when the first address refuses, the next one gets the same datagram, and the machine hears nothing of "
    "it" *
    doctest::skip(native::hides_refused_datagrams())) {
  server there(server::echo);
  auto here = connect({closed_port(), there.at()});
  REQUIRE(here);
  CHECK(here->await<echo::heard>((*here)->say("hello")) == "hello");
  CHECK(here->remote() == there.at());
  CHECK((*here)->sent == 1);
  CHECK(there.asked() == 1);
}

TEST_CASE("the next address may be of the other family" * doctest::skip(native::hides_refused_datagrams())) {
  if (!loopback::has_v6()) return;
  server there(server::echo);
  auto here = connect({closed_port(loopback::v6), there.at()});
  REQUIRE(here);
  CHECK(here->await<echo::heard>((*here)->say("hello")) == "hello");
}

TEST_CASE("addresses that cannot even be connected to are passed over") {
  server there(server::echo);
  auto here = connect({loopback::forbidden, endpoint{}, there.at()});
  REQUIRE(here);
  CHECK(here->remote() == there.at());

  const auto nowhere = connect({loopback::forbidden});
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error() == condition::refused);
}

TEST_CASE("only the last refusal counts" * doctest::skip(native::hides_refused_datagrams())) {
  auto here = connect({closed_port(), closed_port(), closed_port()});
  REQUIRE(here);
  const auto answer = here->await<echo::heard>((*here)->say("hello"));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().error == std::errc::connection_refused);
  CHECK(answer.error().detail == "the end");
  CHECK((*here)->sent == 1);
}

TEST_CASE("a peer that has answered is not left for another one" *
          doctest::skip(native::hides_refused_datagrams())) {
  server other(server::echo);
  system::socket there = loopback::bound();
  auto here = connect({*there.local_endpoint(), other.at()});
  REQUIRE(here);
  std::thread once([&] {
    endpoint peer;
    std::array<std::byte, 64> into;
    const auto pipe = system::wake_pipe::open();
    system::watched one{.what = &there};
    CHECK_FALSE(system::wait({&one, 1}, *pipe, system::now() + 5s));
    const auto got = there.receive_from(peer, into);
    REQUIRE(got);
    CHECK(there.send_to(peer, std::span(into).first(*got)));
    there = {};
  });
  CHECK(here->await<echo::heard>((*here)->say("hello")) == "hello");
  once.join();
  const auto answer = here->await<echo::heard>((*here)->say("still there?"));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().error == std::errc::connection_refused);
  CHECK(other.asked() == 0);
}

TEST_CASE("what a peer said before it refused is heard first" *
          doctest::skip(native::hides_refused_datagrams())) {
  system::socket there = loopback::bound();
  auto here = connect({*there.local_endpoint()});
  REQUIRE(here);
  const auto first = (*here)->say("hello");
  here->stop();
  CHECK(here->run([](const auto&) {}) == std::errc::operation_canceled);  // it is sent, and nothing received
  endpoint peer;
  std::array<std::byte, 64> into;
  const auto got = there.receive_from(peer, into);
  REQUIRE(got);
  CHECK(there.send_to(peer, std::span(into).first(*got)));
  there = {};
  const auto second = (*here)->say("still there?");
  const auto third = (*here)->say("and now?");  // its send is told of the refusal of the second
  CHECK(here->await<echo::heard>(first) == "hello");
  for (const auto& refused : {second, third})
    CHECK(here->await<echo::heard>(refused).error().error == std::errc::connection_refused);
}

TEST_CASE("with a local address, only addresses of its family are tried") {
  server there(server::echo);
  auto here = connect({loopback::v6.with_port(9), there.at()}, {.local = loopback::v4});
  REQUIRE(here);
  CHECK(here->remote() == there.at());
  CHECK(connect({loopback::v6.with_port(9)}, {.local = loopback::v4}).error() == condition::resolve);
}

TEST_CASE("a name that is not found in time ends the connecting") {
  const auto name_server = std::make_shared<loopback::gate>();
  echo::hasty client;
  REQUIRE(client.say("hello"));
  const auto here = blocking::peer<echo::hasty>::connect(
      {"play.example.org", 27015}, client, {.resolve = loopback::waits_at(name_server, closed_port())});
  REQUIRE_FALSE(here);
  CHECK(here.error() == condition::timeout);
  name_server->open();
}

TEST_CASE("the resolver is told what is wanted, and its error is the peer's") {
  driver_options chosen{.prefer = ip_preference::v6_only};
  chosen.resolve = [](const address& of, ip_preference prefer) {
    CHECK(of == address{"play.example.org", 27015});
    CHECK(prefer == ip_preference::v6_only);
    return std::expected<std::vector<endpoint>, std::error_code>(
        std::unexpected(make_error_code(resolve_errc::try_again)));
  };
  const auto here = peer::connect({"play.example.org", 27015}, echo::client(), chosen);
  REQUIRE_FALSE(here);
  CHECK(here.error() == resolve_errc::try_again);
}
