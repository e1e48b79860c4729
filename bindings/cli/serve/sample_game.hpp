/// A whole sample server: queries and RCON on one port. RCON is Source's, over TCP; and GoldSource's, over UDP,
/// where the engine is that.
#pragma once

#include "serve/sample_rcon.hpp"
#include "serve/sample_server.hpp"

namespace gamewire::cli {

struct sample_game {
  std::unique_ptr<sample_server> queries;
  std::unique_ptr<sample_rcon> rcon;  // over TCP; null where the system has no epoll
};

/// RCON over TCP is served from here on, queries and RCON over UDP once they are run; `exit` stops those.
/// Without a password nobody can log in. Throws `command_error`.
sample_game start_sample_game(const serve_arguments& arguments, const transport& via,
                              const driver_options& driver);

}  // namespace gamewire::cli
