/// Options of `a2s::client`, as Python's keywords give them.
#pragma once

#include <algorithm>
#include <optional>

#include <gamewire/a2s/client.hpp>

#include "convert.hpp"
#include "errors.hpp"

namespace gamewire::python {

/// `UsageError` for what `validate` refuses.
inline a2s::client_options a2s_options(double timeout, unsigned retries, std::optional<double> deadline,
                                       std::uint64_t seed) {
  a2s::client_options chosen{.timeout = to_nanoseconds(timeout),
                             .retries = static_cast<std::uint8_t>(std::min(retries, 255U)),
                             .seed = seed};
  if (deadline) chosen.deadline = to_nanoseconds(*deadline);
  check(chosen.validate());
  return chosen;
}

}  // namespace gamewire::python
