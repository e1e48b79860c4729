/// For protocols that are not built in: there is no machine of theirs that could be given a command.
#pragma once

#include "options.hpp"

namespace gamewire::c {

template <class Options>
void write_no_options(Options* out, std::size_t size) noexcept {
  write_options(Options{}, out, size);
}

inline gw_code not_built_in(gw_machine** out) noexcept {
  if (out == nullptr) return GW_USAGE;
  *out = nullptr;
  return GW_UNSUPPORTED;
}

}  // namespace gamewire::c
