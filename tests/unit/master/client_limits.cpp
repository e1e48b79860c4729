/// How many requests master::client sends, how long, and of how much.
#include "client_harness.hpp"

TEST_SUITE_BEGIN("master client limits");

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

TEST_CASE("the longest interval, and the largest burst") {
  script<client>({.interval = 24h, .burst = 1'000'000})
      .asks(lists())
      .sends(request("FF"))
      .receives(last_page({}))
      .event("listed 1: 0 servers, 1 pages")
      .check();
}

TEST_CASE("what went out for a list that was cancelled is no request of the next, but counts as one") {
  client c({.interval = 6s, .burst = 2});
  const auto ask = [&](region where) { return c.request_list({.regions = std::span(&where, 1)}).value(); };
  const auto cancel = [&](request_id id) {
    CHECK(!c.cancel(id));
    while (c.poll_event()) {
    }
  };
  const request_id first = ask(region::europe);
  const std::size_t size = c.poll_transmit({}).size();
  cancel(first);
  const request_id second = ask(region::asia);
  c.transmitted(size, {});
  const bytes out = c.poll_transmit({});
  CHECK(to_hex(out) == to_hex(from_hex(request("04"))));
  c.transmitted(out.size(), {});
  cancel(second);
  (void)ask(region::africa);
  CHECK(c.poll_transmit({}).empty());
  CHECK(c.deadline() == time_point(6s));
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
