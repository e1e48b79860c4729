// Drivers where the system lacks a call or forbids it, as old kernels and sandboxes do.
#include <optional>
#include <thread>

#include <doctest/doctest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <gamewire/blocking/hub.hpp>
#include <gamewire/blocking/peer.hpp>
#include <gamewire/epoll/loop.hpp>

#include "echo.hpp"
#include "loopback.hpp"

using namespace gamewire;
using namespace std::chrono_literals;

namespace {

/// From now on the call fails so in this thread: always, or when its third argument is that. Nothing happens where there
/// are no sandboxes.
void forbid(unsigned call, int error, std::optional<unsigned> third = {}) {
  const unsigned place = offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t);
  sock_filter rules[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
      third ? sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, place)
            : sock_filter BPF_STMT(BPF_LD | BPF_IMM, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, third.value_or(0), 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(error)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog all{.len = std::size(rules), .filter = rules};
  WARN(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  WARN(::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) == 0);
}

/// In a thread of its own, with which the sandbox ends.
template <class Act>
void apart(Act act) {
  std::thread(act).join();
}

}  // namespace

TEST_CASE("a loop that is forbidden the precise wait takes the other one") {
  apart([] {
    forbid(SYS_epoll_pwait2, EPERM);
    auto loop = epoll::loop::open();
    REQUIRE(loop);
    const time_point until = system::now() + 5ms;
    CHECK_FALSE(loop->run_once(until));
    CHECK(system::now() >= until);
  });
}

TEST_CASE("a hub can do without news of errors and drops") {
  apart([] {
    forbid(SYS_setsockopt, ENOPROTOOPT, SO_RXQ_OVFL);
    forbid(SYS_setsockopt, ENOPROTOOPT,
           11);  // IP_RECVERR, whose header does not get along with the one above
    auto here = blocking::hub_driver<echo::responder>::bind({{loopback::v4}}, echo::responder());
    REQUIRE(here);
    system::socket peer = loopback::bound();
    REQUIRE(peer.send_to(here->local_endpoint(), as_bytes("hello")));
    CHECK_FALSE(here->run([](const auto& event) {
      CHECK(std::get<echo::asked>(event).text == "hello");
      return false;
    }));
  });
}

TEST_CASE("a datagram that a firewall does not let out is lost, like others") {
  loopback::server silent(loopback::server::silent);
  apart([&] {
    forbid(SYS_sendto, EPERM);
    auto here = blocking::peer<echo::client>::connect(loopback::to_address(silent.at()),
                                                      echo::client({.timeout = 5ms}));
    REQUIRE(here);
    CHECK(here->await<echo::heard>(here->machine().say("hello")).error().error == std::errc::timed_out);
  });
}

TEST_CASE("nor does a hub hear more of it") {
  loopback::server silent(loopback::server::silent);
  apart([&] {
    auto here = blocking::hub_driver<echo::responder>::bind({{loopback::v4}}, echo::responder());
    REQUIRE(here);
    forbid(SYS_sendmmsg, EPERM);
    here->hub().shout(silent.at(), "hello");
    here->hub().close(system::now());
    int lost = 0;
    CHECK_FALSE(here->run([&](const auto& event) { lost += std::holds_alternative<echo::lost>(event); }));
    CHECK(lost == 0);
  });
}
