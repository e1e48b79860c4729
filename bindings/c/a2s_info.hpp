/// INFO between C++ and C.
#pragma once

#include <gamewire/a2s/info.hpp>

#include "gamewire.h"

namespace gamewire::c {

/// `struct_size` is that of this library.
gw_info to_c(const a2s::info_view& of) noexcept;
a2s::info_view from_c(const gw_info& of) noexcept;

}  // namespace gamewire::c
