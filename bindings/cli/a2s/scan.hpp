/// `gamewire scan`: many servers at once, through one socket per address family.
#pragma once

#include <gamewire/system.hpp>

#include "session.hpp"

namespace gamewire::cli {

/// Of the list that can be read there; `arguments.file` is only its name. The exit code.
int scan(session& with, const scan_arguments& arguments, system::descriptor list);

}  // namespace gamewire::cli
