#include "sample_game.hpp"

#include "output.hpp"

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
    auto rcon = start_sample_rcon({.at = at,
                                   .password = arguments.password,
                                   .status = sample_status(arguments),
                                   .on_exit = [queries = game.queries.get()] { queries->stop(); },
                                   .rules = sample_rules(arguments)});
    if (rcon) game.rcon = *std::move(rcon);
    if (rcon || rcon.error() == std::errc::not_supported) return game;
    if (rcon.error() == std::errc::address_in_use && arguments.port == 0 && attempt < port_attempts) continue;
    throw command_error(fault_of(rcon.error(), endpoint_text(at).view()));
  }
}

}  // namespace gamewire::cli
