/// The filter that the options of `gamewire master` make.
#pragma once

#include <gamewire/master/filter.hpp>

#include "options.hpp"

namespace gamewire::cli {

/// Of at most so many bytes. Throws `command_error` for what no filter can hold.
master::filter filter_of(const master_arguments& arguments, std::size_t max_size = master::max_filter_size);

}  // namespace gamewire::cli
