// What only POSIX has: flags of descriptors, and signals while a driver waits.
#include <csignal>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <gamewire/blocking/peer.hpp>

#include "echo.hpp"
#include "loopback.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::server;

namespace {

using peer = blocking::peer<echo::client>;

bool is_close_on_exec(const system::socket& one) { return (::fcntl(one.value(), F_GETFD) & FD_CLOEXEC) != 0; }
bool is_non_blocking(const system::socket& one) { return (::fcntl(one.value(), F_GETFL) & O_NONBLOCK) != 0; }

peer connect(const server& to, nanoseconds timeout) {
  auto made = peer::connect(loopback::to_address(to.at()), echo::client({.timeout = timeout}));
  REQUIRE(made);
  return std::move(*made);
}

peer* to_stop = nullptr;
volatile std::sig_atomic_t alarms = 0;

/// Raises SIGALRM every few milliseconds, for as long as it lives. System calls are not restarted.
class alarm_clock {
 public:
  alarm_clock(nanoseconds every, void (*handler)(int)) {
    struct sigaction action{};
    action.sa_handler = handler;
    ::sigaction(SIGALRM, &action, &before_);
    set(every);
  }
  ~alarm_clock() {
    set(0ns);
    ::sigaction(SIGALRM, &before_, nullptr);
  }

 private:
  static void set(nanoseconds every) {
    const timeval period{.tv_sec = 0, .tv_usec = static_cast<suseconds_t>(every / 1us)};
    const itimerval timer{.it_interval = period, .it_value = period};
    ::setitimer(ITIMER_REAL, &timer, nullptr);
  }

  struct sigaction before_{};
};

}  // namespace

TEST_CASE("sockets are made non-blocking, not only used so") { CHECK(is_non_blocking(loopback::bound())); }

TEST_CASE("an adopted descriptor becomes close-on-exec and non-blocking") {
  const auto made = system::socket::adopt(::socket(AF_INET, SOCK_DGRAM, 0));
  REQUIRE(made);
  CHECK(is_close_on_exec(*made));
  CHECK(is_non_blocking(*made));
}

TEST_CASE("a peer is stopped from a signal handler") {
  server there(server::silent);
  peer here = connect(there, 30s);
  REQUIRE(here->say("hello"));
  to_stop = &here;
  const alarm_clock clock(5ms, [](int) { to_stop->stop(); });
  CHECK(here.run([](const auto&) {}) == std::errc::operation_canceled);
}

TEST_CASE("signals for others neither end nor shorten the wait") {
  server there(server::silent);
  peer here = connect(there, 60ms);
  const time_point start = system::now();
  alarms = 0;
  const alarm_clock clock(2ms, [](int) { alarms = alarms + 1; });
  CHECK(here.await<echo::heard>(here->say("hello")).error().error == condition::timeout);
  CHECK(system::now() - start >= 60ms);
  CHECK(alarms > 0);
}
