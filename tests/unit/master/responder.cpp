#include <ostream>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/master/client.hpp>
#include <gamewire/master/responder.hpp>

#include "support/hex.hpp"
#include "support/master_wire.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::master_wire;

namespace {

using master::region;
using master::registration;
using master::responder;
using verdict = responder::verdict;

const endpoint alice = *endpoint::parse("192.0.2.1:1000");
const endpoint bob = *endpoint::parse("192.0.2.2:1000");

registration numbered(std::uint32_t n, region where = region::world, std::string_view info = {}) {
  return {endpoint::v4({10, 0, static_cast<std::uint8_t>(n / 256), static_cast<std::uint8_t>(n)}, 27015),
          where, info};
}

std::vector<registration> many(std::uint32_t count) {
  std::vector<registration> all;
  for (std::uint32_t n = count; n > 0; --n) all.push_back(numbered(n));  // the order does not matter
  return all;
}

/// Gives it a request and takes what comes of it.
responder::event told(responder& by, const endpoint& peer, std::string_view hex, time_point now = {}) {
  by.receive(peer, from_hex(hex), now);
  const auto event = by.poll_event();
  REQUIRE(event.has_value());
  CHECK(!by.poll_event());
  return *event;
}

verdict ask(responder& by, const endpoint& peer, std::string_view hex, time_point now = {}) {
  return std::get<responder::queried>(told(by, peer, hex, now)).became;
}

/// The next page that goes out, in hex; "" when none does.
std::string sent(responder& by, const endpoint& peer) {
  std::array<transmit, 4> out;
  const std::size_t count = by.poll_transmit(out, {});
  if (count == 0) return "";
  CHECK(count == 1);
  CHECK(out[0].to == peer);
  std::string page = to_hex(out[0].payload, 5000);
  by.transmitted(1, {});
  return page;
}

std::string reply(responder& by, std::string_view hex) {
  CHECK(ask(by, alice, hex) == verdict::answered);
  return sent(by, alice);
}

std::string normal(std::string_view hex) { return to_hex(from_hex(hex), 5000); }

}  // namespace

TEST_SUITE_BEGIN("master responder");

TEST_CASE("a list of one page, in the order of its addresses, each once") {
  responder by;
  CHECK(reply(by, request("FF")) == normal(last_page({})));
  const std::vector servers{numbered(3), numbered(1), numbered(2), numbered(1)};
  CHECK(!by.publish(servers));
  CHECK(by.size() == 3);
  CHECK(reply(by, request("FF")) == normal(last_page({1, 2, 3})));
}

TEST_CASE("a page goes on behind any address, listed or not") {
  responder by;
  (void)by.publish(std::vector{numbered(1), numbered(3), numbered(5)});
  CHECK(reply(by, request("FF", "10.0.0.1:27015")) == normal(last_page({3, 5})));
  CHECK(reply(by, request("FF", "10.0.0.2:27015")) == normal(last_page({3, 5})));
  CHECK(reply(by, request("FF", "10.0.0.3:27014")) == normal(last_page({3, 5})));
  CHECK(reply(by, request("FF", "10.0.0.3:27016")) == normal(last_page({5})));
  CHECK(reply(by, request("FF", "255.255.255.255:65535")) == normal(last_page({})));
}

TEST_CASE("a full page leaves the end to the next one") {
  responder by({.page_entries = 3});
  (void)by.publish(many(4));
  CHECK(reply(by, request("FF")) == normal(page({1, 2, 3})));
  CHECK(reply(by, request("FF", "10.0.0.3:27015")) == normal(last_page({4})));
  (void)by.publish(many(3));
  CHECK(reply(by, request("FF")) == normal(page({1, 2, 3})));
  CHECK(reply(by, request("FF", "10.0.0.3:27015")) == normal(last_page({})));
  (void)by.publish(many(2));
  CHECK(reply(by, request("FF")) == normal(last_page({1, 2})));
}

TEST_CASE("a full page is 1392 bytes") {
  responder by;
  (void)by.publish(many(1000));
  const auto event = std::get<responder::queried>(told(by, alice, request("FF")));
  CHECK(event.from == alice);
  CHECK(event.servers == 231);
  CHECK(!event.last);
  std::array<transmit, 4> out;
  REQUIRE(by.poll_transmit(out, {}) == 1);
  CHECK(out[0].payload.size() == 1392);
}

TEST_CASE("regions: those of a server's own, of all, and of those that are everywhere") {
  responder by;
  (void)by.publish(
      std::vector{numbered(1, region::europe), numbered(2, region::asia), numbered(3, region::world)});
  CHECK(reply(by, request("03")) == normal(last_page({1, 3})));
  CHECK(reply(by, request("04")) == normal(last_page({2, 3})));
  CHECK(reply(by, request("07")) == normal(last_page({3})));
  CHECK(reply(by, request("FF")) == normal(last_page({1, 2, 3})));
}

TEST_CASE("filters, each judged by the server's own info") {
  responder by;
  (void)by.publish(std::vector{numbered(1, region::world, "\\gamedir\\tf\\secure\\1"),
                               numbered(2, region::world, "\\gamedir\\cstrike\\secure\\1"),
                               numbered(3, region::world, "\\gamedir\\tf\\secure\\0")});
  CHECK(reply(by, request("FF", "0.0.0.0:0", "\\gamedir\\tf")) == normal(last_page({1, 3})));
  CHECK(reply(by, request("FF", "0.0.0.0:0", "\\gamedir\\tf\\secure\\1")) == normal(last_page({1})));
  CHECK(reply(by, request("FF", "0.0.0.0:0", "\\nor\\2\\gamedir\\tf\\secure\\0")) == normal(last_page({2})));
  CHECK(reply(by, request("FF", "10.0.0.1:27015", "\\gamedir\\tf")) == normal(last_page({3})));
}

TEST_CASE("what is no request gets no answer, nor does a filter that cannot be read or is too long") {
  responder by;
  const auto refused = [&](std::string_view hex) {
    const auto event = std::get<responder::refused>(told(by, alice, hex));
    CHECK(event.from == alice);
    CHECK(sent(by, alice).empty());
    return event.error;
  };
  CHECK(refused("FF FF FF FF 54") == master::errc::not_a_request);
  CHECK(refused("71 FF 00 00 00 00") == master::errc::not_a_request);
  CHECK(refused(request("FF", "0.0.0.0:0", "gamedir")) == master::errc::bad_filter);
  CHECK(refused(request("FF", "0.0.0.0:0", "\\nor\\2\\a\\b")) == master::errc::bad_filter);
  const std::string longest = "\\a\\" + std::string(master::max_filter_size - 3, 'x');
  CHECK(reply(by, request("FF", "0.0.0.0:0", longest)) == normal(last_page({})));
  CHECK(refused(request("FF", "0.0.0.0:0", longest + 'x')) == master::errc::bad_filter);
}

TEST_CASE("an address gets so many pages and no more, others theirs, and later some again") {
  responder by({.rate = 2, .burst = 3});
  for (int i = 0; i < 3; ++i) CHECK(ask(by, alice, request("FF")) == verdict::answered);
  CHECK(ask(by, alice, request("FF")) == verdict::rate_limited);
  CHECK(ask(by, alice.with_port(7), request("FF")) == verdict::rate_limited);
  CHECK(ask(by, bob, request("FF")) == verdict::answered);
  CHECK(ask(by, alice, request("FF"), time_point(500ms)) == verdict::answered);
  CHECK(ask(by, alice, request("FF"), time_point(500ms)) == verdict::rate_limited);
}

TEST_CASE("all addresses together get so many pages and no more") {
  responder by({.total_rate = 4});
  for (std::uint16_t i = 0; i < 4; ++i)
    CHECK(ask(by, endpoint::v4({10, 9, 9, static_cast<std::uint8_t>(i)}, 1), request("FF")) ==
          verdict::answered);
  CHECK(ask(by, alice, request("FF")) == verdict::rate_limited);
  CHECK(ask(by, alice, request("FF"), time_point(250ms)) == verdict::answered);
}

TEST_CASE("a page that takes much looking for counts as many") {
  responder by({.total_rate = 4});
  (void)by.publish(many(3 * 231));
  const std::string none = request("FF", "0.0.0.0:0", "\\gameaddr\\1.2.3.4");
  CHECK(ask(by, alice, none) == verdict::answered);
  CHECK(ask(by, alice, none) == verdict::rate_limited);
}

TEST_CASE("a page that took more looking than there was left for is paid for by those after it") {
  responder by({.total_rate = 4});
  (void)by.publish(many(20 * 231));
  const std::string none = request("FF", "0.0.0.0:0", "\\gameaddr\\1.2.3.4");
  CHECK(ask(by, alice, none) == verdict::answered);  // which counts as 21
  CHECK(ask(by, bob, none, time_point(4499ms)) == verdict::rate_limited);
  CHECK(ask(by, bob, none, time_point(4500ms)) == verdict::answered);
}

TEST_CASE("no answer is longer than so many times its request") {
  responder by({.amplification = 2});
  (void)by.publish(many(231));
  const std::string shortest = request("FF");  // 13 bytes: 26, which is three addresses
  CHECK(reply(by, shortest) == normal(page({1, 2, 3})));
  CHECK(reply(by, shortest + " 00*3") == normal(page({1, 2, 3, 4})));
  CHECK(reply(by, shortest + " 00*700").size() == (6 + 6 * 231) * 3 - 1);
  responder miser({.amplification = 1});
  (void)miser.publish(many(231));
  CHECK(reply(miser, "31 FF \"1.1.1.1:1\" 00") == normal(page({1})));
}

TEST_CASE("who pages through gets every server once, however short the pages are") {
  for (const std::uint32_t entries : {1U, 2U, 7U, 231U}) {
    responder by({.page_entries = entries, .rate = 0, .total_rate = 0});
    (void)by.publish(many(50));
    master::client client({.interval = 0s});
    REQUIRE(client.request_list({}));
    std::vector<endpoint> got;
    bool over = false;
    for (int steps = 0; !over && steps < 200; ++steps) {
      const bytes out = client.poll_transmit({});
      REQUIRE(!out.empty());
      by.receive(alice, out, {});
      (void)by.poll_event();
      client.transmitted(out.size(), {});
      client.receive(from_hex(sent(by, alice)), {});
      while (const auto event = client.poll_event()) {
        if (const auto* some = std::get_if<master::servers>(&*event))
          got.insert(got.end(), some->list.begin(), some->list.end());
        if (const auto* end = std::get_if<master::listed>(&*event)) {
          over = true;
          CHECK(!end->partial);
        }
      }
    }
    REQUIRE(over);
    REQUIRE(got.size() == 50);
    for (std::uint32_t n = 1; n <= 50; ++n) CHECK(got[n - 1] == numbered(n).address);
  }
}

TEST_CASE("pages wait for the transport, as many as there is room for") {
  responder by({.max_queue = 2});
  (void)by.publish(many(1));
  CHECK(ask(by, alice, request("FF")) == verdict::answered);
  CHECK(ask(by, bob, request("FF")) == verdict::answered);
  CHECK(ask(by, alice, request("FF")) == verdict::queue_full);
  by.transmit_failed(std::make_error_code(std::errc::host_unreachable), {});  // alice's
  CHECK(sent(by, bob) == normal(last_page({1})));
  CHECK(sent(by, bob).empty());
}

TEST_CASE("what cannot be listed is refused and changes nothing") {
  responder by({.max_servers = 2});
  CHECK(!by.publish(std::vector{numbered(1)}));
  const auto refused = [&](const std::vector<registration>& servers) {
    return by.publish(servers) == gamewire::errc::invalid_argument;
  };
  CHECK(refused({numbered(1), numbered(2), numbered(3)}));
  CHECK(refused({{*endpoint::parse("[::1]:1")}}));
  CHECK(refused({{*endpoint::parse("0.0.0.0:0")}}));
  CHECK(refused({{endpoint{}}}));
  CHECK(refused({numbered(1, region::world, "no info")}));
  CHECK(by.size() == 1);
  CHECK(reply(by, request("FF")) == normal(last_page({1})));
}

TEST_CASE("closed, it sends what waits and reads no more; or drops that in time") {
  for (const bool in_time : {true, false}) {
    responder by({.closing_timeout = 2s});
    CHECK(ask(by, alice, request("FF")) == verdict::answered);
    CHECK(by.deadline() == never);
    by.close(time_point(1s));
    CHECK(by.deadline() == time_point(3s));
    by.receive(alice, from_hex(request("FF")), time_point(1s));
    CHECK(!by.poll_event());
    CHECK(by.publish({}) == gamewire::errc::closed);
    CHECK(!by.done());
    if (in_time)
      CHECK(!sent(by, alice).empty());
    else
      by.on_timeout(time_point(3s));
    const auto end = by.poll_event();
    REQUIRE(end.has_value());
    CHECK(!std::get<closed>(*end).error);
    CHECK(by.done());
    CHECK(by.deadline() == never);
    CHECK(sent(by, alice).empty());
  }
}

TEST_CASE("options out of range close it from the start") {
  for (const responder::options& wrong : {responder::options{.page_entries = 0},
                                          {.page_entries = 232},
                                          {.burst = 0},
                                          {.rate_table = 4},
                                          {.rate_table = 9},
                                          {.max_queue = 0},
                                          {.max_queue = 65537},
                                          {.max_servers = (1U << 24U) + 1},
                                          {.closing_timeout = -1s}}) {
    CHECK(wrong.validate() == gamewire::errc::invalid_options);
    responder dead(wrong);
    dead.receive(alice, from_hex(request("FF")), {});
    const auto event = dead.poll_event();
    REQUIRE(event.has_value());
    CHECK(std::get<closed>(*event).error == gamewire::errc::invalid_options);
    CHECK(dead.done());
  }
}

TEST_SUITE_END();
