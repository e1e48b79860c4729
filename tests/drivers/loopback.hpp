// Sockets and servers on loopback for the tests of drivers.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/driver_options.hpp>
#include <gamewire/system.hpp>

namespace loopback {

using namespace gamewire;
using namespace std::chrono_literals;

inline const endpoint v4 = *endpoint::parse("127.0.0.1", 0);
inline const endpoint v6 = *endpoint::parse("::1", 0);
/// Connecting to it is refused by the system, whatever network there is.
inline const endpoint forbidden = *endpoint::parse("255.255.255.255:9");

inline bool has_v6() {
  auto made = system::socket::udp(ip_family::v6);
  return made && !made->bind(v6);
}

inline system::socket bound(const endpoint& at = v4) {
  auto made = system::socket::udp(at.family());
  REQUIRE(made);
  REQUIRE_FALSE(made->bind(at));
  return std::move(*made);
}

/// A port where nobody listens; another one each time, below those that the system gives out by itself.
inline endpoint closed_port(const endpoint& at = v4) {
  static auto port = static_cast<std::uint16_t>(10'000 + system::random_seed() % 20'000);
  for (;;) {
    auto made = system::socket::udp(at.family());
    const endpoint tried = at.with_port(++port);
    if (made && !made->bind(tried)) return tried;
  }
}

inline address to_address(const endpoint& to) {
  const std::string text(endpoint_text(to).view());
  return *parse_address(text, 0);
}

/// A resolver that knows one name, whatever it is asked for.
inline resolver finds(std::vector<endpoint> all) {
  return [all](const address&, ip_preference) { return all; };
}

/// A gate that a resolver waits at. Nobody waits for its thread, so they share it.
class gate {
 public:
  void open() { open_.store(true), open_.notify_all(); }
  void pass() {
    entered_.store(true), entered_.notify_all();
    open_.wait(false);
  }
  void wait_for_somebody() { entered_.wait(false); }

 private:
  std::atomic<bool> open_ = false;
  std::atomic<bool> entered_ = false;
};

inline resolver waits_at(std::shared_ptr<gate> there, endpoint then) {
  return [there = std::move(there), then](const address&, ip_preference) {
    there->pass();
    return std::vector{then};
  };
}

/// The next datagram of a socket, within five seconds.
inline std::string next(system::socket& from) {
  const auto never_woken = system::wake_pipe::open();
  system::watched one{.what = &from};
  std::string text(65536, '\0');
  for (const time_point until = system::now() + 5s; system::now() < until;) {
    CHECK_FALSE(system::wait({&one, 1}, *never_woken, until));
    endpoint peer;
    const auto got = from.receive_from(peer, std::as_writable_bytes(std::span(text)));
    if (got) return text.substr(0, *got);
  }
  return "nothing came";
}

/// Answers every datagram, in a thread of its own, with as many as the script says.
class server {
 public:
  using script = std::function<std::vector<std::string>(std::string)>;

  explicit server(script answers, const endpoint& at = v4)
      : answers_(std::move(answers)),
        socket_(bound(at)),
        at_(*socket_.local_endpoint()),
        thread_([this] { serve(); }) {}
  ~server() {
    wake_->wake();
    thread_.join();
  }

  [[nodiscard]] const endpoint& at() const noexcept { return at_; }
  [[nodiscard]] int asked() const noexcept { return asked_; }

  static std::vector<std::string> echo(std::string datagram) { return {std::move(datagram)}; }
  static std::vector<std::string> silent(const std::string&) { return {}; }

 private:
  void serve() {
    std::string buffer(65536, '\0');
    system::watched one{.what = &socket_};
    while (!system::wait({&one, 1}, *wake_, never)) {
      endpoint peer;
      const auto got = socket_.receive_from(peer, std::as_writable_bytes(std::span(buffer)));
      if (!got) continue;
      ++asked_;
      for (const std::string& answer : answers_(buffer.substr(0, *got)))
        socket_.send_to(peer, as_bytes(answer));
    }
  }

  script answers_;
  system::socket socket_;
  endpoint at_;
  std::expected<system::wake_pipe, std::error_code> wake_ = system::wake_pipe::open();
  std::atomic<int> asked_ = 0;
  std::thread thread_;
};

}  // namespace loopback
