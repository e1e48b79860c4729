// What the tests of peers on Asio share.
#pragma once

#include <asio/io_context.hpp>
#include <doctest/doctest.h>

#include <gamewire/asio/peer.hpp>

#include "echo.hpp"
#include "loopback.hpp"
#include "native.hpp"
#include "strict.hpp"

using namespace gamewire;  // so Asio's own are ::asio
using namespace std::chrono_literals;
using loopback::server;

using client = strict::machine_of<echo::client>;
using peer = gamewire::asio::peer<client>;
using answer = std::expected<std::string, failure>;

template <class Executor>
peer ask(const Executor& on, const endpoint& to, echo::client_options options = {}) {
  return {on, loopback::to_address(to), client(echo::client(options))};
}

/// A command for `async_await`.
inline auto say(std::string text) {
  return [text](client& machine) { return machine->say(text); };
}

/// Runs until there is no work, which is to be soon.
inline void finish(::asio::io_context& io) {
  io.restart();
  io.run_for(30s);
  CHECK(io.stopped());
}
