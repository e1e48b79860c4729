// TLS servers on loopback: one of ours for each connection, and OpenSSL's own program.
#pragma once

#include <csignal>
#include <filesystem>
#include <fstream>

#include <spawn.h>
#include <sys/wait.h>

#include <gamewire/over.hpp>
#include <gamewire/tls/client.hpp>
#include <gamewire/tls/server.hpp>

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

/// A file that is gone with its owner.
class scratch_file {
 public:
  scratch_file(const std::string& name, const std::string& text)
      : path_(std::filesystem::temp_directory_path() / (name + std::to_string(system::random_seed()))) {
    std::ofstream(path_) << text;
  }
  scratch_file(const scratch_file&) = delete;
  ~scratch_file() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// `openssl s_server`, which says each line backwards. Without that program it is not there.
class openssl_server {
 public:
  explicit openssl_server(const std::string& version = "-tls1_3") {
    const std::string where = std::string(endpoint_text(at_).view());
    std::vector<std::string> words{"openssl", "s_server",  "-accept", where,  "-cert", certificate_.path(),
                                   "-key",    key_.path(), "-quiet",  "-rev", version};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t nowhere;
    posix_spawn_file_actions_init(&nowhere);
    for (const int file : {1, 2}) posix_spawn_file_actions_addopen(&nowhere, file, "/dev/null", 1, 0);
    if (::posix_spawnp(&child_, "openssl", &nowhere, nullptr, arguments.data(), environ) != 0) child_ = 0;
    posix_spawn_file_actions_destroy(&nowhere);
    if (child_ != 0) wait_until_it_listens();
  }
  openssl_server(const openssl_server&) = delete;
  ~openssl_server() {
    if (child_ == 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  static void say_that_it_is_not() { MESSAGE("skipped: no program openssl here"); }
  [[nodiscard]] bool is_there() const { return child_ != 0; }
  [[nodiscard]] const endpoint& at() const { return at_; }

 private:
  void wait_until_it_listens() const {
    for (const time_point until = system::now() + 10s; system::now() < until;) {
      auto made = system::socket::tcp(ip_family::v4);
      REQUIRE(made);
      if (!made->begin_connect(at_)) {
        auto connected = made->connected();
        while (connected && !*connected) std::this_thread::yield(), connected = made->connected();
        if (connected) return;
      }
      std::this_thread::sleep_for(10ms);
    }
    FAIL("openssl s_server does not listen");
  }

  scratch_file certificate_{"gamewire-certificate", test::test_server().certificate};
  scratch_file key_{"gamewire-key", test::test_server().key};
  endpoint at_ = closed_port();
  pid_t child_ = 0;
};

}  // namespace loopback
