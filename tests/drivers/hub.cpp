#include <array>
#include <map>

#include <doctest/doctest.h>

#include <gamewire/wildcards.hpp>

#include "echo.hpp"
#include "every_driver.hpp"
#include "loopback.hpp"
#include "native.hpp"
#include "strict.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::bound;
using loopback::closed_port;

namespace {

using hub_under_test = strict::hub_of<echo::responder>;

template <class Driver>
Driver bind(std::vector<endpoint> local = {loopback::v4}, driver_options chosen = {}) {
  auto made = Driver::bind(local, hub_under_test(), std::move(chosen));
  REQUIRE(made);
  return std::move(*made);
}

template <class Driver>
echo::responder& inside(Driver& of) {
  return *of.hub().operator->();
}

/// Runs until so many events of one kind have come.
template <class Event, class Driver>
std::vector<Event> next_of(Driver& of, std::size_t count) {
  std::vector<Event> seen;
  CHECK_FALSE(of.run([&](const auto& event) {
    if (const auto* wanted = std::get_if<Event>(&event)) seen.push_back(*wanted);
    return seen.size() < count;
  }));
  CHECK(of.hub().faults().empty());
  return seen;
}

/// Lets out what is still to be sent.
template <class Driver>
void close(Driver& of) {
  of.hub().close(system::now());
  CHECK_FALSE(of.run([](const auto&) {}));
  CHECK(of.hub().done());
}

}  // namespace

TEST_CASE_TEMPLATE("a hub answers many peers, each with its own answer", Driver,
                   HUB_DRIVERS(hub_under_test)) {
  Driver here = bind<Driver>();
  std::vector<system::socket> peers;
  for (int i = 0; i < 200; ++i) {
    peers.push_back(bound());
    REQUIRE(peers.back().send_to(here.local_endpoint(), as_bytes("I am " + std::to_string(i))));
  }
  CHECK(next_of<echo::asked>(here, 200).size() == 200);
  close(here);
  for (int i = 0; i < 200; ++i)
    CHECK(loopback::next(peers[static_cast<std::size_t>(i)]) == "I am " + std::to_string(i));
}

TEST_CASE_TEMPLATE("datagrams of every length come whole, among each other", Driver,
                   HUB_DRIVERS(hub_under_test)) {
  Driver here = bind<Driver>();
  system::socket peer = bound();
  std::vector<std::string> said;
  for (const std::size_t length :
       std::array<std::size_t, 11>{1, 1535, 1536, 1537, 1538, 3000, 1, 65'507, 1536, 40'000, 5})
    said.emplace_back(length, static_cast<char>('a' + said.size()));
  for (std::string& one : said) {
    one.back() = '.';
    REQUIRE(peer.send_to(here.local_endpoint(), as_bytes(one)));
  }
  next_of<echo::asked>(here, said.size());
  close(here);
  for (const std::string& one : said) CHECK(loopback::next(peer) == one);
}

TEST_CASE_TEMPLATE("a hub's datagrams are cut by IP unless that is forbidden", Driver,
                   HUB_DRIVERS(hub_under_test)) {
  Driver plain = bind<Driver>();
  Driver whole = bind<Driver>({loopback::v4}, {.never_fragment = true});
  CHECK(native::may_be_cut(plain.sockets()[0]));
  CHECK_FALSE(native::may_be_cut(whole.sockets()[0]));
  if (loopback::has_v6()) CHECK_NOTHROW(bind<Driver>({loopback::v6}, {.never_fragment = true}));
  close(plain);
  close(whole);
}

TEST_CASE_TEMPLATE("a hub has one socket per family and answers from the right one", Driver,
                   HUB_DRIVERS(hub_under_test)) {
  if (!loopback::has_v6()) return;
  Driver here = bind<Driver>({loopback::v6, loopback::v4});
  CHECK(here.local_endpoint(0).is_v6());
  CHECK(here.local_endpoint(1).is_v4());
  system::socket six = bound(loopback::v6);
  system::socket four = bound();
  REQUIRE(six.send_to(here.local_endpoint(0), as_bytes("six")));
  REQUIRE(four.send_to(here.local_endpoint(1), as_bytes("four")));
  next_of<echo::asked>(here, 2);
  close(here);
  CHECK(loopback::next(six) == "six");
  CHECK(loopback::next(four) == "four");
}

TEST_CASE_TEMPLATE("peers that refuse are named, one by one, and the others get what is theirs" *
                       doctest::skip(native::hides_who_refused),
                   Driver, HUB_DRIVERS(hub_under_test)) {
  for (const endpoint& at : {loopback::v4, loopback::v6}) {
    if (at.is_v6() && !loopback::has_v6()) continue;
    Driver here = bind<Driver>({at});
    system::socket alive = bound(at);
    std::map<endpoint, int> dead;
    for (int i = 0; i < 30; ++i) {
      const endpoint nobody = closed_port(at);
      dead[nobody] = 0;
      inside(here).shout(nobody, "anybody?");
      inside(here).shout(*alive.local_endpoint(), std::to_string(i));
    }
    for (const auto& lost : next_of<echo::lost>(here, dead.size())) {
      CHECK(lost.sent);
      CHECK(lost.error == std::errc::connection_refused);
      ++dead[lost.to];
    }
    for (const auto& [to, times] : dead) CHECK(times == 1);
    for (int i = 0; i < 30; ++i) CHECK(loopback::next(alive) == std::to_string(i));
  }
}

TEST_CASE_TEMPLATE("what cannot be sent is reported alone, and the rest goes out", Driver,
                   HUB_DRIVERS(hub_under_test)) {
  Driver here = bind<Driver>();
  system::socket alive = bound();
  inside(here).shout(*alive.local_endpoint(), "first");
  inside(here).shout(*alive.local_endpoint(), std::string(66'000, 'x'));
  inside(here).shout(loopback::v6.with_port(9), "no socket for this");
  inside(here).shout(loopback::forbidden, "nobody may");
  inside(here).shout(*alive.local_endpoint(), "last");
  const auto lost = next_of<echo::lost>(here, 3);
  close(here);
  CHECK_FALSE((lost[0].sent || lost[1].sent || lost[2].sent));
  CHECK(lost[0].error == std::errc::message_size);
  CHECK(lost[1].error == std::errc::address_family_not_supported);
  CHECK(lost[2].error == std::errc::permission_denied);
  CHECK(loopback::next(alive) == "first");
  CHECK(loopback::next(alive) == "last");
}

TEST_CASE_TEMPLATE("a handler that wants a pause after each event loses none of those that came together",
                   Driver, HUB_DRIVERS(hub_under_test)) {
  Driver here = bind<Driver>();
  system::socket peer = bound();
  std::string all, expected;
  for (int i = 0; i < 100; ++i) {
    const std::string text = std::to_string(i) + " ";
    expected += text;
    REQUIRE(peer.send_to(here.local_endpoint(), as_bytes(text)));
  }
  while (!all.ends_with("last"))
    CHECK_FALSE(here.run([&](const auto& event) {
      REQUIRE(peer.send_to(here.local_endpoint(), as_bytes("last")));
      all += std::get<echo::asked>(event).text;
      return false;
    }));
  CHECK(all == expected + "last");
  CHECK(here.hub().faults().empty());
}

TEST_CASE_TEMPLATE("news of a peer that refuses, which nobody wants more of, costs no datagram" *
                       doctest::skip(native::hides_who_refused),
                   Driver, HUB_DRIVERS(hub_under_test)) {
  system::socket peer = bound();
  endpoint at;
  Driver here =
      bind<Driver>({loopback::v4}, {.trace = [&](direction, const endpoint&, bytes payload, time_point) {
                     if (as_text(payload) == "hello") CHECK(peer.send_to(at, as_bytes("first ")));
                   }});
  at = here.local_endpoint();
  inside(here).shout(closed_port(), "anybody?");
  inside(here).shout(*peer.local_endpoint(), "hello");
  std::string all;
  while (!all.ends_with("last"))
    CHECK_FALSE(here.run([&](const auto& event) {
      REQUIRE(peer.send_to(at, as_bytes("last")));
      if (const auto* one = std::get_if<echo::asked>(&event)) all += one->text;
      return false;
    }));
  CHECK(all == "first last");
}

TEST_CASE_TEMPLATE("a handler that keeps on asking does not keep the hub from listening", Driver,
                   HUB_DRIVERS(hub_under_test)) {
  Driver here = bind<Driver>();
  system::socket peer = bound();
  REQUIRE(peer.send_to(here.local_endpoint(), as_bytes("hello")));
  inside(here).shout(loopback::forbidden, "again");
  bool listened = false;
  CHECK_FALSE(here.run([&](const auto& event) {
    if (std::holds_alternative<echo::lost>(event)) inside(here).shout(loopback::forbidden, "again");
    listened = std::holds_alternative<echo::asked>(event);
    return !listened;
  }));
  CHECK(listened);
}

TEST_CASE_TEMPLATE("a hub waits without a busy loop, and ends when it is closed", Driver,
                   HUB_DRIVERS(hub_under_test)) {
  Driver here = bind<Driver>();
  std::thread later([&, to = here.local_endpoint()] {
    std::this_thread::sleep_for(30ms);
    CHECK(bound().send_to(to, as_bytes("enough")));
  });
  CHECK_FALSE(here.run([&](const auto& event) {
    if (std::holds_alternative<echo::asked>(event)) here.hub().close(system::now());
  }));
  later.join();
  CHECK(here.hub().done());
  CHECK(here.hub().looks() < 10);
}

TEST_CASE_TEMPLATE("datagrams of 60 KB arrive whole, and so do their answers", Driver,
                   HUB_DRIVERS(hub_under_test)) {
  Driver here = bind<Driver>();
  system::socket peer = bound();
  const std::string large(60'000, 'x');
  REQUIRE(peer.send_to(here.local_endpoint(), as_bytes(large)));
  next_of<echo::asked>(here, 1);
  close(here);
  CHECK(loopback::next(peer) == large);
}

TEST_CASE_TEMPLATE("the trace of a hub names the peers", Driver, HUB_DRIVERS(hub_under_test)) {
  std::vector<std::string> seen;
  system::socket peer = bound();
  Driver here = bind<Driver>(
      {loopback::v4}, {.trace = [&](direction way, const endpoint& with, bytes payload, time_point) {
        CHECK(with == *peer.local_endpoint());
        seen.push_back((way == direction::sent ? "> " : "< ") + std::string(as_text(payload)));
      }});
  REQUIRE(peer.send_to(here.local_endpoint(), as_bytes("hello")));
  next_of<echo::asked>(here, 1);
  close(here);
  CHECK(seen == std::vector<std::string>{"< hello", "> hello"});
}

TEST_CASE_TEMPLATE("open sockets can be brought along; two of a family, or none, are a mistake", Driver,
                   HUB_DRIVERS(hub_under_test)) {
  std::vector<system::socket> one;
  one.push_back(bound());
  const endpoint at = *one[0].local_endpoint();
  auto here = Driver::adopt(std::move(one), hub_under_test());
  REQUIRE(here);
  CHECK(here->local_endpoint() == at);
  CHECK(here->local_endpoint(1) == endpoint{});

  const std::array two{loopback::v4, loopback::v4};
  CHECK(Driver::bind(two, hub_under_test()).error() == std::errc::invalid_argument);
  CHECK(Driver::bind({}, hub_under_test()).error() == std::errc::invalid_argument);
  CHECK(Driver::bind({{at}}, hub_under_test()).error() == std::errc::address_in_use);
}

TEST_CASE("who asks sends from any address of each family that is wanted and that there is") {
  const endpoint any_v4 = endpoint::v4({}, 0);
  const endpoint any_v6 = endpoint::v6({}, 0);
  CHECK(wildcards(ip_preference::v4_only) == std::vector{any_v4});
  const auto both = wildcards();
  REQUIRE(both);
  CHECK(both->front() == any_v4);
  if (loopback::has_v6()) {
    CHECK(wildcards(ip_preference::v6_only) == std::vector{any_v6});
    CHECK(*both == std::vector{any_v4, any_v6});
  }
}
