/// tls::client and tls::server, wired to each other in memory.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/tls/client.hpp>
#include <gamewire/tls/server.hpp>

#include "support/certificates.hpp"

namespace gamewire::test {

using namespace std::chrono_literals;

inline tls::trust trust_in(const credentials& who) {
  const auto made = tls::trust::pem(who.certificate);
  REQUIRE(made);
  return *made;
}

inline tls::identity identity_of(const credentials& who) {
  const auto made = tls::identity::pem(who.certificate, who.key);
  REQUIRE(made);
  return *made;
}

inline const tls::trust& test_trust() {
  static const tls::trust made = trust_in(test_authority());
  return made;
}

/// Options with which both sides get along.
inline tls::client_options client_of_test() {
  return {.host = "play.example", .trust = test_trust(), .wall_time = test_time};
}
inline tls::server_options server_of_test() {
  static const tls::identity me = identity_of(test_server());
  return {.identity = me};
}

/// One side: what it has heard, and how that ended.
template <class Side>
struct party {
  explicit party(const typename Side::options& options) : layer(options) {}

  /// The piece lies in memory of its exact size, which is gone when it has been read.
  void hear(bytes piece, time_point now) {
    std::vector<std::byte> exact(piece.begin(), piece.end());
    layer.receive(exact, now);
    listen();
    std::ranges::fill(exact, std::byte{0xa5});
  }
  void listen() {
    while (const auto piece = layer.poll_plain()) heard += as_text(*piece);
  }
  [[nodiscard]] std::string end() const {
    const auto why = layer.plain_end();
    return why ? why->message() : "none";
  }

  Side layer;
  std::string heard;
};

struct tls_pair {
  explicit tls_pair(const tls::client_options& of_client = client_of_test(),
                    const tls::server_options& of_server = server_of_test())
      : client(of_client), server(of_server) {}

  /// Until nothing moves, in pieces of at most `size` bytes.
  void run(std::size_t size = std::size_t{1} << 20U) {
    while (move(client, server, size, to_server) || move(server, client, size, to_client)) {
    }
  }

  /// Says it all, however much that is at a time.
  template <class From>
  void say(From& from, std::string_view text) {
    for (int idle = 0; !text.empty() && idle < 3; ++idle) {
      const std::size_t taken = from.layer.write(as_bytes(text), now);
      text.remove_prefix(taken);
      if (taken != 0) idle = 0;
      if (taken == 0) run();
    }
    CHECK(text.empty());
    run();
  }

  template <class From, class To>
  bool move(From& from, To& to, std::size_t size, std::size_t& moved) {
    const bytes out = from.layer.poll_transmit(now);
    if (out.empty()) return false;
    const std::vector<std::byte> piece(out.begin(),
                                       out.begin() + static_cast<std::ptrdiff_t>(std::min(size, out.size())));
    from.layer.transmitted(piece.size(), now);
    moved += piece.size();
    to.hear(piece, now);
    return true;
  }

  party<tls::client> client;
  party<tls::server> server;
  time_point now{1s};
  std::size_t to_server = 0, to_client = 0;
};

}  // namespace gamewire::test
