// stop() from threads and handlers while a driver waits. From signal handlers: posix.cpp.
#include <doctest/doctest.h>

#include <gamewire/blocking/hub.hpp>
#include <gamewire/blocking/peer.hpp>

#include "echo.hpp"
#include "lines.hpp"
#include "stream_loopback.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::server;

namespace {

using peer = blocking::peer<echo::client>;

peer connect(const server& to, nanoseconds timeout) {
  auto made = peer::connect(loopback::to_address(to.at()), echo::client({.timeout = timeout}));
  REQUIRE(made);
  return std::move(*made);
}

/// Always in a hurry, which no machine may be; at last it is through.
struct restless : lines::client {
  [[nodiscard]] time_point deadline() const noexcept { return left == 0 ? never : time_point{}; }
  void on_timeout(time_point now) noexcept {
    if (left != 0 && --left == 0) close(now);
  }
  int left = 10'000;
};

}  // namespace

TEST_CASE("a peer is stopped from another thread") {
  server there(server::silent);
  peer here = connect(there, 30s);
  const auto asked = here->say("hello");
  std::thread other([&] {
    std::this_thread::sleep_for(10ms);
    here.stop();
  });
  CHECK(here.run([](const auto&) {}) == std::errc::operation_canceled);
  other.join();
  CHECK_FALSE(here->done());
  CHECK(here->deadline() != never);  // the request is still open
  CHECK(asked);
}

TEST_CASE("a stream peer is stopped while its name is resolved") {
  const auto name_server = std::make_shared<loopback::gate>();
  auto here = blocking::peer<lines::client>::connect(
      {"play.example.org", 27015}, lines::client(),
      {.resolve = loopback::waits_at(name_server, loopback::closed_port())});
  REQUIRE(here);
  std::thread other([&] {
    name_server->wait_for_somebody();
    here->stop();
  });
  CHECK(here->run([](const auto&) {}) == std::errc::operation_canceled);
  other.join();
  name_server->open();
}

TEST_CASE("a stop before the run is not forgotten, and stops one run") {
  server there(server::echo);
  peer here = connect(there, 30s);
  here.stop();
  here.stop();
  CHECK(here.run([](const auto&) {}) == std::errc::operation_canceled);
  CHECK(here.await<echo::heard>(here->say("hello")) == "hello");
}

TEST_CASE("a peer is stopped from its own handler") {
  server there(server::echo);
  peer here = connect(there, 30s);
  REQUIRE(here->say("hello"));
  CHECK(here.run([&](const auto&) { here.stop(); }) == std::errc::operation_canceled);
}

TEST_CASE("a peer whose machine is never at rest is stopped") {
  loopback::stream_server silent([](loopback::connection& with) { with.read(); });
  auto here = blocking::peer<restless>::connect(loopback::to_address(silent.at()), restless());
  REQUIRE(here);
  here->stop();
  CHECK(here->run([](const auto&) {}) == std::errc::operation_canceled);
}

TEST_CASE("a hub is stopped from another thread") {
  auto here = blocking::hub_driver<echo::responder>::bind({{loopback::v4}}, echo::responder());
  REQUIRE(here);
  std::thread other([&] {
    std::this_thread::sleep_for(10ms);
    here->stop();
  });
  CHECK(here->run([](const auto&) {}) == std::errc::operation_canceled);
  other.join();
}

TEST_CASE("a stream peer is stopped while it connects, and while it waits") {
  const auto connect = [](const endpoint& to) {
    return std::move(*blocking::peer<lines::client>::connect(loopback::to_address(to), lines::client()));
  };
  const loopback::hanging_server nowhere;
  auto here = connect(nowhere.at());
  here.stop();
  CHECK(here.run([](const auto&) {}) == std::errc::operation_canceled);
  loopback::stream_server silent([](loopback::connection& with) { with.read(), with.read(); });
  auto there = connect(silent.at());
  REQUIRE(there->say("hello"));
  std::thread other([&] {
    std::this_thread::sleep_for(40ms);
    there.stop();
  });
  CHECK(there.run([](const auto&) {}) == std::errc::operation_canceled);
  other.join();
}
