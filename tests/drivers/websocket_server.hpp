// Lines over WebSocket, to a server of another's making.
#pragma once

#include <gamewire/over.hpp>
#include <gamewire/tls/client.hpp>
#include <gamewire/websocket/client.hpp>

#include "lines.hpp"
#include "program.hpp"
#include "stream_loopback.hpp"
#include "support/certificates.hpp"

namespace loopback {

using web_lines = over<websocket::lines, lines::client>;
using secure_web_lines = over<tls::client, web_lines>;

inline websocket::client_options web_options(std::string_view path = "/lines") {
  static constexpr std::array headers{
      http1::header{.name = "Authorization", .value = "Bearer hush", .secret = true}};
  websocket::client_options options{.host = "play.example", .path = path, .headers = headers};
  system::fill_random(std::as_writable_bytes(std::span(options.secret)));
  return options;
}

inline web_lines plainly(std::string_view path = "/lines") {
  return web_lines({.lower = web_options(path), .upper = {}});
}

inline secure_web_lines securely() {
  static const tls::trust trusted = *tls::trust::pem(test::test_authority().certificate);
  return secure_web_lines({.lower = {.host = "play.example", .trust = trusted, .wall_time = test::test_time},
                           .upper = {.lower = web_options(), .upper = {}}});
}

/// That of python3-websockets (websocket_server.py). Without that library it is not there.
class websocket_server {
 public:
  explicit websocket_server(bool secure = false) : program_(words(secure), at_) {}

  static void say_that_it_is_not() { MESSAGE("skipped: no python3-websockets here"); }
  [[nodiscard]] bool is_there() const { return program_.listens(); }
  [[nodiscard]] const endpoint& at() const { return at_; }

 private:
  [[nodiscard]] std::vector<std::string> words(bool secure) const {
    std::vector<std::string> all{GAMEWIRE_PYTHON, GAMEWIRE_WEBSOCKET_SERVER, std::to_string(at_.port())};
    if (secure) all.insert(all.end(), {certificate_.path(), key_.path()});
    return all;
  }

  scratch_file certificate_{"gamewire-certificate", test::test_server().certificate};
  scratch_file key_{"gamewire-key", test::test_server().key};
  endpoint at_ = closed_port();
  program program_;
};

}  // namespace loopback
