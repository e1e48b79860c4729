// For native.hpp alone, which says what this is.
#pragma once

#include <utility>

#include <doctest/doctest.h>

#include <gamewire/windows/native.hpp>

namespace native {

using namespace gamewire;

inline bool under_wine() {
  return ::GetProcAddress(::GetModuleHandleA("ntdll.dll"), "wine_get_version") != nullptr;
}

/// Are the tests of it to be skipped? Wine 8 takes note of an unreachable port, and tells nobody who listens; and to who
/// receives it says of a reset connection that it has ended.
inline bool hides_refused_datagrams() { return under_wine(); }
inline bool hides_resets() { return under_wine(); }
inline constexpr bool hides_who_refused = true;
inline constexpr bool lends_ports_once =
    true;  // for two sockets with one port any program could listen there
inline constexpr bool has_no_local_sockets = true;
inline constexpr bool has_no_limit_of_descriptors = true;
inline constexpr bool cannot_hold_back_the_last_words = true;

/// The error by which the system says so.
inline std::error_code error(std::errc why) {
  const std::error_category& winsock = system::socket::adopt(-1).error().category();
  for (int code = WSABASEERR; code < WSABASEERR + 1000; ++code)
    if (std::error_code(code, winsock) == why) return {code, winsock};
  FAIL("it has no word for this");
  return {};
}

inline SOCKET handle(const system::socket& of) { return system::to_native(of.value()); }

inline void end_sending(const system::socket& of) { ::shutdown(handle(of), SD_SEND); }
inline void end_both_ways(const system::socket& of) { ::shutdown(handle(of), SD_BOTH); }

inline void send_last(const system::socket&, bytes) {}

/// Whoever is connected when it is closed hears of a reset.
inline void reset_when_closed(const system::socket& one) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  REQUIRE(::setsockopt(handle(one), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once),
                       sizeof at_once) == 0);
}

/// Listens, and takes as few connections as the system can be told to.
inline void listen_for_few(const system::socket& one) { REQUIRE(::listen(handle(one), 0) == 0); }

inline bool is_inherited(const system::socket& one) {
  DWORD flags = 0;
  REQUIRE(::GetHandleInformation(reinterpret_cast<HANDLE>(handle(one)), &flags));
  return (flags & HANDLE_FLAG_INHERIT) != 0;
}

/// May IP cut its datagrams?
inline bool may_be_cut(const system::socket& one) {
  int chosen = -1;
  socklen_t size = sizeof chosen;
  REQUIRE(::getsockopt(handle(one), IPPROTO_IP, IP_DONTFRAGMENT, reinterpret_cast<char*>(&chosen), &size) ==
          0);
  return chosen == 0;
}

inline std::pair<system::socket, system::socket> narrow_pair() { return {}; }

template <class Act>
auto without_descriptors(Act act) {
  return act();
}

}  // namespace native
