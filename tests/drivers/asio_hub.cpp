#include <map>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_future.hpp>
#include <doctest/doctest.h>

#include <gamewire/asio/hub.hpp>

#include "echo.hpp"
#include "loopback.hpp"
#include "native.hpp"
#include "strict.hpp"

using namespace gamewire;
using loopback::bound;
using loopback::closed_port;
using namespace std::chrono_literals;

namespace {

using hub_under_test = strict::hub_of<echo::responder>;
using driver = gamewire::asio::hub_driver<hub_under_test>;

driver bind(::asio::io_context& io, std::vector<endpoint> local = {loopback::v4}) {
  auto made = driver::bind(io.get_executor(), local, hub_under_test());
  REQUIRE(made);
  return std::move(*made);
}

echo::responder& inside(driver& of) { return *of.hub().operator->(); }

/// Lets it run until so many events of one kind have come.
template <class Event>
std::vector<Event> next_of(::asio::io_context& io, driver& of, std::size_t count) {
  std::vector<Event> seen;
  bool ended = false;
  of.async_run(
      [&](const auto& event) {
        if (const auto* wanted = std::get_if<Event>(&event)) seen.push_back(*wanted);
        return seen.size() < count;
      },
      [&](std::error_code why) {
        CHECK_FALSE(why);
        ended = true;
      });
  io.restart();
  io.run_for(10s);
  CHECK(ended);
  CHECK(of.hub().faults().empty());
  return seen;
}

}  // namespace

TEST_CASE("asio: a hub answers 200 peers, each with its own answer") {
  ::asio::io_context io;
  driver here = bind(io);
  std::vector<system::socket> peers;
  for (int i = 0; i < 200; ++i) {
    peers.push_back(bound());
    REQUIRE(peers.back().send_to(here.local_endpoint(), as_bytes("I am " + std::to_string(i))));
  }
  bool ended = false;
  int asked = 0;
  here.async_run(
      [&](const auto& event) {
        asked += std::holds_alternative<echo::asked>(event);
        if (asked == 200) here.hub().close(system::now());
      },
      [&](std::error_code why) {
        CHECK_FALSE(why);
        ended = true;
      });
  io.run_for(10s);
  CHECK(ended);
  CHECK(asked == 200);
  CHECK(here.hub().done());
  CHECK(here.hub().faults().empty());
  for (int i = 0; i < 200; ++i)
    CHECK(loopback::next(peers[static_cast<std::size_t>(i)]) == "I am " + std::to_string(i));
}

TEST_CASE("asio: between two runs of a hub nothing is lost of what came together") {
  ::asio::io_context io;
  driver here = bind(io);
  system::socket peer = bound();
  for (int i = 0; i < 10; ++i) REQUIRE(peer.send_to(here.local_endpoint(), as_bytes("hello")));
  for (int i = 0; i < 10; ++i) CHECK(next_of<echo::asked>(io, here, 1).size() == 1);
}

TEST_CASE("asio: one socket per family, and the answer from the right one") {
  if (!loopback::has_v6()) return;
  ::asio::io_context io;
  driver here = bind(io, {loopback::v6, loopback::v4});
  system::socket six = bound(loopback::v6);
  system::socket four = bound();
  REQUIRE(six.send_to(here.local_endpoint(0), as_bytes("six")));
  REQUIRE(four.send_to(here.local_endpoint(1), as_bytes("four")));
  next_of<echo::asked>(io, here, 2);
  here.hub().close(system::now());
  next_of<echo::lost>(io, here, 1);  // ends with the hub
  CHECK(loopback::next(six) == "six");
  CHECK(loopback::next(four) == "four");
}

TEST_CASE("asio: peers that refuse are named, one by one, and the others get what is theirs" *
          doctest::skip(native::hides_who_refused)) {
  for (const endpoint& at : {loopback::v4, loopback::v6}) {
    if (at.is_v6() && !loopback::has_v6()) continue;
    ::asio::io_context io;
    driver here = bind(io, {at});
    system::socket alive = bound(at);
    std::map<endpoint, int> dead;
    for (int i = 0; i < 30; ++i) {
      const endpoint nobody = closed_port(at);
      dead[nobody] = 0;
      inside(here).shout(nobody, "anybody?");
      inside(here).shout(*alive.local_endpoint(), std::to_string(i));
    }
    for (const auto& lost : next_of<echo::lost>(io, here, dead.size())) {
      CHECK(lost.sent);
      CHECK(lost.error == std::errc::connection_refused);
      ++dead[lost.to];
    }
    for (const auto& [to, times] : dead) CHECK(times == 1);
    for (int i = 0; i < 30; ++i) CHECK(loopback::next(alive) == std::to_string(i));
  }
}

TEST_CASE("asio: a hub waits without a busy loop, beside the timers of others, and wakes for a post") {
  ::asio::io_context io;
  driver here = bind(io);
  system::socket peer = bound();
  ::asio::steady_timer timer(io, 20ms);
  timer.async_wait([&](std::error_code) {
    here.post([&](hub_under_test& hub) { hub->shout(*peer.local_endpoint(), "unasked"); });
  });
  ::asio::steady_timer end(io, 60ms);
  end.async_wait([&](std::error_code) { here.stop(); });
  std::error_code why;
  here.async_run([](const auto&) {}, [&](std::error_code ended) { why = ended; });
  io.run_for(10s);
  CHECK(io.stopped());
  CHECK(why == ::asio::error::operation_aborted);
  CHECK(loopback::next(peer) == "unasked");
  CHECK(here.hub().looks() < 10);
}

TEST_CASE("asio: a hub that nobody runs gives the context no work, and one run excludes another") {
  ::asio::io_context io;
  driver here = bind(io);
  CHECK(io.run() == 0);
  io.restart();
  std::vector<std::error_code> ends;
  ::asio::cancellation_signal cancel;
  here.async_run([](const auto&) {}, ::asio::bind_cancellation_slot(
                                         cancel.slot(), [&](std::error_code why) { ends.push_back(why); }));
  here.async_run([](const auto&) {},
                 [&](std::error_code why) {
                   ends.push_back(why);
                   cancel.emit(::asio::cancellation_type::terminal);
                 });
  io.run_for(10s);
  CHECK(io.stopped());
  REQUIRE(ends.size() == 2);
  CHECK(ends[0] == errc::busy);
  CHECK(ends[1] == ::asio::error::operation_aborted);
}

TEST_CASE("asio: a hub goes on where it was stopped") {
  ::asio::io_context io;
  driver here = bind(io);
  system::socket peer = bound();
  for (const char* text : {"one", "two"}) {
    REQUIRE(peer.send_to(here.local_endpoint(), as_bytes(text)));
    next_of<echo::asked>(io, here, 1);
  }
}

TEST_CASE("asio: a handler ends its own driver") {
  ::asio::io_context io;
  auto here = std::make_unique<driver>(bind(io));
  const endpoint at = here->local_endpoint();
  system::socket peer = bound();
  REQUIRE(peer.send_to(at, as_bytes("one")));
  REQUIRE(peer.send_to(at, as_bytes("two")));
  int events = 0;
  std::error_code why;
  here->async_run(
      [&](const auto&) {
        ++events;
        here.reset();
      },
      [&](std::error_code ended) { why = ended; });
  io.run_for(10s);
  CHECK(io.stopped());
  CHECK(events == 1);
  CHECK(why == ::asio::error::operation_aborted);
  CHECK_FALSE(system::socket::udp(at.family())->bind(at));  // its socket is closed
}

TEST_CASE("asio: a hub ends while it waits") {
  ::asio::io_context io;
  std::optional<driver> here(bind(io));
  std::error_code why;
  here->async_run([](const auto&) {}, [&](std::error_code ended) { why = ended; });
  io.run_for(20ms);
  SUBCASE("with its handle") { here.reset(); }
  SUBCASE("since it is closed") {
    here->post([](hub_under_test& hub) { hub.close(system::now()); });
  }
  io.run_for(10s);
  CHECK(io.stopped());
  CHECK(why == (here ? std::error_code() : std::error_code(::asio::error::operation_aborted)));
}

TEST_CASE("asio: what a handler throws leaves the context's run, and the driver goes on") {
  ::asio::io_context io;
  driver here = bind(io);
  system::socket peer = bound();
  for (const char* text : {"one", "two", "three"})
    REQUIRE(peer.send_to(here.local_endpoint(), as_bytes(text)));
  int events = 0;
  bool ended = false;
  here.async_run(
      [&](const auto&) {
        if (++events == 1) throw std::runtime_error("no");
        return events < 2;
      },
      [&](std::error_code) { ended = true; });
  CHECK_THROWS_AS(io.run_for(10s), std::runtime_error);
  REQUIRE(peer.send_to(here.local_endpoint(), as_bytes("four")));
  io.run_for(10s);
  CHECK(ended);
}

TEST_CASE("asio: a context that ends before its drivers calls nobody and leaks nothing") {
  auto witness = std::make_shared<int>();
  std::optional<driver> here;
  {
    ::asio::io_context io;
    here.emplace(bind(io));
    here->async_run([witness](const auto&) {}, [witness](std::error_code) { FAIL("called"); });
    io.poll();
    here.reset();
  }
  CHECK(witness.use_count() == 1);
  {
    ::asio::io_context io;
    // The handler owns the driver, whose state owns the handler.
    auto owned = std::make_shared<driver>(bind(io));
    owned->async_run([witness](const auto&) {}, [owned, witness](std::error_code) { FAIL("called"); });
    owned.reset();
    io.poll();
  }
  CHECK(witness.use_count() == 1);
}
