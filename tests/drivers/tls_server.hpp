// TLS servers on loopback: one of ours for each connection, and OpenSSL's own program.
#pragma once

#include <gamewire/over.hpp>
#include <gamewire/tls/client.hpp>
#include <gamewire/tls/server.hpp>

#include "program.hpp"
#include "stream_loopback.hpp"
#include "support/certificates.hpp"

namespace loopback {

inline tls::client_options trusting() {
  static const tls::trust trusted = *tls::trust::pem(test::test_authority().certificate);
  return {.host = "play.example", .trust = trusted, .wall_time = test::test_time};
}

inline tls::server_options serving() {
  static const tls::identity me =
      *tls::identity::pem(test::test_server().certificate, test::test_server().key);
  return {.identity = me};
}

/// Drives a machine through a connection until it is done: the simplest of all drivers.
template <machine M, class F>
void drive(connection& through, M machine, F on_event) {
  const auto drain = [&] {
    for (bool quiet = false; !quiet;) {
      for (bytes out = machine.poll_transmit(system::now()); !out.empty();
           out = machine.poll_transmit(system::now())) {
        through.write(as_text(out));
        machine.transmitted(out.size(), system::now());
      }
      quiet = machine.deadline() > system::now();
      while (const auto event = machine.poll_event()) on_event(machine, *event), quiet = false;
      if (machine.deadline() <= system::now()) machine.on_timeout(system::now()), quiet = false;
    }
  };
  drain();
  for (bool more = true; more && !machine.done();) {
    const std::string text = through.read(1000);
    more = !text.empty();
    if (more)
      machine.receive(as_bytes(text), system::now());
    else
      machine.receive_end({}, system::now());
    drain();
  }
}

/// `openssl s_server`, which says each line backwards. Without that program it is not there.
class openssl_server {
 public:
  explicit openssl_server(const std::string& version = "-tls1_3")
      : program_({"openssl", "s_server", "-accept", std::string(endpoint_text(at_).view()), "-cert",
                  certificate_.path(), "-key", key_.path(), "-quiet", "-rev", version},
                 at_) {}

  static void say_that_it_is_not() { MESSAGE("skipped: no program openssl here"); }
  [[nodiscard]] bool is_there() const { return program_.listens(); }
  [[nodiscard]] const endpoint& at() const { return at_; }

 private:
  scratch_file certificate_{"gamewire-certificate", test::test_server().certificate};
  scratch_file key_{"gamewire-key", test::test_server().key};
  endpoint at_ = closed_port();
  program program_;
};

}  // namespace loopback
