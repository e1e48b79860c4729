/// The extension module `gamewire._native`: the machines and decoders of core, for the Python around it.
#include <array>
#include <exception>
#include <string>
#include <utility>

#include "machine.hpp"
#include "secrets.hpp"

namespace gamewire::python {

namespace {

/// A value of the wrong type, or out of its type's range, is a TypeError, and no RuntimeError, as pybind11 has it.
void translate(std::exception_ptr what) {
  try {
    std::rethrow_exception(std::move(what));
  } catch (const py::cast_error& error) {
    PyErr_SetString(PyExc_TypeError, error.what());
  }
}

using method = std::pair<const char*, const char*>;

constexpr std::array given_secrets{method{"A2SResponder", "__init__"},  method{"RCONClient", "__init__"},
                                   method{"RCONResponder", "__init__"}, method{"AsterClient", "__init__"},
                                   method{"AsterClient", "ask"},        method{"AsterCommunity", "add_user"},
                                   method{"ASFClient", "__init__"},     method{"ASFLog", "__init__"},
                                   method{"ASFClient", "set_password"}, method{"WebAPIClient", "__init__"}};

/// Machines cannot be pickled; and what Python itself does for the oldest protocols of pickle ends the process.
void refuse_pickling(const py::object& type) {
  const auto refuse = [](const py::object& self) -> py::object {
    throw py::type_error("cannot pickle " + py::repr(py::type::of(self)).cast<std::string>());
  };
  type.attr("__reduce__") = py::cpp_function(refuse, py::name("__reduce__"), py::is_method(type));
}

}  // namespace

PYBIND11_MODULE(_native, module) {
  module.doc() = "The machines and decoders of gamewire. Use the modules around it.";
  py::register_local_exception_translator(&translate);
  bind_steamid(module);
  bind_a2s(module);
  bind_aster(module);
  bind_aster_responder(module);
  bind_fleet(module);
  bind_scan(module);
  bind_a2s_responder(module);
  bind_rcon(module);
  bind_rcon_responder(module);
  bind_master(module);
  bind_master_responder(module);
  bind_vdf(module);
  bind_asf(module);
  bind_webapi(module);
  module.def(
      "error_of", [](const py::object& error) { return error_object(reason_of(error)); }, "error"_a,
      "What machines tell of an exception that the system raised.");
  for (const auto& [type, name] : given_secrets) hide_arguments(module.attr(type), name);
  for (const auto [name, what] : py::dict(module.attr("__dict__")))
    if (PyType_Check(what.ptr()) != 0 && !what.is(module.attr("SteamID")))
      refuse_pickling(py::reinterpret_borrow<py::object>(what));
}

}  // namespace gamewire::python
