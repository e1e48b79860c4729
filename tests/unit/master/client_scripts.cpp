/// Conversations of master::client, and each of them broken at every step.
#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/master/client.hpp>
#include <gamewire/master/filter.hpp>

#include "support/master_events.hpp"
#include "support/master_wire.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::master_wire;

namespace {

using master::client;
using master::region;

const client::options unlimited{.interval = 0s};

auto lists(std::vector<region> regions = {}, std::string filter = {}, std::size_t limit = 0) {
  return [=](client& c) { return c.request_list({.regions = regions, .filter = filter, .limit = limit}); };
}

script<client> asked(const client::options& options = unlimited) {
  return script<client>(options).asks(lists()).sends(request("FF"));
}

/// That an attempt is over, whatever its jitter.
constexpr nanoseconds first = 1500ms;
constexpr nanoseconds second = 2250ms;
constexpr nanoseconds third = 3375ms;

}  // namespace

TEST_SUITE_BEGIN("master client");

TEST_CASE("a list of one page") {
  asked()
      .receives(last_page({1, 2}))
      .event("servers 1 world\n  10.0.0.1:27015\n  10.0.0.2:27015")
      .event("listed 1: 2 servers, 1 pages")
      .closes()
      .event("closed")
      .check();
}

TEST_CASE("page after page, from the last address on, until the end") {
  asked()
      .receives(page({1, 2}))
      .event("servers 1 world\n  10.0.0.1:27015\n  10.0.0.2:27015")
      .sends(request("FF", "10.0.0.2:27015"))
      .receives(page({3}))
      .event("servers 1 world\n  10.0.0.3:27015")
      .sends(request("FF", "10.0.0.3:27015"))
      .receives(last_page({}))
      .event("listed 1: 3 servers, 3 pages")
      .check();
}

TEST_CASE("an empty list is a whole one") {
  asked().receives(last_page({})).event("listed 1: 0 servers, 1 pages").check();
}

TEST_CASE("region after region, each once, with the filter") {
  script<client>(unlimited)
      .asks(lists({region::europe, region::asia, region::europe}, "\\gamedir\\tf"))
      .sends(request("03", "0.0.0.0:0", "\\gamedir\\tf"))
      .receives(page({1}))
      .event("servers 1 europe\n  10.0.0.1:27015")
      .sends(request("03", "10.0.0.1:27015", "\\gamedir\\tf"))
      .receives(last_page({2}))
      .event("servers 1 europe\n  10.0.0.2:27015")
      .sends(request("04", "0.0.0.0:0", "\\gamedir\\tf"))
      .receives(last_page({3}))
      .event("servers 1 asia\n  10.0.0.3:27015")
      .event("listed 1: 3 servers, 3 pages")
      .check();
}

TEST_CASE("addresses that came before are dropped, in the same page, region and in others") {
  script<client>(unlimited)
      .asks(lists({region::europe, region::world}))
      .sends(request("03"))
      .receives(page({1, 1, 2}))
      .event("servers 1 europe\n  10.0.0.1:27015\n  10.0.0.2:27015")
      .sends(request("03", "10.0.0.2:27015"))
      .receives(last_page({2, 3}))
      .event("servers 1 europe\n  10.0.0.3:27015")
      .sends(request("FF"))
      .receives(page({2, 1}))
      .sends(request("FF", "10.0.0.1:27015"))
      .receives(last_page({4, 3}))
      .event("servers 1 world\n  10.0.0.4:27015")
      .event("listed 1: 4 servers, 4 pages")
      .check();
}

TEST_CASE("a new list knows nothing of the one before") {
  asked()
      .receives(last_page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .event("listed 1: 1 servers, 1 pages")
      .passes(10s)
      .asks(lists())
      .sends(request("FF"))
      .receives(last_page({1}))
      .event("servers 2 world\n  10.0.0.1:27015")
      .event("listed 2: 1 servers, 1 pages")
      .check();
}

TEST_CASE("as many as were wanted are a whole list") {
  script<client>(unlimited)
      .asks(lists({}, "", 3))
      .sends(request("FF"))
      .receives(page({1, 2}))
      .event("servers 1 world\n  10.0.0.1:27015\n  10.0.0.2:27015")
      .sends(request("FF", "10.0.0.2:27015"))
      .receives(page({3, 4}))
      .event("servers 1 world\n  10.0.0.3:27015")
      .event("listed 1: 3 servers, 2 pages")
      .check();
}

TEST_CASE("a list goes on where another stopped") {
  script<client>(unlimited)
      .asks([](client& c) {
        return c.request_list(
            {.regions = master::regions_named("eu"), .after = *endpoint::parse("10.0.0.9:27015")});
      })
      .sends(request("03", "10.0.0.9:27015"))
      .receives(last_page({10}))
      .event("servers 1 europe\n  10.0.0.10:27015")
      .event("listed 1: 1 servers, 1 pages")
      .check();
}

TEST_CASE("a lost page is asked for again, each time after half as long again") {
  asked()
      .timeout_at(first, first / 10)
      .sends(request("FF"))
      .timeout_at(second, second / 10)
      .sends(request("FF"))
      .receives(last_page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .event("listed 1: 1 servers, 1 pages")
      .check();
}

TEST_CASE("silence from the start is a failure") {
  asked()
      .timeout_at(first, first / 10)
      .sends(request("FF"))
      .timeout_at(second, second / 10)
      .sends(request("FF"))
      .timeout_at(third, third / 10)
      .event("failed 1: no answer in time")
      .check();
}

TEST_CASE("silence later cuts the list short, and that is said") {
  asked({.retries = 0, .interval = 0s})
      .receives(page({1, 2}))
      .event("servers 1 world\n  10.0.0.1:27015\n  10.0.0.2:27015")
      .sends(request("FF", "10.0.0.2:27015"))
      .timeout_at(first, first / 10)
      .event("listed 1: 2 servers, 1 pages, cut short: no answer in time, in world behind 10.0.0.2:27015")
      .check();
}

TEST_CASE("in the next region as well, of which nothing is known") {
  script<client>({.retries = 0, .interval = 0s})
      .asks(lists({region::europe, region::asia}))
      .sends(request("03"))
      .receives(last_page({1}))
      .event("servers 1 europe\n  10.0.0.1:27015")
      .sends(request("04"))
      .timeout_at(first, first / 10)
      .event("listed 1: 1 servers, 1 pages, cut short: no answer in time, in asia")
      .check();
}

TEST_CASE("an empty page without the end cuts it short") {
  asked()
      .receives(page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .sends(request("FF", "10.0.0.1:27015"))
      .receives(page({}))
      .event(
          "listed 1: 1 servers, 2 pages, cut short: the list stops without its end, in world behind "
          "10.0.0.1:27015")
      .check();
}

TEST_CASE("a page that was cut counts as far as it goes, and the list goes on from there") {
  asked()
      .receives(page({1}) + "0A 00 00 02")
      .event("servers 1 world\n  10.0.0.1:27015")
      .sends(request("FF", "10.0.0.1:27015"))
      .receives(last_page({2}))
      .event("servers 1 world\n  10.0.0.2:27015")
      .event("listed 1: 2 servers, 2 pages")
      .check();
}

TEST_CASE("0.0.0.0:0 among others is nobody's address, and not the end") {
  asked()
      .receives(page({1}) + list_end + addresses({2}))
      .event("servers 1 world\n  10.0.0.1:27015\n  10.0.0.2:27015")
      .sends(request("FF", "10.0.0.2:27015"))
      .receives(last_page({}))
      .event("listed 1: 2 servers, 2 pages")
      .check();
}

TEST_CASE("the late copy of a page is not the next one") {
  asked()
      .timeout_at(first, first / 10)
      .sends(request("FF"))
      .receives(page({1, 2}))
      .event("servers 1 world\n  10.0.0.1:27015\n  10.0.0.2:27015")
      .sends(request("FF", "10.0.0.2:27015"))
      .receives(page({1, 2}))
      .event("unrequested page of 2")
      .receives(page({3}))
      .event("servers 1 world\n  10.0.0.3:27015")
      .sends(request("FF", "10.0.0.3:27015"))
      .receives(page({1, 2}))
      .event("unrequested page of 2")
      .receives(last_page({}))
      .event("listed 1: 3 servers, 3 pages")
      .check();
}

TEST_CASE("a master that only repeats itself is given up, and the list is cut short") {
  asked({.retries = 1, .interval = 0s})
      .receives(page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .sends(request("FF", "10.0.0.1:27015"))
      .receives(page({1}))
      .event("unrequested page of 1")
      .timeout_at(first, first / 10)
      .sends(request("FF", "10.0.0.1:27015"))
      .receives(page({1}))
      .event("unrequested page of 1")
      .timeout_at(second, second / 10)
      .event(
          "listed 1: 1 servers, 1 pages, cut short: the master server repeats its pages, in world behind "
          "10.0.0.1:27015")
      .check();
}

TEST_CASE("a page like the last of the region before is doubted once, and then believed") {
  script<client>(unlimited)
      .asks(lists({region::us_east, region::us_west}))
      .sends(request("00"))
      .receives(last_page({}))
      .sends(request("01"))
      .receives(last_page({}))
      .event("unrequested page of 0")
      .sends(request("01"))
      .receives(last_page({}))
      .event("listed 1: 0 servers, 2 pages")
      .check();
}

TEST_CASE("and as often as that one was asked for, so that no late copy hides the servers of a region") {
  script<client>(unlimited)
      .asks(lists({region::us_east, region::us_west}))
      .sends(request("00"))
      .timeout_at(first, first / 10)
      .sends(request("00"))
      .receives(last_page({1}))
      .event("servers 1 us-east\n  10.0.0.1:27015")
      .sends(request("01"))
      .receives(last_page({1}))
      .event("unrequested page of 1")
      .sends(request("01"))
      .receives(last_page({1}))
      .event("unrequested page of 1")
      .sends(request("01"))
      .receives(last_page({2}))
      .event("servers 1 us-west\n  10.0.0.2:27015")
      .event("listed 1: 2 servers, 2 pages")
      .check();
}

TEST_CASE("nor does it hide those of the next list") {
  asked()
      .receives(last_page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .event("listed 1: 1 servers, 1 pages")
      .asks(lists())
      .sends(request("FF"))
      .receives(last_page({1}))
      .event("unrequested page of 1")
      .sends(request("FF"))
      .receives(last_page({1, 2}))
      .event("servers 2 world\n  10.0.0.1:27015\n  10.0.0.2:27015")
      .event("listed 2: 2 servers, 1 pages")
      .check();
}

TEST_CASE("requests wait where their number is limited, retries too") {
  script<client>({.retries = 1, .interval = 6s, .burst = 2})
      .asks(lists())
      .sends(request("FF"))
      .receives(page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .sends(request("FF", "10.0.0.1:27015"))
      .passes(10ms)
      .receives(page({2}))
      .event("servers 1 world\n  10.0.0.2:27015")
      .timeout_at(5990ms)
      .sends(request("FF", "10.0.0.2:27015"))
      .timeout_at(first, first / 10)
      // What waits for the limit is no attempt: it has all its time when it has gone out.
      .timeout_at(6s - first, first / 10)
      .sends(request("FF", "10.0.0.2:27015"))
      .timeout_at(second, second / 10)
      .event("listed 1: 2 servers, 2 pages, cut short: no answer in time, in world behind 10.0.0.2:27015")
      .check();
}

TEST_CASE("the limit holds from one list to the next") {
  script<client>({.interval = 6s, .burst = 1})
      .asks(lists())
      .sends(request("FF"))
      .receives(last_page({}))
      .event("listed 1: 0 servers, 1 pages")
      .passes(10ms)
      .asks(lists())
      .timeout_at(5990ms)
      .sends(request("FF"))
      .receives(last_page({1}))
      .event("servers 2 world\n  10.0.0.1:27015")
      .event("listed 2: 1 servers, 1 pages")
      .check();
}

TEST_CASE("a deadline ends the list, also while it waits for the limit") {
  script<client>({.deadline = 2s, .interval = 6s, .burst = 1})
      .asks(lists())
      .sends(request("FF"))
      .receives(page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .timeout_at(2s)
      .event("listed 1: 1 servers, 1 pages, cut short: no answer in time, in world behind 10.0.0.1:27015")
      .check();
}

TEST_CASE("each list has a deadline of its own") {
  script<client>({.deadline = 1s, .interval = 0s})
      .asks(lists())
      .sends(request("FF"))
      .receives(last_page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .event("listed 1: 1 servers, 1 pages")
      .passes(5s)
      .asks(lists())
      .sends(request("FF"))
      .receives(last_page({2}))
      .event("servers 2 world\n  10.0.0.2:27015")
      .event("listed 2: 1 servers, 1 pages")
      .check();
  script<client>({.deadline = 1s, .interval = 0s})
      .asks(lists())
      .sends(request("FF"))
      .timeout_at(1s)
      .event("failed 1: no answer in time")
      .asks(lists())
      .sends(request("FF"))
      .timeout_at(1s)
      .event("failed 2: no answer in time")
      .check();
}

TEST_CASE("a transport that takes nothing ends the list in time") {
  script<client>({.retries = 1, .interval = 0s})
      .deaf()
      .asks(lists())
      .timeout_at(first, first / 10)
      .timeout_at(second, second / 10)
      .event("failed 1: no answer in time")
      .check();
}

TEST_CASE("the limits of memory and of work cut it short, behind what was told") {
  asked({.interval = 0s, .max_servers = 3})
      .receives(page({1, 2}))
      .event("servers 1 world\n  10.0.0.1:27015\n  10.0.0.2:27015")
      .sends(request("FF", "10.0.0.2:27015"))
      .receives(page({3, 4}))
      .event("servers 1 world\n  10.0.0.3:27015")
      .event(
          "listed 1: 3 servers, 2 pages, cut short: the list has more servers than the limit, in world "
          "behind "
          "10.0.0.3:27015")
      .check();
  asked({.interval = 0s, .max_pages = 2})
      .receives(page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .sends(request("FF", "10.0.0.1:27015"))
      .receives(page({2}))
      .event("servers 1 world\n  10.0.0.2:27015")
      .event(
          "listed 1: 2 servers, 2 pages, cut short: the list has more pages than the limit, in world behind "
          "10.0.0.2:27015")
      .check();
}

TEST_CASE("what is no page is told, and is why a list fails that nothing better comes for") {
  asked({.retries = 0, .interval = 0s})
      .receives("FF FF FF FF 49 00")
      .event("rejected: not a page of a server list\n  FF FF FF FF 49 00")
      .timeout_at(first, first / 10)
      .event("failed 1: not a page of a server list")
      .check();
}

TEST_CASE("but silence after the next attempt is silence") {
  asked({.retries = 1, .interval = 0s})
      .receives("FF FF FF FF 49 00")
      .event("rejected: not a page of a server list\n  FF FF FF FF 49 00")
      .timeout_at(first, first / 10)
      .sends(request("FF"))
      .timeout_at(second, second / 10)
      .event("failed 1: no answer in time")
      .check();
}

TEST_CASE("a driver that never gets to send hears the end of a closed client all the same") {
  client subject({.retries = 1, .interval = 0s});
  REQUIRE(subject.request_list({}));
  subject.close({});
  for (int attempt = 0; attempt < 2; ++attempt) {
    REQUIRE(subject.deadline() != never);
    subject.on_timeout(subject.deadline());
  }
  const auto ended = subject.poll_event();
  REQUIRE(ended.has_value());
  CHECK(describe(*ended) == "failed 1: no answer in time");
}

TEST_CASE("pages that nobody asked for") {
  script<client>(unlimited)
      .receives(page({1, 2}))
      .event("unrequested page of 2")
      .asks(lists())
      .sends(request("FF"))
      .receives(last_page({}))
      .event("listed 1: 0 servers, 1 pages")
      .receives(last_page({3}))
      .event("unrequested page of 1")
      .check();
}

TEST_CASE("one list at a time; cancelled, it is over") {
  asked()
      .asks_in_vain(lists(), gamewire::errc::busy)
      .receives(page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .sends(request("FF", "10.0.0.1:27015"))
      .cancels(1)
      .event("failed 1: cancelled")
      .receives(page({2}))
      .event("unrequested page of 1")
      .check();
}

TEST_CASE("what cannot be asked is refused") {
  script<client>(unlimited)
      .asks_in_vain(lists({}, std::string(master::max_filter_size + 1, 'x')),
                    gamewire::errc::invalid_argument)
      .asks_in_vain(lists({}, std::string("a\0b", 3)), gamewire::errc::invalid_argument)
      .asks_in_vain(lists(std::vector<region>(client::most_regions + 1)), gamewire::errc::invalid_argument)
      .asks_in_vain([](client& c) { return c.request_list({.after = *endpoint::parse("[::1]:1")}); },
                    gamewire::errc::invalid_argument)
      .closes()
      .event("closed")
      .asks_in_vain(lists(), gamewire::errc::closed)
      .check();
}

TEST_CASE("the end of the transport: a failure without a page, a list cut short with one") {
  const auto refused = std::make_error_code(std::errc::connection_refused);
  asked().ends(refused).event("failed 1: " + refused.message()).event("closed: " + refused.message()).check();
  asked()
      .receives(page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .sends(request("FF", "10.0.0.1:27015"))
      .ends()
      .event("listed 1: 1 servers, 1 pages, cut short: closed, in world behind 10.0.0.1:27015")
      .event("closed")
      .check();
}

TEST_CASE("options out of range close the client from the start") {
  for (const client::options& wrong : {client::options{.timeout = 0s},
                                       {.timeout = 25h},
                                       {.retries = 33},
                                       {.deadline = 0s},
                                       {.interval = -1s},
                                       {.interval = 25h},
                                       {.burst = 0},
                                       {.burst = 1'000'001},
                                       {.max_servers = 0},
                                       {.max_pages = 0}}) {
    CHECK(wrong.validate() == gamewire::errc::invalid_options);
    client dead(wrong);
    CHECK(!dead.request_list({}));
    const auto event = dead.poll_event();
    REQUIRE(event.has_value());
    CHECK(std::get<closed>(*event).error == gamewire::errc::invalid_options);
    CHECK(dead.done());
  }
  CHECK(!client::options{}.validate());
}

TEST_CASE("the usual limit keeps within what is known of Valve's masters") {
  token_bucket rate = token_bucket::every(client::options{}.interval, client::options{}.burst);
  time_point now{};
  std::vector<time_point> sent;
  while (now < time_point(10min)) {
    if (rate.available(now) == 0) now = rate.next();
    rate.take(1, now);
    sent.push_back(now);
  }
  const auto most = [&](nanoseconds window) {
    std::ptrdiff_t found = 0;
    for (auto from = sent.begin(); from != sent.end(); ++from)
      found = std::max(found, std::ranges::upper_bound(sent, *from + window) - from);
    return found;
  };
  CHECK(most(1min) == 20);
  CHECK(most(5min) == 60);
}

TEST_SUITE_END();
