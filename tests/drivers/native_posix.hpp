// For native.hpp alone, which says what this is.
#pragma once

#include <array>
#include <utility>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace native {

using namespace gamewire;

/// Are the tests of it to be skipped?
inline constexpr bool hides_refused_datagrams() { return false; }
inline constexpr bool hides_who_refused = false;
inline constexpr bool hides_resets() { return false; }
inline constexpr bool lends_ports_once = false;
inline constexpr bool has_no_local_sockets = false;
inline constexpr bool has_no_limit_of_descriptors = false;
inline constexpr bool cannot_hold_back_the_last_words = false;

/// The error by which the system says so.
inline std::error_code error(std::errc why) { return {static_cast<int>(why), std::system_category()}; }

inline void end_sending(const system::socket& of) { ::shutdown(of.value(), SHUT_WR); }
inline void end_both_ways(const system::socket& of) { ::shutdown(of.value(), SHUT_RDWR); }

/// Words and the end of the connection, at once.
inline void send_last(const system::socket& to, bytes words) {
  CHECK(::send(to.value(), words.data(), words.size(), MSG_MORE) > 0);
  end_sending(to);
}

/// Whoever is connected when it is closed hears of a reset.
inline void reset_when_closed(const system::socket& one) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  REQUIRE(::setsockopt(one.value(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
}

/// Listens, and takes as few connections as the system can be told to.
inline void listen_for_few(const system::socket& one) { REQUIRE(::listen(one.value(), 0) == 0); }

inline bool is_inherited(const system::socket& one) {
  return (::fcntl(one.value(), F_GETFD) & FD_CLOEXEC) == 0;
}

/// May IP cut its datagrams?
inline bool may_be_cut(const system::socket& one) {
  int chosen = -1;
  socklen_t size = sizeof chosen;
  REQUIRE(::getsockopt(one.value(), IPPROTO_IP, IP_MTU_DISCOVER, &chosen, &size) == 0);
  return chosen != IP_PMTUDISC_PROBE;
}

/// A pair for datagrams, the first of which is soon full.
inline std::pair<system::socket, system::socket> narrow_pair() {
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends.data()) == 0);
  const int small = 1;
  REQUIRE(::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof small) == 0);
  return {*system::socket::adopt(ends[0]), *system::socket::adopt(ends[1])};
}

/// Does it while nothing can be opened.
template <class Act>
auto without_descriptors(Act act) {
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none{.rlim_cur = 0, .rlim_max = before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  auto done = act();
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  return done;
}

}  // namespace native
