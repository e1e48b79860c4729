/// `gamewire asf log --follow`: the end of the log file, and then what is written.
#pragma once

#include "asf/asf_server.hpp"
#include "session.hpp"

namespace gamewire::cli {

/// Until a signal ends it, or the server wants no more: the exit code.
int follow_asf_log(session& with, const asf_arguments& arguments, const asf_server& server);

}  // namespace gamewire::cli
