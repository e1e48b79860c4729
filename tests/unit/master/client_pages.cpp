/// How master::client lists servers, page after page.
#include "client_harness.hpp"

TEST_SUITE_BEGIN("master client pages");

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

TEST_SUITE_END();
