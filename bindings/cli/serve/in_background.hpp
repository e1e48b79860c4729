/// A thread for a server that others talk to from the same process.
#pragma once

#include <thread>

#include "terminal/interrupt.hpp"

namespace gamewire::cli {

/// Runs a server, a hub or a loop in a thread of its own until it goes out of scope. What runs must outlive it.
template <class Server>
class in_background {
 public:
  explicit in_background(Server& server) : server_(server), thread_([this] { run(); }) {}
  ~in_background() { server_.stop(); }
  in_background(const in_background&) = delete;
  in_background& operator=(const in_background&) = delete;

 private:
  void run() {
    leave_signals_to_others();
    // A server that fails shows in the answers.
    if constexpr (requires { server_.run(); })
      (void)server_.run();
    else
      (void)server_.run([](const auto&) {});
  }

  Server& server_;
  std::jthread thread_;
};

}  // namespace gamewire::cli
