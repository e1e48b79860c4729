/// A community, and conversations with it without a network.
#pragma once

#include <string>
#include <vector>

#include <gamewire/aster/client.hpp>
#include <gamewire/aster/responder.hpp>

#include "aster_events.hpp"

namespace gamewire::test {

/// A client of the community and its responder, back to back.
class aster_pair {
 public:
  aster_pair(aster::community& of, const aster::client_options& options)
      : client(options), server({.of = &of}) {}

  /// Until neither has anything to say; gives what the client was told, a line an event. `hear` gets each event.
  template <class Hear>
  std::string settle(Hear hear) {
    std::string log;
    for (bool moved = true; moved;) {
      const bool asked = move(client, server);
      moved = move(server, client) || asked;
      while (server.poll_event()) {
      }
      while (const auto event = client.poll_event()) {
        hear(*event);
        log += describe(*event) + '\n';
      }
      pending_.clear();
      now += nanoseconds(1);
      client.on_timeout(now);
    }
    return log;
  }
  std::string settle() {
    return settle([](const auto&) {});
  }

  aster::client client;
  aster::responder server;
  time_point now{};

 private:
  template <class From, class To>
  bool move(From& from, To& to) {
    const bytes out = from.poll_transmit(now);
    if (out.empty()) return false;
    const auto& copy = pending_.emplace_back(out.begin(), out.end());
    from.transmitted(copy.size(), now);
    to.receive(copy, now);
    return true;
  }

  std::vector<std::vector<std::byte>> pending_;  // what they may still look at
};

/// What a responder says to these lines, all of it.
class aster_talk {
 public:
  explicit aster_talk(aster::community& of, const aster::responder_options& options = {})
      : server(with(options, of)) {}

  std::string says(const std::string& lines) {
    server.receive(as_bytes(lines), now);
    return hears();
  }
  std::string hears() {
    std::string all;
    for (bytes out = server.poll_transmit(now); !out.empty(); out = server.poll_transmit(now)) {
      all += as_text(out);
      server.transmitted(out.size(), now);
    }
    while (const auto event = server.poll_event())
      if (const auto* end = std::get_if<closed>(&*event))
        ended = end->error ? end->error.message() : "closed";
    return all;
  }

  aster::responder server;
  time_point now{};
  std::string ended;

 private:
  static aster::responder_options with(aster::responder_options options, aster::community& of) {
    options.of = &of;
    return options;
  }
};

}  // namespace gamewire::test
