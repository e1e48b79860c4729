/// How requests of a2s::client end, and how it ends itself.
#include "client_harness.hpp"

TEST_SUITE_BEGIN("a2s client endings");

TEST_CASE("a cancelled request ends, and its answer comes late") {
  conversation()
      .asks(info)
      .sends(info_request)
      .cancels(1)
      .event("failed 1: cancelled")
      .receives(info_answer)
      .event("unrequested info, 40 bytes")
      .asks(info)
      .sends(info_request)
      .receives(info_answer)
      .event("info 2")
      .check();
}

TEST_CASE("a request of a kind that is open is refused and changes nothing") {
  conversation()
      .asks(info)
      .sends(info_request)
      .asks_in_vain(info, gamewire::errc::busy)
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("close lets open requests finish and takes no new ones") {
  conversation()
      .asks(info)
      .sends(info_request)
      .closes()
      .asks_in_vain(players, gamewire::errc::closed)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request + "01 02 03 04")
      .receives(info_answer)
      .event("info 1")
      .event("closed")
      .check();
}

TEST_CASE("an answer that nobody has polled is lost when its request is cancelled") {
  const buffer answer = from_hex(info_answer);
  a2s::client client;
  const auto id = client.request_info();
  client.transmitted(client.poll_transmit({}).size(), {});
  client.receive(answer, {});
  CHECK(!client.cancel(*id));
  const auto event = client.poll_event();
  REQUIRE(event);
  CHECK(describe(*event) == "failed 1: cancelled");
  CHECK(!client.poll_event());
}

TEST_CASE("a request that ended while its datagram was on the way into the transport stays ended") {
  a2s::client client;
  const auto id = client.request_info();
  const std::size_t size = client.poll_transmit({}).size();
  CHECK(!client.cancel(*id));
  client.transmitted(size, {});
  const auto event = client.poll_event();
  REQUIRE(event);
  CHECK(describe(*event) == "failed 1: cancelled");
  CHECK(!client.poll_event());
  CHECK(client.deadline() == never);
}

TEST_CASE("what went out for a request that ended is not what the next one of its kind asks") {
  a2s::client client;
  const auto id = client.request_ping();
  const std::size_t size = client.poll_transmit({}).size();
  CHECK(!client.cancel(*id));
  CHECK(client.poll_event());
  CHECK(client.request_ping(a2s::request_type::ping));
  client.transmitted(size, {});
  CHECK(to_hex(client.poll_transmit({})) == to_hex(from_hex(ping_request)));
}

TEST_CASE("a closing client that is never polled for datagrams ends by its deadlines") {
  a2s::client client({.deadline = 3s});
  CHECK(client.request_info());
  CHECK(client.request_players());
  CHECK(client.deadline() == never);
  const time_point now{1h};
  client.close(now);
  CHECK(client.deadline() == now + 3s);
  client.close(now + 1s);  // does not prolong it
  CHECK(client.deadline() == now + 3s);
  client.on_timeout(now + 3s);
  for (const char* what : {"failed 1: timeout", "failed 2: timeout", "closed"}) {
    const auto event = client.poll_event();
    REQUIRE(event);
    CHECK(describe(*event) == what);
  }
  CHECK(client.done());
}

TEST_CASE("a closing client that asked nothing is done as soon as that is polled") {
  a2s::client client;
  client.close({});
  CHECK(client.deadline() == never);
  CHECK(client.poll_event());
  CHECK(client.done());
}

TEST_CASE("options that make no sense close the client from the start") {
  a2s::client client({.timeout = 0ms});
  CHECK(client.request_info().error() == gamewire::errc::closed);
  const auto event = client.poll_event();
  REQUIRE(event);
  CHECK(describe(*event) == "closed: invalid_options");
  CHECK(client.done());
}

TEST_SUITE_END();
