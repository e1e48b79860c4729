/// A whole sample server: queries and RCON on one port.
#pragma once

#include "sample_rcon.hpp"
#include "sample_server.hpp"

namespace gamewire::cli {

struct sample_game {
  std::unique_ptr<sample_server> queries;
  std::unique_ptr<sample_rcon> rcon;  // null where the system has no epoll
};

/// RCON is served from here on (without a password nobody can log in), queries once they are run; `exit` stops those. Throws `command_error`.
sample_game start_sample_game(const serve_arguments& arguments, const transport& via,
                              const driver_options& driver);

}  // namespace gamewire::cli
