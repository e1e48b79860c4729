/// Both sides of WebSocket against each other, in memory.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <gamewire/websocket/client.hpp>
#include <gamewire/websocket/server.hpp>

#include "support/websocket_wire.hpp"

namespace gamewire::test {

inline const websocket::client_options of_client{.host = "game.example", .port = 28016};

template <class Side>
struct party {
  explicit party(const typename Side::options& chosen) : layer(chosen) {}

  void hear(bytes piece, time_point now) {
    buffer exact(piece.begin(), piece.end());
    layer.receive(exact, now);
    listen();
    std::ranges::fill(exact, std::byte{0xa5});
  }
  void listen() {
    while (const auto piece = layer.poll_plain()) {
      heard += as_text(*piece);
      if (Side::plain == framing::datagram) heard += '|';
    }
  }
  [[nodiscard]] std::string end() const {
    const auto why = layer.plain_end();
    return !why ? "none" : *why ? why->message() : "orderly";
  }

  Side layer;
  std::string heard;
};

template <class Client = websocket::messages, class Server = websocket::server_messages>
struct pair_of {
  explicit pair_of(const websocket::client_options& for_client = of_client,
                   const websocket::server_options& for_server = {})
      : client(for_client), server(for_server) {}

  /// Until nothing moves, in pieces of at most `size` bytes.
  void run(std::size_t size = std::size_t{1} << 20U) {
    while (move(client, server, size) || move(server, client, size)) {
    }
  }
  template <class From, class To>
  bool move(From& from, To& to, std::size_t size) {
    const bytes out = from.layer.poll_transmit(now);
    if (out.empty()) return false;
    const buffer piece(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min(size, out.size())));
    from.layer.transmitted(piece.size(), now);
    to.hear(piece, now);
    return true;
  }
  template <class From>
  void say(From& from, std::string_view text, std::size_t size = std::size_t{1} << 20U) {
    for (int idle = 0; !text.empty() && idle < 3; ++idle) {
      const std::size_t taken = from.layer.write(as_bytes(text), now);
      text.remove_prefix(taken);
      if (taken != 0) idle = 0;
      if (taken == 0) run(size);
    }
    CHECK(text.empty());
    run(size);
  }
  /// What a side sends now, taken.
  template <class From>
  std::string frames_of(From& from) {
    const bytes out = from.layer.poll_transmit(now);
    std::string log = websocket::describe_frames(out, "");
    from.layer.transmitted(out.size(), now);
    return log;
  }
  void timeout(auto& of) { of.layer.on_timeout(now = of.layer.deadline()); }

  party<Client> client;
  party<Server> server;
  time_point now{std::chrono::seconds(1)};
};

}  // namespace gamewire::test
