#include "serve/sample_game.hpp"

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

constexpr int port_attempts = 20;  // a port that is free for UDP may be taken for TCP

}  // namespace

sample_game start_sample_game(const serve_arguments& arguments, const transport& via,
                              const driver_options& driver) {
  sample_game game;
  for (int attempt = 1;; ++attempt) {
    game.queries = start_sample_server(arguments, via, driver);
    const endpoint at = game.queries->local_endpoint();
    const bool goldsource = arguments.engine == "goldsource";
    const sample_commands commands{sample_status(arguments), sample_rules(arguments), goldsource};
    const auto stop = [queries = game.queries.get()] { queries->stop(); };
    if (goldsource)
      game.queries->hub().add_remote_control(
          std::make_unique<sample_remote_control>(arguments.password, commands, stop));
    auto rcon =
        start_sample_rcon({.at = at, .password = arguments.password, .commands = commands, .on_exit = stop});
    if (rcon) game.rcon = *std::move(rcon);
    if (rcon || rcon.error() == std::errc::not_supported) return game;
    if (rcon.error() == std::errc::address_in_use && arguments.port == 0 && attempt < port_attempts) continue;
    throw command_error(fault_of(rcon.error(), endpoint_text(at).view()));
  }
}

}  // namespace gamewire::cli
