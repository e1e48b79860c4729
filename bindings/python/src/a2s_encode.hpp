/// The classes of `gamewire.a2s` as the messages that servers send.
#pragma once

#include <vector>

#include "python.hpp"

namespace gamewire::python {

/// Of an `Info`, `Players` or `Rules`, what its fields say; anything else has to be the bytes of a message, and is
/// taken as it is. UsageError for what cannot be written, TypeError for what is neither.
std::vector<std::byte> to_message(const py::object& reply);

}  // namespace gamewire::python
