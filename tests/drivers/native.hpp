// What tests do to sockets, or ask of them, and drivers never do.
#pragma once

#include <gamewire/system.hpp>

#ifdef _WIN32
#include "native_windows.hpp"
#else
#include "native_posix.hpp"
#endif
