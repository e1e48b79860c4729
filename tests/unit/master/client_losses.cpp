/// What master::client makes of pages that are lost, cut, late or come again.
#include "client_harness.hpp"

namespace {

/// A page that is like one before: so often it is not believed, and asked for again.
void doubts(script<client>& played, const std::string& region, const std::string& page, unsigned times) {
  const std::string size = page == last_page({}) ? "0" : "1";
  for (; times != 0; --times)
    std::move(played).sends(request(region)).receives(page).event("unrequested page of " + size);
  std::move(played).sends(request(region)).receives(page);
}

}  // namespace

TEST_SUITE_BEGIN("master client losses");

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

TEST_CASE("doubt does not grow: the same list over and over takes two requests each time") {
  auto played = asked();
  std::move(played)
      .receives(last_page({1}))
      .event("servers 1 world\n  10.0.0.1:27015")
      .event("listed 1: 1 servers, 1 pages");
  for (int i = 2; i <= 10; ++i) {
    const std::string id = std::to_string(i);
    std::move(played).asks(lists());
    doubts(played, "FF", last_page({1}), 1);
    std::move(played)
        .event("servers " + id + " world\n  10.0.0.1:27015")
        .event("listed " + id + ": 1 servers, 1 pages");
  }
  std::move(played).check();
}

TEST_CASE("and eight regions without a server take fifteen") {
  std::vector<region> regions;
  for (unsigned i = 0; i != 8; ++i) regions.push_back(static_cast<region>(i));
  script<client> played(unlimited);
  std::move(played).asks(lists(regions)).sends(request("00")).receives(last_page({}));
  for (unsigned i = 1; i != 8; ++i) doubts(played, '0' + std::to_string(i), last_page({}), 1);
  std::move(played).event("listed 1: 0 servers, 8 pages").check();
}

TEST_CASE("a request that was not answered is one more reason to doubt, for as long as it may be answered") {
  auto played = asked();
  std::move(played)
      .timeout_at(first, first / 10)
      .sends(request("FF"))
      .receives(last_page({}))
      .event("listed 1: 0 servers, 1 pages");
  auto again = [&, id = 2](nanoseconds later, unsigned times) mutable {
    std::move(played).passes(later).asks(lists());
    doubts(played, "FF", last_page({}), times);
    std::move(played).event("listed " + std::to_string(id++) + ": 0 servers, 1 pages");
  };
  again(0s, 2);
  again(6s, 2);
  again(6s, 1);
  again(11s, 0);
  std::move(played).check();
}

TEST_CASE("so the copies that come only in the region after the next do not hide the servers of that") {
  script<client> played(unlimited);
  std::move(played)
      .asks(lists({region::us_east, region::us_west, region::europe}))
      .sends(request("00"))
      .timeout_at(first, first / 10)
      .sends(request("00"))
      .timeout_at(second, second / 10)
      .sends(request("00"))
      .receives(last_page({}));
  doubts(played, "01", last_page({}), 3);
  for (int i = 0; i != 3; ++i)  // two late ones, and one that the network made
    std::move(played).sends(request("03")).receives(last_page({})).event("unrequested page of 0");
  std::move(played)
      .sends(request("03"))
      .receives(last_page({2}))
      .event("servers 1 europe\n  10.0.0.2:27015")
      .event("listed 1: 1 servers, 3 pages")
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

TEST_SUITE_END();
