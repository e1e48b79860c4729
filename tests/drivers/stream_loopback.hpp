// TCP servers on loopback for the tests of drivers.
#pragma once

#include <functional>

#include "loopback.hpp"
#include "native.hpp"

namespace loopback {

inline system::socket bound_stream(const endpoint& at = v4) {
  auto made = system::socket::tcp(at.family());
  REQUIRE(made);
  REQUIRE_FALSE(made->bind(at));
  return std::move(*made);
}

inline system::socket listening(const endpoint& at = v4) {
  system::socket made = bound_stream(at);
  REQUIRE_FALSE(made.listen());
  return made;
}

/// A client's open connection.
inline system::socket connected_to(const endpoint& there) {
  auto made = system::socket::tcp(there.family());
  REQUIRE(made);
  REQUIRE_FALSE(made->begin_connect(there));
  while (!made->connected().value_or(true)) std::this_thread::yield();
  return std::move(*made);
}

/// A listener whose queue is full: who connects is left hanging.
class hanging_server {
 public:
  hanging_server() : socket_(bound_stream()) {
    native::listen_for_few(socket_);
    for (int i = 0; i < 4; ++i) {
      auto made = system::socket::tcp(ip_family::v4);
      REQUIRE(made);
      (void)made->begin_connect(at());
      waiting_.push_back(std::move(*made));
    }
  }
  [[nodiscard]] endpoint at() const { return *socket_.local_endpoint(); }

 private:
  system::socket socket_;
  std::vector<system::socket> waiting_;
};

/// A connection, as its server sees it: calls that wait, five seconds at most.
class connection {
 public:
  explicit connection(system::socket open) : socket_(std::move(open)) {}

  /// What comes next; nothing at the end.
  std::string read(std::size_t most = 65536) {
    std::string text(most, '\0');
    for (const time_point until = system::now() + 5s; system::now() < until;) {
      const auto got = socket_.receive(std::as_writable_bytes(std::span(text)));
      if (got) return text.substr(0, *got);
      if (!system::would_block(got.error())) return {};
      wait(until, false);
    }
    return {};
  }
  void write(std::string_view text) {
    for (const time_point until = system::now() + 5s; !text.empty() && system::now() < until;) {
      const auto sent = socket_.write(as_bytes(text));
      if (sent)
        text.remove_prefix(*sent);
      else if (system::would_block(sent.error()))
        wait(until, true);
      else
        return;
    }
  }
  /// Does the connection end in order next, and not by a reset?
  [[nodiscard]] bool ends_in_order() {
    std::byte next;
    for (const time_point until = system::now() + 5s; system::now() < until; wait(until, false)) {
      const auto got = socket_.receive({&next, 1});
      if (got || !system::would_block(got.error())) return got == system::transfer(0);
    }
    return false;
  }
  [[nodiscard]] const system::socket& socket() const noexcept { return socket_; }

 private:
  void wait(time_point until, bool sending) {
    system::watched one{.what = &socket_, .receiving = !sending, .sending = sending};
    CHECK_FALSE(system::wait({&one, 1}, *never_woken_, until));
  }

  system::socket socket_;
  std::expected<system::wake_pipe, std::error_code> never_woken_ = system::wake_pipe::open();
};

/// Says something and has the connection reset when it is closed.
inline void leave_rudely(connection& with, std::string_view words = {}) {
  with.write(words);
  native::reset_when_closed(with.socket());
}

/// Plays the script with every connection, one after the other, in a thread of its own.
class stream_server {
 public:
  using script = std::function<void(connection&)>;

  explicit stream_server(script what, const endpoint& at = v4)
      : script_(std::move(what)),
        socket_(listening(at)),
        at_(*socket_.local_endpoint()),
        thread_([this] { serve(); }) {}
  ~stream_server() {
    wake_->wake();
    thread_.join();
  }

  [[nodiscard]] const endpoint& at() const noexcept { return at_; }
  [[nodiscard]] int accepted() const noexcept { return accepted_; }

  static void echo(connection& with) {
    for (std::string text = with.read(); !text.empty(); text = with.read()) with.write(text);
  }

 private:
  void serve() {
    system::watched one{.what = &socket_};
    while (!system::wait({&one, 1}, *wake_, never)) {
      auto open = socket_.accept();
      if (!open) continue;
      ++accepted_;
      connection with(std::move(*open));
      script_(with);
    }
  }

  script script_;
  system::socket socket_;
  endpoint at_;
  std::expected<system::wake_pipe, std::error_code> wake_ = system::wake_pipe::open();
  std::atomic<int> accepted_ = 0;
  std::thread thread_;
};

}  // namespace loopback
