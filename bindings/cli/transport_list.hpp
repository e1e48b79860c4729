/// Each transport of this build, made in a file of its own.
#pragma once

#include "transport.hpp"

namespace gamewire::cli {

const transport& blocking_transport() noexcept;

}  // namespace gamewire::cli
