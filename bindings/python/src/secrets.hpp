/// Secrets among the arguments of calls.
#pragma once

#include "python.hpp"

namespace gamewire::python {

/// pybind11 says of a call that fits no signature what it was given. From here on it does not, of this method: what goes
/// wrong ends in logs.
void hide_arguments(const py::object& type, const char* method);

}  // namespace gamewire::python
