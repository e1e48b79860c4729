// Hubs on a loop: what the tests for every driver do not ask.
#include <doctest/doctest.h>

#include <gamewire/epoll/hub.hpp>

#include "echo.hpp"
#include "loopback.hpp"
#include "strict.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::bound;

namespace {

using hub_under_test = strict::hub_of<echo::responder>;
using driver = epoll::hub_driver<hub_under_test>;

driver bind(epoll::loop& loop, driver::handler on_event) {
  auto made = driver::bind(loop, {{loopback::v4}}, hub_under_test(), std::move(on_event));
  REQUIRE(made);
  return std::move(*made);
}

}  // namespace

TEST_CASE("a handler may destroy its hub in the middle of a batch") {
  auto loop = epoll::loop::open();
  std::optional<driver> here;
  int heard = 0;
  here = bind(*loop, [&](const auto&) {
    ++heard;
    here.reset();
  });
  system::socket peer = bound();
  for (int i = 0; i < 10; ++i) REQUIRE(peer.send_to(here->local_endpoint(), as_bytes("hello")));
  while (here) REQUIRE_FALSE(loop->run_once(never));
  CHECK_FALSE(loop->poll());
  CHECK(heard == 1);
}

TEST_CASE("a command may destroy its hub") {
  auto loop = epoll::loop::open();
  std::optional<driver> here;
  int heard = 0;
  here = bind(*loop, [&](const auto&) { ++heard; });
  CHECK_FALSE(loop->poll());
  here->command([&](hub_under_test&) { here.reset(); });
  here = bind(*loop, [&](const auto&) { here->command([&](hub_under_test&) { here.reset(); }); });
  REQUIRE(bound().send_to(here->local_endpoint(), as_bytes("hello")));
  while (here) REQUIRE_FALSE(loop->run_once(never));
  CHECK_FALSE(loop->poll());
  CHECK(heard == 0);
}

TEST_CASE("commands from its handler, from others and from outside reach a hub, which sends at once") {
  auto loop = epoll::loop::open();
  system::socket peer = bound();
  std::optional<driver> here;
  bool inside = false;
  here = bind(*loop, [&](const auto& event) {
    inside = true;
    if (const auto* one = std::get_if<echo::asked>(&event))
      here->command([&, to = one->from](hub_under_test& hub) {
        CHECK_FALSE(inside);
        hub->shout(to, "and another thing");
      });
    inside = false;
  });
  here->command([&](hub_under_test& hub) { hub->shout(*peer.local_endpoint(), "unasked"); });
  CHECK_FALSE(loop->poll());
  CHECK(loopback::next(peer) == "unasked");
  REQUIRE(peer.send_to(here->local_endpoint(), as_bytes("hello")));
  REQUIRE_FALSE(loop->run_once(never));
  CHECK(loopback::next(peer) == "hello");
  CHECK(loopback::next(peer) == "and another thing");
  here->close();
  while (!here->done()) REQUIRE_FALSE(loop->run_once(never));
  CHECK(here->hub().faults().empty());
  CHECK_FALSE(here->trouble());
}

TEST_CASE("in its own handler a hub takes commands directly, and sends at once") {
  auto loop = epoll::loop::open();
  system::socket peer = bound();
  std::optional<driver> here;
  here = bind(*loop, [&](const auto& event) {
    const auto* one = std::get_if<echo::asked>(&event);
    if (one == nullptr) return;
    const endpoint to = one->from;  // a command ends the views in the event
    here->hub()->shout(to, "and another thing");
  });
  REQUIRE_FALSE(loop->poll());
  REQUIRE(peer.send_to(here->local_endpoint(), as_bytes("hello")));
  REQUIRE_FALSE(loop->run_once(never));
  const std::string first = loopback::next(peer), second = loopback::next(peer);
  CHECK((first == "hello" || second == "hello"));
  CHECK((first == "and another thing" || second == "and another thing"));
  CHECK(here->hub().faults().empty());
}

TEST_CASE("a hub with more to do than its share lets others have their turn") {
  auto loop = epoll::loop::open();
  std::optional<driver> here;
  int refused = 0;
  bool over = false;
  here = bind(*loop, [&](const auto&) {
    ++refused;
    here->command([](hub_under_test& hub) { hub->shout(loopback::forbidden, "again"); });
  });
  here->command([](hub_under_test& hub) { hub->shout(loopback::forbidden, "again"); });
  const auto timer = loop->set_timer(system::now() + 1ms, [&] { over = true; });
  while (!over) REQUIRE_FALSE(loop->run_once(never));
  const int before = refused;
  CHECK_FALSE(loop->poll());
  CHECK(refused > before);
  CHECK(here->hub().faults().empty());
}

TEST_CASE("what cannot be bound is an error") {
  auto loop = epoll::loop::open();
  const system::socket taken = bound();
  CHECK(driver::bind(*loop, {{*taken.local_endpoint()}}, hub_under_test(), [](const auto&) {}).error() ==
        std::errc::address_in_use);
}
