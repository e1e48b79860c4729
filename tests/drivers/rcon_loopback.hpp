// An RCON server that loses its clients, and what a client tells that outlives it: the same over every driver.
#pragma once

#include <array>

#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/frame_decoder.hpp>

#include "stream_loopback.hpp"
#include "strict.hpp"
#include "support/rcon_events.hpp"

namespace rcon_loopback {

using namespace gamewire;
using namespace std::chrono_literals;

using client = strict::machine_of<rcon::client>;

/// Says yes to any password, answers one command with its own text, and is gone with the next: that one has
/// been executed, as far as anybody knows.
class forgetful_server {
 public:
  [[nodiscard]] const endpoint& at() const noexcept { return server_.at(); }
  [[nodiscard]] int accepted() const noexcept { return server_.accepted(); }

 private:
  static void serve(loopback::connection& with) {
    rcon::frame_decoder decoder;
    std::string piece;
    int commands = 0;
    for (;;) {
      const auto next = decoder.next();
      if (!next) return;
      if (!*next) {
        if (decoder.keep()) return;
        piece = with.read();
        if (piece.empty()) return;
        decoder.feed(as_bytes(piece));
        continue;
      }
      const bool login = (*next)->type == rcon::type::auth;
      if (!login && ++commands == 2) return loopback::leave_rudely(with);
      std::array<std::byte, 256> room{};
      const rcon::frame answer{(*next)->id, login ? rcon::type::auth_response : rcon::type::response_value,
                               login ? bytes() : (*next)->body};
      with.write(as_text(*rcon::encode(answer, room)));
    }
  }

  loopback::stream_server server_{serve};
};

/// Asked for the name the second time, it does not know it.
class flaky_resolver {
 public:
  explicit flaky_resolver(const endpoint& finds) : finds_(finds) {}

  std::expected<std::vector<endpoint>, std::error_code> operator()(const address&, ip_preference) {
    if (++*asked_ == 2) return std::unexpected(make_error_code(resolve_errc::try_again));
    return std::vector{finds_};
  }

 private:
  endpoint finds_;
  std::shared_ptr<std::atomic<int>> asked_ = std::make_shared<std::atomic<int>>(0);
};

/// With three commands, which are all that it is asked.
inline client persistent_client() {
  client made(rcon::client({.password = "secret",
                            .profile = rcon::profile::single,
                            .reconnect = {.attempts = 2, .delay = 2ms, .max_delay = 2ms}}));
  for (const char* command : {"first", "second", "third"}) REQUIRE(made->execute(command));
  made.close(system::now());
  return made;
}

inline std::string expected_log() {
  const std::string reset = native::error(std::errc::connection_reset).message();
  const std::string unknown = make_error_code(resolve_errc::try_again).message();
  return "authenticated\n"
         "chunk 1 \"first\"\n"
         "reply 1 \"first\"\n"
         "failed 2: " +
         reset + "\ndisconnected: " + reset + ", again in about 0 s\n" + "disconnected: " + unknown +
         ", again in about 0 s\n"
         "authenticated\n"
         "chunk 3 \"third\"\n"
         "reply 3 \"third\"\n"
         "closed\n";
}

}  // namespace rcon_loopback
