/// `gamewire demo`: plays a server and asks it everything, as a first look at what there is.
#include <csignal>
#include <thread>

#include <fmt/core.h>

#include "interrupt.hpp"
#include "sample_server.hpp"
#include "target.hpp"

namespace gamewire::cli {
namespace {

/// Runs a server in a thread of its own, which leaves signals to the others, until it goes out of scope.
class background_server {
 public:
  explicit background_server(sample_server server) : server_(std::move(server)), thread_([this] { run(); }) {}
  ~background_server() { server_.stop(); }
  background_server(const background_server&) = delete;
  background_server& operator=(const background_server&) = delete;

  [[nodiscard]] std::string address() const {
    return std::string(endpoint_text(server_.local_endpoint()).view());
  }

 private:
  void run() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    (void)server_.run([](const auto&) {});  // a server that fails shows in the answers
  }

  sample_server server_;
  std::jthread thread_;
};

/// What a user would type, before what it shows.
void announce(session& with, std::string_view command) {
  if (!with.options.json)
    with.out.text(fmt::format("\n{}\n", with.out.bold(fmt::format("$ gamewire {}", command))));
}

}  // namespace

int run_demo(session& with) {
  const serve_arguments sample{.port = 0, .players = 9, .rules = 12};
  const background_server server(start_sample_server(sample, {}));
  const std::string address = server.address();
  if (!with.options.json)
    with.out.text(fmt::format("A sample server listens on {}, as `gamewire serve` would.\n", address));

  exit_sum codes;
  announce(with, "info " + address);
  codes.add(run_info(with, {{address}}));
  announce(with, "players " + address);
  codes.add(run_players(with, {{address}}));
  announce(with, "rules " + address);
  codes.add(run_rules(with, {{address}}));
  announce(with, "ping -c 3 -i 0.2 " + address);
  codes.add(run_ping(with, {{address}, 3, std::chrono::milliseconds(200)}));
  return interrupted_by() == 0 ? codes.code() : exit_code_of(interrupted_by());
}

}  // namespace gamewire::cli
