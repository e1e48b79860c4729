/// pybind11, and what all files here share.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <gamewire/bytes.hpp>
#include <gamewire/time.hpp>

#include "arguments.hpp"

namespace gamewire::python {

namespace py = pybind11;
using namespace pybind11::literals;

// Each protocol adds its part to the module.
void bind_a2s(py::module_& module);
void bind_a2s_responder(py::module_& module);
void bind_asf(py::module_& module);
void bind_aster(py::module_& module);
void bind_aster_responder(py::module_& module);
void bind_fleet(py::module_& module);
void bind_master(py::module_& module);
void bind_master_responder(py::module_& module);
void bind_rcon(py::module_& module);
void bind_rcon_responder(py::module_& module);
void bind_rcon_wire(py::module_& module);
void bind_scan(py::module_& module);
void bind_steamid(py::module_& module);
void bind_vdf(py::module_& module);
void bind_webapi(py::module_& module);

}  // namespace gamewire::python
