#pragma once

#include "session.hpp"

namespace gamewire::cli {

/// `gamewire rcon` on a terminal; the exit code.
int run_shell(session& with, const rcon_arguments& arguments);

}  // namespace gamewire::cli
